import { Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { ViewTitle } from '@/components/view-title';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { takeTheirs } from '@/lib/core/contacts/merge-edits';
import { type MailPlace, mailPlaces } from '@/lib/core/mail/compose-link';
import { openMail } from '@/lib/platform/open-mail';
import { type AddressCheck, checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import type { Contact } from './messages';
import type { ContactsDesk } from './panel';
import { Clash } from './panel-clash';
import { type ContactDraft, dropDraft, keepDraft, readDraft } from './panel-draft';
import { type FieldRow, FreeFields, rowsOf } from './panel-free-fields';
import { preferPlace } from './panel-place';
import { putBack, removeContacts, type SavedEdit, saveEdit } from './store';

const blank: ContactContent = { email: '', name: '', organisation: '', category: '', fields: {} };

interface EditorProps {
  desk: ContactsDesk;
  contact: Contact | null;
  /** What an earlier panel did not save. */
  resumed?: ContactDraft | null;
}

/** One contact. What is typed is kept on the way, and saved with Enter or the button. */
export function ContactEditor({ desk, contact, resumed }: EditorProps) {
  const t = currentTranslate.value;
  const [draft] = useState(() => resumed ?? readDraft(contact?.id ?? null));
  const id = contact?.id ?? draft?.id ?? null;
  const [base, setBase] = useState<ContactContent | null>(draft?.base ?? contact);
  const [clash, setClash] = useState<Extract<SavedEdit, { saved: false }> | null>(null);
  const [content, setContent] = useState<ContactContent>(draft?.content ?? contact ?? blank);
  const [rows, setRows] = useState<FieldRow[]>(() => rowsOf(content));
  const [tried, setTried] = useState(false);
  const check = checkAddress(content.email);

  const change = (part: Partial<ContactContent>): void => {
    const next = { ...content, ...part };
    setContent(next);
    keepDraft({ id, content: next, base });
  };
  const changeRows = (next: FieldRow[]): void => {
    setRows(next);
    const named = next.filter(({ name }) => name.trim() !== '' && name !== '__proto__');
    change({ fields: Object.fromEntries(named.map(({ name, value }) => [name, value])) });
  };
  const leave = (): void => {
    dropDraft(id);
    desk.go({ view: 'list' });
  };
  const cancel = (): void => {
    const kept = readDraft(id);
    leave();
    if (!kept) return;
    desk.say(t('contacts.edit.discarded'), async () => {
      keepDraft(kept);
      desk.go({ view: 'edit', contact: null, resumed: kept });
    });
  };
  const save = (opened = base): void => {
    setTried(true);
    if (!check.ok) return;
    const edited = { ...content, email: check.address };
    void desk.attempt(async () => {
      const outcome = await saveEdit(edited, id, opened);
      if (!outcome.saved) {
        setClash(outcome);
        return;
      }
      leave();
      desk.say(t(outcome.merged ? 'contacts.edit.savedMerged' : 'contacts.edit.saved'));
    });
  };
  const takeOther = (): void => {
    if (!clash) return;
    const taken = takeTheirs(clash.merged, clash.conflicts);
    setContent(taken);
    setRows(rowsOf(taken));
    setBase(clash.theirs);
    setClash(null);
    keepDraft({ id, content: taken, base: clash.theirs });
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
      {clash && (
        <Clash conflicts={clash.conflicts} onMine={() => save(clash.theirs)} onTheirs={takeOther} />
      )}
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
        <Button kind="primary" name="save-contact" onPress={() => save()}>
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
