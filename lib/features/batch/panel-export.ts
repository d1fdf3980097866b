import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '@/lib/core/app-error';
import { toFailure } from '@/lib/core/app-error';
import { wallTimeAt } from '@/lib/core/batch/zoned-time';
import { writeCsv } from '@/lib/core/table/write-csv';
import { saveFile } from '@/lib/platform/save-file';
import { currentLanguage, currentTranslate, type Translate } from '@/lib/platform/translate';
import type { Batch, Recipient } from './messages';
import { everyRecipient } from './panel-every-recipient';
import { allOf, faultWords } from './panel-words';

/** What the times in the file are called: a mail that was kept has not been sent. */
function timeWords(people: readonly Recipient[], t: Translate): string {
  const timed = people.filter(({ sentAt }) => sentAt !== null);
  const names = timed.map(({ kept }) => t(kept ? 'batch.keptTime' : 'batch.sentTime'));
  return [...new Set(names)].join(' / ') || t('batch.sentTime');
}

/**
 * Recipients as a file for a spreadsheet: headings and outcomes in the words of the panel, times on the reader's clock,
 * then a column for each value that the text used. Formulas are defused (S24).
 */
export function writeRecipients(people: readonly Recipient[], zone: string): string {
  const t = currentTranslate.value;
  const fields = [...new Set(people.flatMap(({ fields: own = {} }) => Object.keys(own)))];
  // Two columns of one name would be guessed wrong when the file is read again.
  const free = (name: string): string => (fields.includes(name) ? free(`${name} *`) : name);
  const headings = [
    t('batch.address'),
    t('contacts.fullName'),
    t('batch.outcome'),
    `${timeWords(people, t)} (${zone})`,
    t('batch.whatHappened'),
    t('batch.attempts'),
    t('batch.messageId'),
  ].map(free);
  const rows = people.map((one) => [
    one.address,
    one.name ?? '',
    t(one.kept ? 'batch.recipient.kept' : `batch.recipient.${one.state}`),
    one.sentAt === null ? '' : wallTimeAt(Date.parse(one.sentAt), zone).replace('T', ' '),
    faultWords(one.lastError, t)?.words ?? '',
    String(one.attempts),
    one.messageId,
    ...fields.map((name) =>
      one.fields && Object.hasOwn(one.fields, name) ? String(one.fields[name]) : '',
    ),
  ]);
  const separator = currentLanguage.value === 'en' ? ',' : ';';
  return writeCsv([[...headings, ...fields], ...rows], separator);
}

/** What the file is called: as the batch, without what a file system does not take; where nothing is left, by its day. */
export function exportName({ name, createdAt }: Pick<Batch, 'name' | 'createdAt'>, zone: string) {
  const kept = name.replace(/[\\/:*?"<>|\s\p{Cc}]+/gu, ' ').replace(/^[.\s]+|[.\s]+$/g, '');
  const date = wallTimeAt(Date.parse(createdAt), zone).slice(0, 10);
  return `${kept || currentTranslate.value('batch.exportName', { date })}.csv`;
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
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      saveFile(exportName(batch, timeZone), 'text/csv', writeRecipients(people, timeZone));
    } catch (thrown) {
      if (signal.aborted) return;
      onFailure(toFailure(thrown));
    }
    setShare(null);
  };
  return { share, save };
}
