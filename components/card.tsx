import { Check } from 'lucide-preact';
import type { ComponentChildren } from 'preact';

export interface CardProps {
  id: string;
  title: string;
  lead?: string;
  /** A quiet word beside the title after a change, e.g. "saved"; empty when there is none. */
  saved: string;
  children: ComponentChildren;
}

/** One card of a page of settings. */
export function Card({ id, title, lead, saved, children }: CardProps) {
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 class="card-title" id={`${id}-title`}>
          {title}
        </h2>
        <span class="card-saved" role="status">
          {saved !== '' && (
            <>
              <Check size={15} strokeWidth={2.2} aria-hidden="true" />
              {saved}
            </>
          )}
        </span>
      </header>
      {lead && <p class="card-lead">{lead}</p>}
      {children}
    </section>
  );
}
