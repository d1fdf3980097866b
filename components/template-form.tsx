import { ArrowLeft, TriangleAlert, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { IconButton } from '@/components/icon-button';
import { Logo } from '@/components/logo';
import { useModal } from '@/components/use-modal';

export interface TemplateFormField {
  name: string;
  /** What it is called before a person. */
  label: string;
  fallback: string | null;
}

export interface TemplateFormProps {
  labels: {
    title: string;
    hint: string;
    back: string;
    preview: string;
    insert: string;
    close: string;
    local: string;
    fallback(text: string): string;
    /** Said at a field that would leave a hole. */
    gap: string;
    /** Which fields would, and what that means. */
    gaps: string;
    insertAnyway: string;
  };
  name: string;
  fields: readonly TemplateFormField[];
  values: Readonly<Record<string, string>>;
  /** Names of the fields to be pointed out: insertion was asked for, and they would leave a hole. */
  gaps: readonly string[];
  /** `note`: what is said in place of a subject that is not inserted; empty for nothing. */
  preview: { subject: string; note: string; content: ComponentChildren } | null;
  busy: boolean;
  onValue(name: string, value: string): void;
  onInsert(): void;
  /** The holes were pointed out, and are wanted. */
  onInsertAnyway(): void;
  /** Present when there is a list to go back to. */
  onBack?(): void;
  onClose(): void;
}

/** What the template still needs to know, and exactly what will stand in the draft. */
export function TemplateForm(props: TemplateFormProps) {
  const { labels, fields, values, gaps, preview } = props;
  const isEmpty = ({ name }: TemplateFormField): boolean => (values[name] ?? '') === '';
  const needed = fields.findIndex((field) => isEmpty(field) && field.fallback === null);
  const firstEmpty = needed < 0 ? fields.findIndex(isEmpty) : needed;
  const dialog = useModal(props.onClose, `input[data-index="${Math.max(firstEmpty, 0)}"]`);
  const pointedOut = gaps.length > 0;
  useLayoutEffect(() => {
    if (!pointedOut) return;
    const first = dialog.current?.querySelector<HTMLElement>('input[aria-invalid]');
    first?.focus();
    first?.scrollIntoView?.({ block: 'center' });
  }, [pointedOut]);
  return (
    <dialog ref={dialog} class="review picker" tabIndex={-1} aria-label={labels.title}>
      <div class="review-head">
        {props.onBack ? (
          <IconButton
            name="back"
            label={labels.back}
            icon={<ArrowLeft size={18} strokeWidth={1.9} aria-hidden="true" />}
            onPress={props.onBack}
          />
        ) : (
          <Logo size={24} />
        )}
        <h2 class="review-title">{props.name}</h2>
        <IconButton
          label={labels.close}
          icon={<X size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={props.onClose}
        />
      </div>
      <form
        class="picker-body picker-form"
        onSubmit={(event) => {
          event.preventDefault();
          props.onInsert();
        }}
      >
        <p class="picker-hint">{labels.hint}</p>
        <div class="picker-fields">
          {fields.map(({ name, label, fallback }, index) => (
            <Field key={name} label={label} hint={gaps.includes(name) && labels.gap}>
              {(control) => (
                <input
                  {...control}
                  aria-invalid={gaps.includes(name) || undefined}
                  class="input"
                  name={name}
                  data-index={index}
                  autocomplete="off"
                  placeholder={fallback === null ? '' : labels.fallback(fallback)}
                  value={values[name] ?? ''}
                  onInput={(event) => props.onValue(name, event.currentTarget.value)}
                />
              )}
            </Field>
          ))}
        </div>
        <section class="picker-preview" aria-label={labels.preview}>
          <h3 class="review-side-title">{labels.preview}</h3>
          {preview?.note && <p class="picker-hint">{preview.note}</p>}
          {preview?.subject && <p class="picker-preview-subject">{preview.subject}</p>}
          <div class="picker-preview-text">{preview?.content}</div>
        </section>
        {/* Enter in a field sends a form only where it has a submit button. */}
        <button type="submit" class="only-spoken" tabIndex={-1} aria-hidden="true" />
      </form>
      <div class="picker-gaps" role="alert">
        {pointedOut && (
          <>
            <TriangleAlert size={17} strokeWidth={1.9} aria-hidden="true" />
            <p>{labels.gaps}</p>
            <Button name="insert-anyway" onPress={props.onInsertAnyway}>
              {labels.insertAnyway}
            </Button>
          </>
        )}
      </div>
      <div class="review-foot picker-foot">
        <Button kind="primary" name="insert-template" busy={props.busy} onPress={props.onInsert}>
          {labels.insert}
        </Button>
        <span class="picker-local">{labels.local}</span>
      </div>
    </dialog>
  );
}
