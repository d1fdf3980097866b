import { AppError, type ErrorCode } from '@/lib/core/app-error';
import { countWords } from '@/lib/core/dictation/fold-text';
import { type DictationEvent, nextState } from '@/lib/core/dictation/recording-state';
import { retryDelay } from '@/lib/core/dictation/retry-delay';
import { database, type RecordingRow, type TranscriptionRow } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { announceChange } from './changes';
import type { DictationProvenance } from './messages';

/** Recordings, their audio and their texts on disk. Times are milliseconds since the epoch. */

export interface NewRecording {
  id: string;
  startedAt: number;
  language: string;
  host: string;
  subject: string;
}

/** Before the microphone opens: a row, so that no chunk is ever without its recording. */
export async function createRecording(recording: NewRecording): Promise<void> {
  await guarded(() =>
    database.recordings.add({
      ...recording,
      state: 'recording',
      durationMs: 0,
      mimeType: '',
      attempts: 0,
      bytes: 0,
    }),
  );
  announceChange();
}

export function readRecording(id: string): Promise<RecordingRow | undefined> {
  return guarded(() => database.recordings.get(id));
}

/**
 * Writes one second of audio with strict durability; resolves when it is on disk. The same chunk may
 * come twice (a page resends what was not acknowledged). Throws `storage-full` or `storage-failed`.
 */
export async function appendChunk(
  recordingId: string,
  index: number,
  data: Blob,
  durationMs: number,
): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.chunks, database.recordings, async () => {
      const recording = await database.recordings.get(recordingId);
      // The browser's data was cleared: a chunk that no recording owns would never be found again.
      if (!recording) throw new AppError('storage-failed', { detail: 'the recording is gone' });
      const again = await database.chunks.get([recordingId, index]);
      await database.chunks.put({ recordingId, index, data });
      if (again) return;
      await database.recordings.update(recordingId, {
        durationMs: Math.max(durationMs, recording.durationMs),
        bytes: (recording.bytes ?? 0) + data.size,
      });
    }),
  );
}

/** Facts learned while recording. */
export async function noteRecording(
  id: string,
  facts: Partial<Pick<RecordingRow, 'mimeType' | 'liveText' | 'liveEngine'>>,
): Promise<void> {
  await guarded(() => database.recordings.update(id, facts));
}

/**
 * Moves a recording along its states; answers the new row, or `undefined` when the event has no place
 * in its state (too late, or unknown id). `change` is written in the same transaction.
 */
export async function advance(
  id: string,
  event: DictationEvent,
  change: Partial<RecordingRow> = {},
): Promise<RecordingRow | undefined> {
  const row = await guarded(() =>
    database.transaction('rw', database.recordings, async () => {
      const recording = await database.recordings.get(id);
      const state = recording && nextState(recording.state, event);
      if (!recording || !state) return undefined;
      const next = { ...recording, ...change, state } as RecordingRow;
      await database.recordings.put(next);
      return next;
    }),
  );
  if (row) announceChange();
  return row;
}

/** A recording that never began (microphone refused): nothing is kept of it. */
export async function forgetRecording(id: string): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.recordings, database.chunks, async () => {
      await database.chunks.where({ recordingId: id }).delete();
      await database.recordings.delete(id);
    }),
  );
  announceChange();
}

/** The whole audio, from its chunks in order; `undefined` when none was kept. */
export async function readAudio(recordingId: string): Promise<Blob | undefined> {
  return guarded(async () => {
    const recording = await database.recordings.get(recordingId);
    const chunks = await database.chunks.where({ recordingId }).sortBy('index');
    if (!recording || chunks.length === 0) return undefined;
    return new Blob(
      chunks.map(({ data }) => data),
      { type: recording.mimeType || chunks[0]?.data.type || 'audio/webm' },
    );
  });
}

/**
 * After a crash, a closed browser or a killed worker: rows whose recorder or engine is gone go back
 * into the queue; a row without a single chunk is dropped. Answers how many were recovered.
 * @param alive ids that are still being recorded or transcribed.
 */
