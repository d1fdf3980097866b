import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { currentTranslate } from '@/lib/platform/translate';

interface LinkFormProps {
  /** Where the link at the caret leads now; empty when there is none. */
  address: string;
  onApply(address: string): void;
  onRemove(): void;
  onClose(): void;
}

/** Asks where the selected words lead. */
export function LinkForm({ address, onApply, onRemove, onClose }: LinkFormProps) {
  const t = currentTranslate.value;
  const [value, setValue] = useState(address);
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const apply = (): void => {
    const full = completeAddress(value.trim());
    if (full === null) setWrong(true);
    else onApply(full);
  };
  return (
    <form
      class="rich-form"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Field
        label={t('templates.edit.linkAddress')}
        error={wrong ? t('templates.edit.linkBad') : undefined}
      >
        {(control) => (
          <input
            {...control}
            ref={field}
            class="input"
            name="link-address"
            inputMode="url"
            autocomplete="off"
            value={value}
            onInput={(event) => {
              setValue(event.currentTarget.value);
              setWrong(false);
            }}
          />
        )}
      </Field>
      <div class="rich-form-row">
        <Button kind="primary" name="apply-link" onPress={apply}>
          {t('templates.edit.linkApply')}
        </Button>
        {address !== '' && (
          <Button name="remove-link" onPress={onRemove}>
            {t('templates.edit.linkRemove')}
          </Button>
        )}
        <Button kind="quiet" name="close-link" onPress={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** What people type, as an address that a mail can hold; null when it is none. */
function completeAddress(text: string): string | null {
  if (/^(https?:\/\/|mailto:|tel:|\{\{)\S/i.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  return /^[^\s/:]+\.[a-z]{2,}(?:[/?#]\S*)?$/i.test(text) ? `https://${text}` : null;
}
