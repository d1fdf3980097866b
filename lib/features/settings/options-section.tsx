import { Check } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { currentTranslate } from '@/lib/platform/translate';
import { savedSection } from './options-settings';

export interface SectionProps {
  id: string;
  title: string;
  lead?: string;
  children: ComponentChildren;
}

/** One card of the options page; says "saved" beside its title after each change. */
export function Section({ id, title, lead, children }: SectionProps) {
  const t = currentTranslate.value;
  const saved = savedSection.value === id;
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 class="card-title" id={`${id}-title`}>
          {title}
        </h2>
        <span class="card-saved" role="status">
          {saved && (
            <>
              <Check size={15} strokeWidth={2.2} aria-hidden="true" />
              {t('settings.saved')}
            </>
          )}
        </span>
      </header>
      {lead && <p class="card-lead">{lead}</p>}
      {children}
    </section>
  );
}
