import { useRef, useState } from 'preact/hooks';
import { checkFields } from '@/lib/core/contacts/check-fields';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { takeTheirs } from '@/lib/core/contacts/merge-edits';
import { checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import type { Contact } from './messages';
import type { ContactsDesk } from './panel';
import { type ContactDraft, dropDraft, keepDraft, readDraft } from './panel-draft';
import { type FieldRow, rowsOf } from './panel-free-fields';
import { findByAddress, putBack, removeContacts, type SavedEdit, saveEdit } from './store';

const blank: ContactContent = { email: '', name: '', organisation: '', category: '', fields: {} };

export interface EditorProps {
  desk: ContactsDesk;
  contact: Contact | null;
  /** What an earlier panel did not save. */
  resumed?: ContactDraft | null;
}

/** What is being typed into one contact, and what can be done with it: saved, left, merged, deleted. */
export function useContactEdit({ desk, contact, resumed }: EditorProps) {
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
  const check = checkAddress(content.email);
  const faults = checkFields(rows);

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
  const saveAnyway = (): void => {
    shared.current = check.ok ? check.address : '';
    save();
  };
  const shown = { id, content, rows, check, faults, tries, taken, clash };
  return { ...shown, change, changeRows, cancel, save, saveAnyway, takeOther, remove };
}
