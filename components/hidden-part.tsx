import { Info } from 'lucide-preact';

export interface HiddenPartProps {
  /** e.g. `hidden-rows`; the name of the note. */
  name: string;
  /** How many there are, and what becomes of them now. */
  told: string;
  choice: { name: string; label: string; run(): void };
}

/** Rows or columns that are hidden in a workbook: nobody has seen them, and they would be used all the same. */
export function HiddenPart({ name, told, choice }: HiddenPartProps) {
  return (
    <p class="warning" data-level="note" data-warning={name}>
      <Info size={17} strokeWidth={1.9} aria-hidden="true" />
      <span>
        <span role="status">{told}</span>{' '}
        <button
          type="button"
          class="link-button"
          data-action={choice.name}
          onClick={() => choice.run()}
        >
          {choice.label}
        </button>
      </span>
    </p>
  );
}
