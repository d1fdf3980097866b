import { TriangleAlert } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import type { AddressCheck } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import type { Contact } from './messages';

interface AddressFieldProps {
  value: string;
  check: AddressCheck;
  tried: boolean;
  onChange(value: string): void;
}

/** The address, what is wrong with it, and what was probably meant. */
export function AddressField({ value, check, tried, onChange }: AddressFieldProps) {
  const t = currentTranslate.value;
  const [left, setLeft] = useState(false);
  const shown = tried || (left && value !== '');
  const { suggestion } = check;
  return (
    <Field
      label={t('contacts.email')}
      error={shown && !check.ok ? t(`contacts.fault.${check.fault}`) : undefined}
      hint={
        shown &&
        suggestion && (
          <button
            type="button"
            class="link-button"
            data-action="suggestion"
            onClick={() => onChange(suggestion)}
          >
            {t('contacts.edit.didYouMean', { address: suggestion })}
          </button>
        )
      }
    >
      {(control) => (
        <input
          {...control}
          class="input"
          type="text"
          inputMode="email"
          name="contact-email"
          value={value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
          onBlur={() => setLeft(true)}
        />
      )}
    </Field>
  );
}

interface TakenProps {
  /** Who has the address already. */
  contact: Contact;
  onOpen(): void;
  onSaveAnyway(): void;
}

/** Somebody has this address already: perhaps the same person, perhaps a shared mailbox. */
export function AddressTaken({ contact, onOpen, onSaveAnyway }: TakenProps) {
  const t = currentTranslate.value;
  return (
    <section class="warning-box contact-clash" role="alert">
      <p class="contact-clash-title">
        <TriangleAlert size={17} strokeWidth={1.9} aria-hidden="true" />
        <span>
          {t('contacts.taken.title')} <bdi>{contact.name || contact.email}</bdi>
        </span>
      </p>
      <div class="contact-actions">
        <Button name="open-taken" onPress={onOpen}>
          {t('contacts.taken.open')}
        </Button>
        <Button name="save-anyway" onPress={onSaveAnyway}>
          {t('contacts.taken.save')}
        </Button>
      </div>
    </section>
  );
}
