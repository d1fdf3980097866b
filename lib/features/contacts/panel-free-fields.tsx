import { Plus, X } from 'lucide-preact';
import { Fragment } from 'preact';
import { useId } from 'preact/hooks';
import { IconButton } from '@/components/icon-button';
import type { FieldFault } from '@/lib/core/contacts/check-fields';
import { type ContactContent, contactLimits } from '@/lib/core/contacts/contact-content';
import { currentTranslate } from '@/lib/platform/translate';

/** Free fields while they are edited: names may be empty or double for a moment. */
export type FieldRow = { id: number; name: string; value: string };

/** The free fields of a contact as rows of the form. */
export function rowsOf({ fields }: ContactContent): FieldRow[] {
  return Object.entries(fields).map(([name, value], at) => ({ id: at, name, value }));
}

interface FreeFieldsProps {
  rows: FieldRow[];
  /** What is to be said of each row. */
  faults: readonly (FieldFault | null)[];
  onChange(rows: FieldRow[]): void;
}

/** Fields of the person's own, by name and value. */
export function FreeFields({ rows, faults, onChange }: FreeFieldsProps) {
  const said = useId();
  const t = currentTranslate.value;
  const set = (id: number, part: Partial<FieldRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const next = Math.max(-1, ...rows.map(({ id }) => id)) + 1;
  return (
    <fieldset class="free-fields">
      <legend class="field-legend">{t('contacts.edit.fields')}</legend>
      {rows.map(({ id, name, value }, at) => {
        const fault = faults[at];
        return (
          <Fragment key={id}>
            <div class="free-field">
              <input
                class="input"
                name="field-name"
                aria-label={t('contacts.edit.fieldName')}
                placeholder={t('contacts.edit.fieldName')}
                maxLength={contactLimits.fieldName}
                aria-invalid={fault ? true : undefined}
                aria-describedby={fault ? `${said}-${id}` : undefined}
                value={name}
                onInput={(event) => set(id, { name: event.currentTarget.value })}
              />
              <input
                class="input"
                name="field-value"
                aria-label={name || t('contacts.edit.fieldValue')}
                placeholder={t('contacts.edit.fieldValue')}
                maxLength={contactLimits.field}
                value={value}
                onInput={(event) => set(id, { value: event.currentTarget.value })}
              />
              <IconButton
                label={t('contacts.edit.removeField', { name })}
                icon={<X size={17} strokeWidth={1.9} aria-hidden="true" />}
                onPress={() => onChange(rows.filter((row) => row.id !== id))}
              />
            </div>
            {fault && (
              <p class="field-error" id={`${said}-${id}`} role="alert">
                {t(`contacts.fieldFault.${fault}`)}
              </p>
            )}
          </Fragment>
        );
      })}
      <button
        type="button"
        class="link-button"
        data-action="add-field"
        hidden={rows.length >= contactLimits.fields}
        onClick={() => onChange([...rows, { id: next, name: '', value: '' }])}
      >
        <Plus size={17} strokeWidth={1.9} aria-hidden="true" />
        {t('contacts.edit.addField')}
      </button>
      <p class="field-hint">{t('contacts.edit.fieldsHint')}</p>
    </fieldset>
  );
}
