import { countWords, foldText } from '@/lib/core/dictation/fold-text';
import { database, type RecordingRow, type TranscriptionRow } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { announceChange, currentRevision } from './changes';
import type {
  DictationCounts,
  DictationItem,
  DictationPage,
  DictationProvenance,
  DictationResult,
} from './messages';
import { advance } from './store';

/** What the panel sees: texts, and recordings that have none yet. Times in milliseconds since the epoch. */

const pendingStates: Partial<Record<RecordingRow['state'], DictationItem['state']>> = {
  recording: 'recording',
  stopping: 'recording',
  queued: 'waiting',
  transcribing: 'transcribing',
  failed: 'failed',
};

/** What the person has made of it; else what was heard. */
const currentText = ({ text, revised }: TranscriptionRow): string => revised ?? text;

function fromTranscription(row: TranscriptionRow, recording?: RecordingRow): DictationItem {
  const { id, createdAt, durationMs, host, subject, language } = row;
  const text = currentText(row);
  return {
    id,
    transcriptionId: id,
    recordingId: row.recordingId,
    state: 'done',
    text,
    heard: text === row.text ? undefined : row.text,
    createdAt,
    durationMs,
    words: text === row.text ? row.words : countWords(text),
    host,
    subject,
    engine: row.destination ? `server:${row.destination}` : row.engine,
    language,
    hasAudio: (recording?.bytes ?? 0) > 0,
    recovered: recording?.recovered ?? false,
    inserted: row.insertedAt !== undefined,
  };
}

function fromRecording(row: RecordingRow, state: DictationItem['state']): DictationItem {
  return {
    id: row.id,
    recordingId: row.id,
    state,
    text: row.liveText ?? '',
    createdAt: row.startedAt,
    durationMs: row.durationMs,
    words: 0,
    host: row.host,
    subject: row.subject,
    engine: '',
    language: row.language,
    hasAudio: (row.bytes ?? 0) > 0,
    recovered: row.recovered ?? false,
    inserted: false,
    failure: row.failure as DictationItem['failure'],
    nextTryAt: row.nextTryAt,
  };
}

interface IndexedItem {
  item: DictationItem;
  /** Text, subject and host as they are compared; made at the first search. */
  hay?: string;
}

let index: { revision: number; rows: Promise<IndexedItem[]> } | undefined;

/**
 * The whole list in memory while nothing changes: reading 10,000 rows takes a third of a second, and
 * people type faster than that.
 */
function readIndex(): Promise<IndexedItem[]> {
  const revision = currentRevision();
  if (index?.revision !== revision) {
    const rows = guarded(readItems);
    const fresh = { revision, rows };
    index = fresh;
    rows.catch(() => {
      if (index === fresh) index = undefined;
    });
  }
  return index.rows;
}

async function readItems(): Promise<IndexedItem[]> {
  const [recordings, transcriptions] = await Promise.all([
    database.recordings.toArray(),
    database.transcriptions.toArray(),
  ]);
  const byId = new Map(recordings.map((row) => [row.id, row]));
  const items = transcriptions
    .filter((row) => row.deletedAt === undefined)
    .map((row) => fromTranscription(row, byId.get(row.recordingId ?? '')));
  for (const row of recordings) {
    const state = pendingStates[row.state];
    if (state) items.push(fromRecording(row, state));
  }
  return items.sort((a, b) => b.createdAt - a.createdAt).map((item) => ({ item }));
}

/** Newest first; `query` is searched in text, subject and host, whatever accents and capitals. */
export async function listDictations(query: string, limit: number): Promise<DictationPage> {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  const found = (await readIndex()).filter((indexed) => {
    if (words.length === 0) return true;
    const { text, heard = '', subject, host } = indexed.item;
    indexed.hay ??= foldText(`${text} ${heard} ${subject} ${host}`);
    const { hay } = indexed;
    return words.every((word) => hay.includes(word));
  });
  return { items: found.slice(0, limit).map(({ item }) => item), total: found.length };
}

export function countDictations(): Promise<DictationCounts> {
  return guarded(async () => {
    const recordings = await database.recordings.toArray();
    const texts = await database.transcriptions
      .filter((row) => row.deletedAt === undefined)
      .count();
    return {
      texts,
      pending: recordings.filter(({ state }) => pendingStates[state] !== undefined).length,
      audioBytes: recordings.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    };
  });
}

/** Recordings found unfinished that still have no text. */
export function countRecovered(): Promise<number> {
  return guarded(() =>
    database.recordings
      .filter(({ recovered, state }) => recovered === true && pendingStates[state] !== undefined)
      .count(),
  );
}

/**
 * Out of the list; off the disk by `purge` after the moment of grace. Answers the recording that was
 * thrown away with it, so that the window that waits for its text can be told.
 */
