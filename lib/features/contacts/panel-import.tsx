import { Upload } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { DropZone } from '@/components/drop-zone';
import { Skeleton } from '@/components/skeleton';
import { ViewTitle } from '@/components/view-title';
import {
  type OpenTable,
  openTable,
  prepareTable,
  releasePrepared,
} from '@/lib/platform/table/open-table';
import type { TableOptions } from '@/lib/platform/table/table-session';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { ContactsDesk } from './panel';
import { translatedCardNames } from './panel-card-names';
import { ImportPreview } from './panel-import-preview';

/** A table that was chosen, and what overrules the guesses about it. */
interface Chosen {
  source: File | string;
  name: string;
  options: Partial<TableOptions>;
}

/** Contacts from a file or from the clipboard: choose, look, write. */
export function ContactImport({ desk }: { desk: ContactsDesk }) {
  const t = currentTranslate.value;
  const language = currentLanguage.value;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [table, setTable] = useState<OpenTable | null>(null);
  /** What could be read last: another way of reading it that fails leads back here. */
  const read = useRef<Chosen | null>(null);

  useEffect(() => releasePrepared, []);
  useEffect(() => {
    if (!chosen) return prepareTable();
    const gone = new AbortController();
    let opened: OpenTable | null = null;
    const open = async (): Promise<void> => {
      const cardNames = translatedCardNames(t);
      const options = { language, cardNames, exactNames: true, ...chosen.options };
      try {
        opened = await openTable(chosen.source, options, gone.signal);
      } catch (thrown) {
        if (gone.signal.aborted) return;
        const { current } = read;
        setChosen(current !== chosen && current?.source === chosen.source ? current : null);
        throw thrown;
      }
      if (gone.signal.aborted) opened.close();
      else {
        read.current = chosen;
        setTable(opened);
      }
    };
    // Read again as before, it takes away no word about the way that failed.
    if (chosen === read.current) open().catch(() => undefined);
    else void desk.attempt(open);
    return () => {
      gone.abort();
      opened?.close();
      setTable(null);
    };
  }, [chosen]);

  const back = (
    <BackLink label={t('contacts.edit.back')} onBack={() => desk.go({ view: 'list' })} />
  );
  if (!chosen) return <ChooseSource back={back} onChoose={setChosen} />;
  return (
    <>
      {back}
      <ViewTitle at={chosen.name}>{chosen.name || t('contacts.import.pasted')}</ViewTitle>
      {!table && <Skeleton lines={8} label={t('contacts.import.reading')} />}
      {table && (
        <ImportPreview
          key={JSON.stringify(chosen.options)}
          desk={desk}
          table={table}
          onOptions={(options) =>
            setChosen({ ...chosen, options: { ...chosen.options, ...options } })
          }
        />
      )}
    </>
  );
}

interface ChooseProps {
  back: ComponentChildren;
  onChoose(chosen: Chosen): void;
}

/** A file by button or by dropping it here, or cells that were copied. */
function ChooseSource({ back, onChoose }: ChooseProps) {
  const t = currentTranslate.value;
  const picker = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState('');
  const take = (file: File | undefined): void => {
    if (file) onChoose({ source: file, name: file.name, options: {} });
  };
  return (
    <>
      {back}
      <ViewTitle>{t('contacts.import.title')}</ViewTitle>
      <DropZone onFile={take}>
        <Upload size={26} strokeWidth={1.9} aria-hidden="true" />
        <p>{t('contacts.import.drop')}</p>
        <Button name="choose-file" onPress={() => picker.current?.click()}>
          {t('contacts.import.choose')}
        </Button>
        <input
          ref={picker}
          type="file"
          name="contacts-file"
          class="only-spoken"
          tabIndex={-1}
          aria-label={t('contacts.import.choose')}
          accept=".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </DropZone>
      <label class="field">
        <span class="field-label">{t('contacts.import.paste')}</span>
        <textarea
          class="input"
          name="pasted"
          rows={5}
          placeholder={t('contacts.import.pasteHint')}
          value={pasted}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </label>
      <div>
        <Button
          name="read-pasted"
          disabled={pasted.trim() === ''}
          onPress={() => onChoose({ source: pasted, name: '', options: {} })}
        >
          {t('contacts.import.readPasted')}
        </Button>
      </div>
    </>
  );
}
