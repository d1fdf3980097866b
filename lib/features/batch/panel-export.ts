import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '@/lib/core/app-error';
import { toFailure } from '@/lib/core/app-error';
import { wallTimeAt } from '@/lib/core/batch/zoned-time';
import { writeCsv } from '@/lib/core/table/write-csv';
import { saveFile } from '@/lib/platform/save-file';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { Batch, Recipient } from './messages';
import { everyRecipient } from './panel-every-recipient';
import { allOf } from './panel-words';

/**
 * Recipients as a file for a spreadsheet: headings and outcomes in the reader's words, times on their clock, then a
 * column for each value that the text used. Formulas are defused (S24).
 */
export function writeRecipients(people: readonly Recipient[], zone: string): string {
  const t = currentTranslate.value;
  const fields = [...new Set(people.flatMap(({ fields: own = {} }) => Object.keys(own)))];
  // Two columns of one name would be guessed wrong when the file is read again.
  const free = (name: string): string => (fields.includes(name) ? free(`${name} *`) : name);
  const headings = t('batch.exportHeaders', { zone }).split('|').map(free);
  const rows = people.map((one) => [
    one.address,
    one.name ?? '',
    t(one.kept ? 'batch.recipient.kept' : `batch.recipient.${one.state}`),
    one.sentAt === null ? '' : wallTimeAt(Date.parse(one.sentAt), zone).replace('T', ' '),
    one.lastError ?? '',
    String(one.attempts),
    one.messageId,
    ...fields.map((name) =>
      one.fields && Object.hasOwn(one.fields, name) ? String(one.fields[name]) : '',
    ),
  ]);
  const separator = currentLanguage.value === 'en' ? ',' : ';';
  return writeCsv([[...headings, ...fields], ...rows], separator);
}

export interface Export {
  /** How much of it has come, 0 to 1; null while none is under way. */
  share: number | null;
  save(batch: Batch): Promise<void>;
}

/** Saves everybody in a batch as a file; leaving the page ends it. */
export function useExport(onFailure: (failure: Failure | null) => void): Export {
  const [share, setShare] = useState<number | null>(null);
  const gone = useRef(new AbortController());
  useEffect(() => () => gone.current.abort(), []);
  const save = async (batch: Batch): Promise<void> => {
    const { signal } = gone.current;
    const people: Recipient[] = [];
    onFailure(null);
    setShare(0);
    try {
      for await (const items of everyRecipient({ id: batch.id, signal })) {
        people.push(...items);
        setShare(people.length / Math.max(allOf(batch), people.length, 1));
      }
      // What a file system may not take in a name.
      const name = (batch.name || 'batch').replace(/[\\/:*?"<>|]+/g, ' ').trim();
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      saveFile(`${name}.csv`, 'text/csv', writeRecipients(people, timeZone));
    } catch (thrown) {
      if (signal.aborted) return;
      onFailure(toFailure(thrown));
    }
    setShare(null);
  };
  return { share, save };
}
