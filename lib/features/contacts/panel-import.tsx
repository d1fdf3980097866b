import { ChevronLeft, Upload } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Skeleton } from '@/components/skeleton';
import { type OpenTable, openTable } from '@/lib/platform/table/open-table';
import type { TableOptions } from '@/lib/platform/table/table-session';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { ContactsDesk } from './panel';
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

  useEffect(() => {
    if (!chosen) return;
    const gone = new AbortController();
    let opened: OpenTable | null = null;
    void desk.attempt(async () => {
      const options = { language, ...chosen.options };
      try {
        opened = await openTable(chosen.source, options, gone.signal);
      } catch (thrown) {
        if (gone.signal.aborted) return;
        setChosen(null);
        throw thrown;
      }
      if (gone.signal.aborted) opened.close();
      else setTable(opened);
    });
    return () => {
      gone.abort();
      opened?.close();
      setTable(null);
    };
  }, [chosen]);

  const back = (
    <button
      type="button"
      class="link-button back"
      data-action="back"
      onClick={() => desk.go({ view: 'list' })}
    >
      <ChevronLeft size={17} strokeWidth={1.9} aria-hidden="true" />
      {t('contacts.edit.back')}
    </button>
  );
  if (!chosen) return <ChooseSource back={back} onChoose={setChosen} />;
  return (
    <>
      {back}
      <h2 class="contacts-title">{chosen.name || t('contacts.import.pasted')}</h2>
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
  const [over, setOver] = useState(false);
  const [pasted, setPasted] = useState('');
  const take = (file: File | undefined): void => {
    if (file) onChoose({ source: file, name: file.name, options: {} });
  };
  return (
    <>
      {back}
      <h2 class="contacts-title">{t('contacts.import.title')}</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut, the button does the same */}
      <div
        class="drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files[0]);
        }}
      >
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
      </div>
      <label class="field">
        <span class="field-label">{t('contacts.import.paste')}</span>
        <textarea
          class="input paste"
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
