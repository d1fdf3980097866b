import { mendMarkers } from '@/lib/core/templates/mend-markers';
import { plainBodyOf } from '@/lib/core/templates/plain-body';
import { templateMessages } from '@/lib/features/templates/messages';
import type { RecipientState } from '@/lib/platform/relay-batch-answer';
import { guarded } from '@/lib/platform/storage-guard';
import type { Translate } from '@/lib/platform/translate';
import { type BatchDraft, newDraft } from './batch-draft';
import { batchChanges } from './changes';
import type { Batch, BatchContent, Recipient } from './messages';
import { withoutUnsubscribe } from './panel-content';
import { everyRecipient } from './panel-every-recipient';
import { allOf } from './panel-words';
import { separatedTable } from './separated-table';
import { deleteDraft, saveDraft, saveSource } from './store';

/** Who gets the copy: everybody, those whom the batch has not reached, or nobody yet. */
export type CopyWhom = 'all' | 'rest' | 'none';

/** States of a finished batch in which a mail surely has not arrived, and is not kept back on purpose. */
const notReached = ['failed', 'cancelled'] as const satisfies readonly RecipientState[];

/** Whom it has surely not reached; what the relay kept in its outbox has reached nobody. */
export function countNotReached({ counts, kept }: Batch): number {
  return notReached.reduce((sum, state) => sum + counts[state], kept);
}

export interface CopyWish {
  batch: Batch;
  content: BatchContent;
  whom: CopyWhom;
  t: Translate;
  signal: AbortSignal;
  /** How many recipients have come so far. */
  onCount(count: number): void;
}

/**
 * Makes a new draft out of a batch that the relay knows, and answers its id. Nothing is sent: the draft gets a key of
 * its own when somebody sends it. It is on the disk together with its recipients, or nothing is.
 * Throws what asking the relay throws, `aborted`, `storage-full`, `storage-failed`.
 */
export async function copyBatch(wish: CopyWish): Promise<string> {
  const { batch, content, t, signal } = wish;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const written = await writtenPart(content);
  const people = await readPeople(wish);
  signal.throwIfAborted();
  const draft: BatchDraft = {
    ...newDraft(crypto.randomUUID(), zone),
    updatedAt: Date.now(),
    name: t('batch.copyName', { name: (batch.name || t('batch.unnamed')).slice(0, 180) }),
    subject: content.subject,
    ...written,
    unsubscribe: content.unsubscribe,
    perMinute: batch.perMinute,
    // As the relay says it; one that is gone by now is asked for again before anything is sent.
    account: content.account ?? '',
  };
  if (people.length === 0) await guarded(() => saveDraft(draft));
  else {
    const { source, columns } = tableOf(people, t('batch.contactHeaders').split('|'));
    const part = {
      step: 'message' as const,
      sourceId: crypto.randomUUID(),
      hasHeader: true,
      madeHere: true,
      copiedFrom: isRest(wish) ? batch.id : '',
    };
    const sourceName = batch.name || t('batch.unnamed');
    await guarded(() => saveSource({ ...draft, ...part, sourceName, ...columns }, source));
  }
  // Closed while it was written: nobody waits for it, and nobody is led to it from where they are now.
  if (signal.aborted) await deleteDraft(draft.id);
  batchChanges.announce();
  signal.throwIfAborted();
  return draft.id;
}

/** Are these only people whom the batch has not reached? It may still reach them, when it is tried again there. */
function isRest({ batch, whom }: CopyWish): boolean {
  return whom === 'rest' || countNotReached(batch) === allOf(batch);
}

/** The text as it was written here, or its HTML: that of a template which still says the same, or its own. */
async function writtenPart({ html, text, unsubscribe }: BatchContent) {
  if (html === null) return { body: text ?? '' };
  const own = unsubscribe ? withoutUnsubscribe(html) : html;
  const body = plainBodyOf(own);
  if (body !== null) return { body };
  const known = await templateMessages
    .send('templates.search', { query: '', limit: 500 })
    .catch(() => []);
  const template = known.find((one) => mendMarkers(one.html) === own);
  if (!template) return { html: own };
  return { html: template.html, templateId: template.id, templateSubject: template.subject };
}

async function readPeople({ batch, whom, signal, onCount }: CopyWish): Promise<Recipient[]> {
  if (whom === 'none') return [];
  const people: Recipient[] = [];
  const keptOnes = batch.kept > 0 ? (['sent'] as const) : [];
  for (const state of whom === 'all' ? [undefined] : [...notReached, ...keptOnes]) {
    for await (const items of everyRecipient({ id: batch.id, state, signal })) {
      people.push(...items.filter(({ kept }) => state !== 'sent' || kept));
      onCount(people.length);
    }
  }
  return people.sort((one, other) => one.index - other.index);
}

/** Recipients as a table with a column for each value; which column is what is said, not guessed. */
function tableOf(people: readonly Recipient[], [address = '', name = '']: readonly string[]) {
  const fields = [...new Set(people.flatMap(({ fields: own = {} }) => Object.keys(own)))];
  const header = (wanted: string): string =>
    fields.includes(wanted) ? header(`${wanted} *`) : wanted;
  const [addressColumn, nameColumn] = [header(address), header(name)];
  const rows = people.map((one) => [
    one.address,
    one.name ?? '',
    ...fields.map((field) => cellOf(one.fields?.[field])),
  ]);
  return {
    source: separatedTable([[addressColumn, nameColumn, ...fields], ...rows]),
    columns: {
      addressColumn,
      nameColumn,
      firstNameColumn: '',
      variables: Object.fromEntries(fields.map((field) => [field, field])),
    },
  };
}

/** No word for "no": a condition in the text would take any word for "yes". */
function cellOf(value: string | number | boolean | undefined): string {
  return value === undefined || value === false ? '' : String(value);
}
