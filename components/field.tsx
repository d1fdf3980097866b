import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  /** Says what is wrong and how to put it right; read out when it appears. */
  error?: string;
  /** Said quietly beside the label, e.g. "saved". */
  note?: string;
  children(control: FieldControl): ComponentChildren;
}

/** A labelled control with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, note, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field" data-invalid={error ? true : undefined}>
      <div class="field-head">
        <label class="field-label" for={id}>
          {label}
        </label>
        {note && <span class="field-note">{note}</span>}
      </div>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p class="field-error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  );
}