export async function deleteDictation(id: string, now: number): Promise<RecordingRow | undefined> {
  const updated = await guarded(() => database.transcriptions.update(id, { deletedAt: now }));
  const row = updated === 0 ? await advance(id, 'cancel', { discardedAt: now }) : undefined;
  announceChange();
  return row;
}

/** Back into the list; answers the recording that waits for its text again, if it was one. */
export async function undeleteDictation(id: string): Promise<RecordingRow | undefined> {
  const updated = await guarded(() => database.transcriptions.update(id, { deletedAt: undefined }));
  const row = updated === 0 ? await advance(id, 'restore', { discardedAt: undefined }) : undefined;
  announceChange();
  return row;
}

/** Takes off the disk what was deleted or thrown away before `before`. */
export async function purge(before: number): Promise<void> {
  await guarded(() =>
    database.transaction(
      'rw',
      database.recordings,
      database.transcriptions,
      database.chunks,
      async () => {
        const old = await database.transcriptions
          .filter(({ deletedAt = Number.POSITIVE_INFINITY }) => deletedAt <= before)
          .toArray();
        await database.transcriptions.bulkDelete(old.map(({ id }) => id));
        const orphans: string[] = [];
        for (const { recordingId } of old) {
          if (recordingId === undefined) continue;
          const others = await database.transcriptions.where({ recordingId }).count();
          const recording = await database.recordings.get(recordingId);
          if (others === 0 && recording?.state === 'done') orphans.push(recordingId);
        }
        const discarded = await database.recordings
          .where({ state: 'discarded' })
          .filter(({ discardedAt = 0 }) => discardedAt <= before)
          .primaryKeys();
        for (const recordingId of [...orphans, ...discarded]) {
          await database.chunks.where({ recordingId }).delete();
          await database.recordings.delete(recordingId);
        }
      },
    ),
  );
}

/**
 * The newest text of the last day that no draft has taken and the user has not put aside.
 * @param isFree false for what a window is looking at
 */
export function readUnclaimed(
  now: number,
  isFree: (row: TranscriptionRow) => boolean = () => true,
): Promise<TranscriptionRow | undefined> {
  const day = 24 * 3_600_000;
  return guarded(() =>
    database.transcriptions
      .orderBy('createdAt')
      .reverse()
      .until((row) => row.createdAt < now - day)
      .filter((row) => !row.insertedAt && !row.settledAt && row.deletedAt === undefined)
      .filter(isFree)
      .first(),
  );
}

export async function isInserted(id: string): Promise<boolean> {
  const row = await guarded(() => database.transcriptions.get(id));
  return row?.insertedAt !== undefined;
}

/** Answers whether the text stands in the history: it may have been deleted there meanwhile. */
export async function settleTranscription(
  id: string,
  inserted: boolean,
  now: number,
): Promise<boolean> {
  const change = inserted ? { insertedAt: now, settledAt: now } : { settledAt: now };
  const row = await guarded(() =>
    database.transaction('rw', database.transcriptions, async () => {
      await database.transcriptions.update(id, change);
      return database.transcriptions.get(id);
    }),
  );
  announceChange();
  return row !== undefined && row.deletedAt === undefined;
}

/**
 * Keeps what the person has made of a text; nothing but blanks means what was heard. A text that is still
 * being written was deleted by mistake, or in another window: it comes back.
 */
export async function reviseTranscription(id: string, text: string): Promise<void> {
  const revised = text.trim() === '' ? undefined : text;
  await guarded(() =>
    database.transcriptions.update(id, revised ? { revised, deletedAt: undefined } : { revised }),
  );
  announceChange();
}

/**
 * All texts as one plain text, newest first, each under a line with its date and subject; what was heard
 * stands quoted below what was made of it.
 */
export function exportTexts(): Promise<string> {
  return guarded(async () => {
    const rows = await database.transcriptions.orderBy('createdAt').reverse().toArray();
    return rows
      .filter((row) => row.deletedAt === undefined)
      .map((row) => {
        const head = [new Date(row.createdAt).toISOString(), row.host, row.subject];
        const text = currentText(row);
        const heard = text === row.text ? '' : `\n${row.text.replace(/^/gm, '> ')}\n`;
        return `## ${head.filter(Boolean).join(' · ')}\n\n${text}\n${heard}`;
      })
      .join('\n');
  });
}

/** The newest text of a recording, as a compose window gets it. */
export async function readResult(recordingId: string): Promise<DictationResult | undefined> {
  const rows = await guarded(() =>
    database.transcriptions.where({ recordingId }).sortBy('createdAt'),
  );
  const newest = rows.at(-1);
  return newest && toResult(newest);
}

/** The row of a text as a compose window gets it. */
export function toResult(row: TranscriptionRow): DictationResult {
  return {
    transcriptionId: row.id,
    text: currentText(row),
    language: row.language,
    durationMs: row.durationMs,
    provenance: {
      engine: row.engine as DictationProvenance['engine'],
      destination: row.destination ?? '',
      model: row.model ?? '',
    },
  };
}
