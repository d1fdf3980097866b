import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { isRetryable, retryDelay } from '@/lib/core/dictation/retry-delay';
import type { Settings } from '@/lib/core/settings/settings';
import type { RecordingRow } from '@/lib/platform/database';
import { hasHostPermission } from '@/lib/platform/host-permission';
import { keepAwake } from '@/lib/platform/keep-awake';
import { readServerKey } from '@/lib/platform/server-key';
import { loadSettings } from '@/lib/platform/settings-store';
import { transcribeOnServer } from '@/lib/platform/transcription-client';
import { toResult } from './history-store';
import type { DictationEvent, DictationProvenance } from './messages';
import {
  advance,
  nextQueued,
  nextTryTime,
  readAudio,
  readRecording,
  saveTranscription,
} from './store';

export interface TranscriptionQueue {
  /** Works off what waits; called again while it works, it looks once more at the end. */
  run(): Promise<void>;
  /** The recording at the engine now. */
  readonly current: string | undefined;
}

export interface QueueOptions {
  /** Told to the compose window that follows this recording, if one does. */
  tell(recordingId: string, event: DictationEvent): void;
  /** Asks to be run again at this time (milliseconds since the epoch). */
  wake(at: number): void;
  now(): number;
}

/**
 * Turns waiting recordings into text, one at a time, oldest first. Everything it knows is on disk: a
 * worker killed in the middle leaves a row that the next start takes up again.
 */
export function createTranscriptionQueue(options: QueueOptions): TranscriptionQueue {
  const { tell, wake, now } = options;
  let running: Promise<void> | undefined;
  let again = false;
  let current: string | undefined;

  async function drain(): Promise<void> {
    do {
      again = false;
      for (let row = await nextQueued(now()); row; row = await nextQueued(now())) {
        current = row.id;
        await transcribe(row);
        current = undefined;
      }
    } while (again);
    const next = await nextTryTime();
    if (next !== undefined) wake(next);
  }

  async function transcribe(row: RecordingRow): Promise<void> {
    const settings = await loadSettings();
    const { baseUrl } = settings.server;
    const liveText = row.liveText?.trim() ?? '';
    const useLive = liveText !== '' && !row.forced;
    if (baseUrl === '' && liveText === '') {
      const failure = noEngine(row);
      report(await advance(row.id, 'retry', { failure, nextTryAt: undefined }));
      return;
    }
    const sent = await advance(row.id, 'send', { attempts: row.attempts + 1, failure: undefined });
    if (!sent) return;
    report(sent);
    if (baseUrl === '' || (useLive && settings.dictation.prefer === 'browser')) {
      await save(sent, liveText, liveProvenance(sent), settings);
      return;
    }
    try {
      const text = await askServer(sent, settings);
      if (text === '' && liveText === '') await giveUp(sent, { code: 'nothing-heard' });
      else if (text === '') await save(sent, liveText, liveProvenance(sent), settings);
      else await save(sent, text, serverProvenance(settings), settings);
    } catch (thrown) {
      const failure = toFailure(thrown);
      // A first text now is worth more than a better one later; the audio is kept for another try.
      if (useLive) await save(sent, liveText, liveProvenance(sent), settings);
      else if (isRetryable(failure)) await postpone(sent, failure);
      else await giveUp(sent, failure);
    }
  }

  async function save(
    row: RecordingRow,
    text: string,
    provenance: DictationProvenance,
    settings: Settings,
  ): Promise<void> {
    const saved = await saveTranscription(row.id, {
      id: crypto.randomUUID(),
      text,
      language: row.language,
      createdAt: now(),
      provenance,
      // What only the browser's recogniser heard can be written down better later: keep its audio.
      keepAudio: settings.dictation.keepAudio || provenance.engine !== 'server',
    });
    if (saved) tell(row.id, { type: 'result', result: toResult(saved) });
    else await tellTruth(row.id);
  }

  /** The recording was changed while the engine had it: whoever follows it must not wait for ever. */
  async function tellTruth(id: string): Promise<void> {
    const row = await readRecording(id);
    if (row) report(row);
    else tell(id, { type: 'failure', failure: { code: 'storage-failed' }, kept: false });
  }

  async function postpone(row: RecordingRow, failure: Failure): Promise<void> {
    const nextTryAt = now() + retryDelay(row.attempts, failure, Math.random());
    const postponed = await advance(row.id, 'postpone', { failure, nextTryAt });
    if (postponed) report(postponed);
    else await tellTruth(row.id);
  }

  async function giveUp(row: RecordingRow, failure: Failure): Promise<void> {
    if (await advance(row.id, 'give-up', { failure })) {
      tell(row.id, { type: 'failure', failure, kept: true });
    } else await tellTruth(row.id);
  }

  function report(row: RecordingRow | undefined): void {
    if (!row) return;
    const { id, state, nextTryAt } = row;
    const failure = row.failure as Failure | undefined;
    tell(id, { type: 'state', recordingId: id, state, failure, nextTryAt });
  }

  return {
    get current() {
      return current;
    },
    run() {
      again = true;
      running ??= keepAwake(drain).finally(() => {
        running = undefined;
        current = undefined;
      });
      return running;
    },
  };
}

/** Nothing here can write it down; a recogniser that was there but out of reach is told apart. */
function noEngine({ liveFailure }: RecordingRow): Failure {
  const unreachable = liveFailure?.code === 'recogniser-unreachable';
  return { code: unreachable ? 'recogniser-unreachable' : 'no-engine' };
}

function liveProvenance(row: RecordingRow): DictationProvenance {
  return { engine: row.liveEngine ?? 'browser-service', destination: '', model: '' };
}

function serverProvenance({ server }: Settings): DictationProvenance {
  const destination = new URL(server.baseUrl).host;
  return { engine: 'server', destination, model: server.transcriptionModel };
}

async function askServer(row: RecordingRow, { server }: Settings): Promise<string> {
  if (!(await hasHostPermission(server.baseUrl))) throw new AppError('permission-missing');
  const audio = await readAudio(row.id);
  if (!audio) throw new AppError('nothing-heard');
  return transcribeOnServer({
    access: { baseUrl: server.baseUrl, key: await readServerKey(server.baseUrl) },
    model: server.transcriptionModel,
    audio,
    language: row.language,
    signal: new AbortController().signal,
    // An hour of speech takes longer to write down than a sentence.
    timeoutMs: 60_000 + row.durationMs / 4,
  });
}