export async function recoverInterrupted(alive: ReadonlySet<string>, now: number): Promise<number> {
  const interrupted = await guarded(() =>
    database.recordings
      .where('state')
      .anyOf('recording', 'stopping', 'transcribing')
      .filter(({ id }) => !alive.has(id))
      .toArray(),
  );
  let recovered = 0;
  for (const { id, state, attempts } of interrupted) {
    const chunks = await guarded(() => database.chunks.where({ recordingId: id }).count());
    if (chunks === 0) await forgetRecording(id);
    else if (state === 'transcribing') {
      // A request that takes its worker down each time must not be repeated without a pause.
      const wait = attempts > 1 ? retryDelay(attempts, { code: 'timed-out' }, 0.5) : 0;
      await advance(id, 'lost', { nextTryAt: now + wait });
    } else if (await advance(id, 'lost', { recovered: true })) recovered += 1;
  }
  return recovered;
}

/** A recorder believed dead has come back with a recording that is still running. */
export async function resumeRecovered(id: string): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.recordings, async () => {
      const recording = await database.recordings.get(id);
      if (recording?.state !== 'queued' || !recording.recovered) return;
      await database.recordings.put({ ...recording, state: 'recording', recovered: undefined });
    }),
  );
}

/** Waits for an engine to be chosen: no time and no network will help. */
function isWithoutEngine(code: string | undefined): boolean {
  return code === 'no-engine' || code === 'recogniser-unreachable';
}

/** The oldest recording that may be transcribed now. */
export function nextQueued(now: number): Promise<RecordingRow | undefined> {
  return guarded(async () => {
    const queued = await database.recordings.where({ state: 'queued' }).sortBy('startedAt');
    return queued.find(
      ({ nextTryAt = 0, failure }) => nextTryAt <= now && !isWithoutEngine(failure?.code),
    );
  });
}

/** When the next waiting recording may be tried, if one waits. */
export function nextTryTime(): Promise<number | undefined> {
  return guarded(async () => {
    const times = (await database.recordings.where({ state: 'queued' }).toArray())
      .map(({ nextTryAt }) => nextTryAt)
      .filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  });
}

/**
 * Recordings that wait or failed for one of these reasons may be tried at once: the browser is online
 * again, a server was set, a permission was given.
 */
export async function clearBackOff(codes: readonly ErrorCode[]): Promise<void> {
  const waiting = await guarded(() =>
    database.recordings.where('state').anyOf('queued', 'failed').toArray(),
  );
  for (const { id, failure } of waiting) {
    if (!failure || !codes.some((code) => code === failure.code)) continue;
    await advance(id, 'retry', { nextTryAt: undefined, failure: undefined });
  }
}

export interface Spoken {
  id: string;
  text: string;
  language: string;
  createdAt: number;
  provenance: DictationProvenance;
  keepAudio: boolean;
}

/**
 * Saves the text and ends the recording in one transaction. Answers the new row, or `undefined` when
 * the recording was thrown away or recovered meanwhile (then nothing is written).
 */
export async function saveTranscription(
  recordingId: string,
  spoken: Spoken,
): Promise<TranscriptionRow | undefined> {
  const { provenance, keepAudio, ...rest } = spoken;
  const row = await guarded(() =>
    database.transaction(
      'rw',
      database.recordings,
      database.transcriptions,
      database.chunks,
      async () => {
        const recording = await database.recordings.get(recordingId);
        if (!recording || nextState(recording.state, 'text') !== 'done') return undefined;
        const transcription: TranscriptionRow = {
          ...rest,
          recordingId,
          engine: provenance.engine,
          destination: provenance.destination,
          model: provenance.model,
          durationMs: recording.durationMs,
          host: recording.host,
          subject: recording.subject,
          words: countWords(spoken.text),
        };
        await database.transcriptions.add(transcription);
        await database.recordings.put({
          ...recording,
          state: 'done',
          failure: undefined,
          nextTryAt: undefined,
          bytes: keepAudio ? recording.bytes : 0,
        });
        if (!keepAudio) await database.chunks.where({ recordingId }).delete();
        return transcription;
      },
    ),
  );
  if (row) announceChange();
  return row;
}
