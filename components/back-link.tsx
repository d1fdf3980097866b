import { ArrowLeft } from 'lucide-preact';

export interface BackLinkProps {
  /** Where it leads, e.g. "All templates". */
  label: string;
  /** An address of this page; without it `onBack` leads away. */
  href?: string;
  onBack?(): void;
}

/** The way back to the list: above every view that was opened from one. */
export function BackLink({ label, href, onBack }: BackLinkProps) {
  const content = (
    <>
      <ArrowLeft size={16} strokeWidth={1.9} aria-hidden="true" />
      <span>{label}</span>
    </>
  );
  if (href !== undefined) {
    return (
      <a class="back-link" data-action="back" href={href}>
        {content}
      </a>
    );
  }
  return (
    <button type="button" class="back-link" data-action="back" onClick={onBack}>
      {content}
    </button>
  );
}
