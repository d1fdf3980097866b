import { Plus, Trash2, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { ViewTitle } from '@/components/view-title';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { type MailPlace, mailPlaces } from '@/lib/core/mail/compose-link';
import { openMail } from '@/lib/platform/open-mail';
import { type AddressCheck, checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import type { Contact } from './messages';
import type { ContactsDesk } from './panel';
import { dropDraft, keepDraft, readDraft } from './panel-draft';
import { preferPlace } from './panel-place';
import { putBack, removeContacts, saveContact } from './store';

const blank: ContactContent = { email: '', name: '', organisation: '', category: '', fields: {} };

/** Free fields while they are edited: names may be empty or double for a moment. */
type FieldRow = { id: number; name: string; value: string };

interface EditorProps {
  desk: ContactsDesk;
  contact: Contact | null;
}

/** One contact. What is typed is kept on the way, and saved with Enter or the button. */
export function ContactEditor({ desk, contact }: EditorProps) {
  const t = currentTranslate.value;
  const [draft] = useState(() => {
    const kept = readDraft();
    return kept && (contact === null || kept.id === contact.id) ? kept : null;
  });
  const id = contact?.id ?? draft?.id ?? null;
  const [content, setContent] = useState<ContactContent>(draft?.content ?? contact ?? blank);
  const [rows, setRows] = useState<FieldRow[]>(() =>
    Object.entries(content.fields).map(([name, value], at) => ({ id: at, name, value })),
  );
  const [tried, setTried] = useState(false);
  const check = checkAddress(content.email);

  const change = (part: Partial<ContactContent>): void => {
    const next = { ...content, ...part };
    setContent(next);
    keepDraft({ id, content: next });
  };
  const changeRows = (next: FieldRow[]): void => {
    setRows(next);
    const named = next.filter(({ name }) => name.trim() !== '' && name !== '__proto__');
    change({ fields: Object.fromEntries(named.map(({ name, value }) => [name, value])) });
  };
  const leave = (): void => {
    dropDraft();
    desk.go({ view: 'list' });
  };
  const cancel = (): void => {
    const kept = readDraft();
    leave();
    if (!kept) return;
    desk.say(t('contacts.edit.discarded'), async () => {
      keepDraft(kept);
      desk.go({ view: 'edit', contact: null });
    });
  };
  const save = (): void => {
    setTried(true);
    if (!check.ok) return;
    void desk
      .attempt(() => saveContact({ ...content, email: check.address }, id ?? undefined))
      .then((saved) => {
        if (!saved) return;
        leave();
        desk.say(t('contacts.edit.saved'));
      });
  };
  const remove = (): void =>
    void desk.attempt(async () => {
      const before = await removeContacts(id ? [id] : []);
      leave();
      desk.say(t('contacts.panel.deleted'), () => putBack(before));
    });
  return (
    <form
      class="contact-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <BackLink label={t('contacts.edit.back')} onBack={cancel} />
      <ViewTitle>{id ? content.name || content.email : t('contacts.edit.new')}</ViewTitle>
      {id && check.ok && <WriteTo desk={desk} address={check.address} />}
      <TextField
        label={t('contacts.fullName')}
        name="contact-name"
        value={content.name}
        onChange={(name) => change({ name })}
      />
      <AddressField
        value={content.email}
        check={check}
        tried={tried}
        onChange={(email) => change({ email })}
      />
      <TextField
        label={t('contacts.organisation')}
        name="contact-organisation"
        value={content.organisation}
        onChange={(organisation) => change({ organisation })}
      />
      <TextField
        label={t('contacts.category')}
        name="contact-category"
        value={content.category}
        onChange={(category) => change({ category })}
      />
      <FreeFields rows={rows} onChange={changeRows} />
      <div class="contact-actions">
        <Button kind="primary" name="save-contact" onPress={save}>
          {t('common.save')}
        </Button>
        <Button name="cancel" onPress={cancel}>
          {t('common.cancel')}
        </Button>
        {id && (
          <Button
            kind="danger"
            name="delete-contact"
            icon={<Trash2 size={17} strokeWidth={1.9} aria-hidden="true" />}
            onPress={remove}
          >
            {t('common.delete')}
          </Button>
        )}
      </div>
      {/* Enter in a field saves: a form without a submit button would not hear it. */}
      <button type="submit" class="only-spoken" tabIndex={-1} aria-hidden="true" />
    </form>
  );
}

interface TextFieldProps {
  label: string;
  name: string;
  value: string;
  onChange(value: string): void;
}

function TextField({ label, name, value, onChange }: TextFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          class="input"
          name={name}
          value={value}
          autocomplete="off"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface AddressFieldProps {
  value: string;
  check: AddressCheck;
  tried: boolean;
  onChange(value: string): void;
}

/** The address, what is wrong with it, and what was probably meant. */
function AddressField({ value, check, tried, onChange }: AddressFieldProps) {
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

interface FreeFieldsProps {
  rows: FieldRow[];
  onChange(rows: FieldRow[]): void;
}

function FreeFields({ rows, onChange }: FreeFieldsProps) {
  const t = currentTranslate.value;
  const set = (id: number, part: Partial<FieldRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const next = Math.max(-1, ...rows.map(({ id }) => id)) + 1;
  return (
    <fieldset class="free-fields">
      <legend class="field-legend">{t('contacts.edit.fields')}</legend>
      {rows.map(({ id, name, value }) => (
        <div key={id} class="free-field">
          <input
            class="input"
            name="field-name"
            aria-label={t('contacts.edit.fieldName')}
            placeholder={t('contacts.edit.fieldName')}
            value={name}
            onInput={(event) => set(id, { name: event.currentTarget.value })}
          />
          <input
            class="input"
            name="field-value"
            aria-label={name || t('contacts.edit.fieldValue')}
            placeholder={t('contacts.edit.fieldValue')}
            value={value}
            onInput={(event) => set(id, { value: event.currentTarget.value })}
          />
          <button
            type="button"
            class="icon-button"
            aria-label={t('contacts.edit.removeField', { name })}
            title={t('contacts.edit.removeField', { name })}
            onClick={() => onChange(rows.filter((row) => row.id !== id))}
          >
            <X size={17} strokeWidth={1.9} aria-hidden="true" />
          </button>
        </div>
      ))}
      <button
        type="button"
        class="link-button"
        data-action="add-field"
        onClick={() => onChange([...rows, { id: next, name: '', value: '' }])}
      >
        <Plus size={17} strokeWidth={1.9} aria-hidden="true" />
        {t('contacts.edit.addField')}
      </button>
      <p class="field-hint">{t('contacts.edit.fieldsHint')}</p>
    </fieldset>
  );
}

/** A new message to this person, where they write mails. */
function WriteTo({ desk, address }: { desk: ContactsDesk; address: string }) {
  const t = currentTranslate.value;
  const write = (place: MailPlace): void => {
    preferPlace(place);
    void desk.attempt(() => openMail(place, { to: [address], subject: '', body: '' }));
  };
  return (
    <div class="contact-actions">
      <span class="field-hint">{t('contacts.edit.writeWith')}</span>
      {mailPlaces.map((place) => (
        <Button key={place} name={`write-${place}`} onPress={() => write(place)}>
          {t(`contacts.place.${place}`)}
        </Button>
      ))}
    </div>
  );
}
