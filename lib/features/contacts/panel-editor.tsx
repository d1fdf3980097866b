import { Trash2 } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { ViewTitle } from '@/components/view-title';
import { checkFields } from '@/lib/core/contacts/check-fields';
import { type ContactContent, contactLimits } from '@/lib/core/contacts/contact-content';
import { takeTheirs } from '@/lib/core/contacts/merge-edits';
import { checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import type { Contact } from './messages';
import type { ContactsDesk } from './panel';
import { AddressField, AddressTaken } from './panel-address';
import { Clash } from './panel-clash';
import { type ContactDraft, dropDraft, keepDraft, readDraft } from './panel-draft';
import { type FieldRow, FreeFields, rowsOf } from './panel-free-fields';
import { WriteTo } from './panel-write-to';
import { findByAddress, putBack, removeContacts, type SavedEdit, saveEdit } from './store';

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
  const [rows, setRows] = useState<FieldRow[]>(() => draft?.rows ?? rowsOf(content));
  const [tries, setTries] = useState(0);
  const [taken, setTaken] = useState<Contact | null>(null);
  /** The address that may stand in two contacts. */
  const shared = useRef('');
  const form = useRef<HTMLFormElement>(null);
  const check = checkAddress(content.email);
  const faults = checkFields(rows);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);

  const change = (part: Partial<ContactContent>, fields = rows): void => {
    const next = { ...content, ...part };
    setContent(next);
    if (part.email !== undefined) setTaken(null);
    keepDraft({ id, content: next, base, rows: fields });
  };
  const changeRows = (next: FieldRow[]): void => {
    setRows(next);
    const wrong = checkFields(next);
    const good = next.filter(({ name }, at) => name.trim() !== '' && !wrong[at]);
    change({ fields: Object.fromEntries(good.map(({ name, value }) => [name, value])) }, next);
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
      return 0;
    });
  };
  const save = (opened = base): void => {
    setTries(tries + 1);
    if (!check.ok || faults.some(Boolean)) return;
    const edited = { ...content, email: check.address };
    const asked = shared.current === check.address || opened?.email === check.address;
    void desk.attempt(async () => {
      const other = asked ? undefined : await findByAddress(check.address, id);
      setTaken(other ?? null);
      if (other) return;
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
      desk.say(t('contacts.panel.deleted'), () => putBack({ before }));
    });
  return (
    <form
      ref={form}
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
        tried={tries > 0}
        onChange={(email) => change({ email })}
      />
      {taken && (
        <AddressTaken
          contact={taken}
          // What was typed here is kept, and is there again at the next new contact.
          onOpen={() => desk.go({ view: 'edit', contact: taken })}
          onSaveAnyway={() => {
            shared.current = check.ok ? check.address : '';
            save();
          }}
        />
      )}
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
      <FreeFields rows={rows} faults={tries > 0 ? faults : []} onChange={changeRows} />
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
          maxLength={contactLimits.line}
          autocomplete="off"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
