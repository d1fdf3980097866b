import { useCallback, useRef, useState } from 'preact/hooks';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { searchContacts } from '@/lib/core/contacts/search-contacts';
import { writeContactsCsv, writeVcards } from '@/lib/core/contacts/write-contacts';
import { saveFile } from '@/lib/platform/save-file';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { ContactsDesk } from './panel';
import { readIndex } from './store';

/** A file of contacts, by its name. */
type ExportFile = 'contacts.csv' | 'contacts.vcf';

interface ToolsProps {
  desk: ContactsDesk;
  /** What narrows the list; empty: nothing. */
  query: string;
  category: string;
  /** How many contacts the list shows. */
  found: number;
}

/** What can be done with the list as a whole. Of a narrowed list an export asks whether the others are meant too. */
export function ListTools({ desk, query, category, found }: ToolsProps) {
  const t = currentTranslate.value;
  const [asked, setAsked] = useState<ExportFile | null>(null);
  const foot = useRef<HTMLElement>(null);
  const narrowed = query.trim() !== '' || category !== '';
  /** The question goes, and the focus back to what has asked it. */
  const answered = (): void => {
    if (asked) focusTool(foot.current, asked);
    setAsked(null);
  };
  const save = (file: ExportFile, all: boolean): void =>
    void desk.attempt(async () => {
      answered();
      // In the order of the list.
      const contacts = searchContacts(await readIndex(), all ? '' : query, all ? '' : category);
      saveFile(file, ...fileOf(file, contacts));
      desk.say(t('contacts.panel.exported', { count: contacts.length, file }));
    });
  const ask = (file: ExportFile): void =>
    narrowed && found > 0 ? setAsked(asked === file ? null : file) : save(file, true);
  const tools = [
    ['import', t('contacts.panel.import'), () => desk.go({ view: 'import' })],
    ['doubles', t('contacts.panel.doubles'), () => desk.go({ view: 'doubles' })],
    ['export-csv', t('contacts.panel.exportCsv'), () => ask('contacts.csv')],
    ['export-vcard', t('contacts.panel.exportVcard'), () => ask('contacts.vcf')],
  ] as const;
  return (
    <footer ref={foot} class="contacts-tools">
      {asked && narrowed && found > 0 && (
        <ExportChoice
          key={asked}
          file={asked}
          found={found}
          onChoose={(all) => save(asked, all)}
          onCancel={answered}
        />
      )}
      {tools.map(([action, label, run]) => (
        <button key={action} type="button" class="link-button" data-action={action} onClick={run}>
          {label}
        </button>
      ))}
    </footer>
  );
}

function focusTool(foot: HTMLElement | null, file: ExportFile): void {
  const action = file === 'contacts.csv' ? 'export-csv' : 'export-vcard';
  foot?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus();
}

/** Contacts as a file of this format, in the reader's language. */
function fileOf(
  file: ExportFile,
  contacts: readonly ContactContent[],
): [type: string, text: string] {
  if (file === 'contacts.vcf') return ['text/vcard', writeVcards(contacts)];
  const t = currentTranslate.value;
  const headers = {
    email: t('contacts.email'),
    name: t('contacts.fullName'),
    organisation: t('contacts.organisation'),
    category: t('contacts.category'),
  };
  const separator = currentLanguage.value === 'en' ? ',' : ';';
  return ['text/csv', writeContactsCsv(contacts, headers, separator)];
}

interface ChoiceProps {
  file: ExportFile;
  found: number;
  onChoose(all: boolean): void;
  onCancel(): void;
}

function ExportChoice({ file, found, onChoose, onCancel }: ChoiceProps) {
  const t = currentTranslate.value;
  const title = t('contacts.panel.exportWhich', { file });
  const begin = useCallback((part: HTMLElement | null) => {
    part?.querySelector('button')?.focus();
  }, []);
  const choices = [
    ['export-found', t('contacts.panel.exportFound', { count: found }), () => onChoose(false)],
    ['export-all', t('contacts.panel.exportAll'), () => onChoose(true)],
    ['cancel-export', t('common.cancel'), onCancel],
  ] as const;
  return (
    <fieldset
      ref={begin}
      class="export-choice"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <legend>{title}</legend>
      {choices.map(([action, label, run]) => (
        <button
          key={action}
          type="button"
          class="button button-plain"
          data-action={action}
          onClick={run}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
