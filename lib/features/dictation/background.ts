import { liveQuery } from 'dexie';
import type { ErrorCode } from '@/lib/core/app-error';
import type { InterfaceLanguage, Settings } from '@/lib/core/settings/settings';
import { browser } from '@/lib/platform/browser';
import { microphoneState } from '@/lib/platform/microphone';
import { readSecret } from '@/lib/platform/secrets';
import { loadSettings, updateSettings, watchSettings } from '@/lib/platform/settings-store';
import { resolveLanguage } from '@/lib/platform/translate';
import { type Claims, createClaims } from './claims';
import {
  countDictations,
  countRecovered,
  deleteDictation,
  exportTexts,
  isInserted,
  listDictations,
  purge,
  readUnclaimed,
  reviseTranscription,
  settleTranscription,
  toResult,
  undeleteDictation,
} from './history-store';
import {
  type DictationReadiness,
  dictationClaims,
  dictationMessages,
  dictationPageMessages,
  dictationStream,
} from './messages';
import { acceptOffscreenRecorder, type OffscreenRecorder } from './recorder-link';
import { createSessions, type Sessions } from './sessions';
import { advance, clearBackOff, recoverInterrupted } from './store';
import { createTranscriptionQueue, type TranscriptionQueue } from './transcription-queue';

const alarmName = 'dictation.queue';
/** What was thrown away or deleted stays on disk this long. */
const graceMs = 30_000;
/** A recorder that outlived the worker says so within this time. */
const comeBackMs = 3000;
/** Chrome fires no alarm sooner than this. */
const shortestAlarm = 30_000;

interface House {
  queue: TranscriptionQueue;
  sessions: Sessions;
  claims: Claims;
  offscreen?: OffscreenRecorder;
  probe(settings: Settings): Promise<boolean>;
}

/** The background half of dictation. Registers every listener at once, before anything is awaited. */
export function registerDictation(): void {
  const house = build();
  dictationStream.accept((stream) => house.sessions.accept(stream));
  dictationClaims.accept((stream) => house.claims.accept(stream));
  answerCompose(house);
  answerPages(house);
  wakeQueue(house);
  void recover(house);
}

function build(): House {
  const probes: ((device: boolean) => void)[] = [];
  let offscreen: OffscreenRecorder | undefined;
  const queue = createTranscriptionQueue({
    tell: (id, event) => sessions.tell(id, event),
    wake,
    now: Date.now,
  });
  const sessions = createSessions({
    openRecorder: import.meta.env.CHROME ? () => openOffscreen().open() : undefined,
    onQuiet: () => offscreen?.release(() => sessions.alive().size > 0),
    onQueued: () => void queue.run(),
    onDiscarded: purgeLater,
    async choose(asked) {
      const settings = await loadSettings();
      const allowed = settings.dictation.browserService === 'allowed';
      return {
        language: asked === 'auto' ? spokenLanguage(settings) : asked,
        recognition: allowed ? 'service' : 'device',
      };
    },
    now: Date.now,
  });
  if (import.meta.env.CHROME) {
    offscreen = acceptOffscreenRecorder(
      (event, link) => {
        if (event.type !== 'probed') return sessions.hear(event, link);
        for (const answer of probes.splice(0)) answer(event.recognition === 'service');
      },
      () => void sessions.recorderGone(),
    );
  }
  function openOffscreen(): OffscreenRecorder {
    if (!offscreen) throw new Error('no offscreen document in this browser');
    return offscreen;
  }
  return {
    queue,
    sessions,
    claims: createClaims(isInserted),
    offscreen,
    /** Is the browser maker's service the only recogniser here? */
    async probe(settings) {
      const link = await openOffscreen().open();
      const language = spokenLanguage(settings);
      return new Promise((resolve) => {
        probes.push(resolve);
        setTimeout(() => resolve(false), 2500);
        link.send({ type: 'probe', language });
      });
    },
  };
}

async function readiness(house: House): Promise<DictationReadiness> {
  const settings = await loadSettings();
  const { baseUrl } = settings.server;
  const destination = URL.canParse(baseUrl) ? new URL(baseUrl).host : '';
  if (!import.meta.env.CHROME) {
    return { microphone: 'ask-here', askAboutService: false, destination };
  }
  const state = await microphoneState();
  const microphone = state === 'prompt' ? 'welcome' : state === 'denied' ? 'denied' : 'ready';
  const mayAsk =
    microphone === 'ready' && settings.dictation.browserService === 'ask' && baseUrl === '';
  return { microphone, askAboutService: mayAsk && (await house.probe(settings)), destination };
}

function answerCompose(house: House): void {
  dictationMessages.handle('dictation.ready', () => readiness(house));
  dictationMessages.handle('dictation.openMicrophonePage', async () => {
    await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html#microphone' as '/') });
  });
  dictationMessages.handle('dictation.openSettings', () => browser.runtime.openOptionsPage());
  dictationMessages.handle('dictation.allowService', async ({ allowed }) => {
    await updateSettings((settings) => ({
      ...settings,
      dictation: { ...settings.dictation, browserService: allowed ? 'allowed' : 'refused' },
    }));
  });
  dictationMessages.handle('dictation.unclaimed', async () => {
    const row = await readUnclaimed(
      Date.now(),
      ({ id, recordingId }) =>
        !house.claims.has(id) && !house.sessions.isFollowed(recordingId ?? ''),
    );
    return row ? toResult(row) : null;
  });
  dictationMessages.handle('dictation.revise', ({ transcriptionId, text }) =>
    reviseTranscription(transcriptionId, text),
  );
  dictationMessages.handle('dictation.settle', ({ transcriptionId, inserted }) =>
    settleTranscription(transcriptionId, inserted, Date.now()),
  );
}

function answerPages(house: House): void {
  dictationPageMessages.handle('dictation.list', ({ query, limit }) =>
    listDictations(query, limit),
  );
  dictationPageMessages.handle('dictation.counts', countDictations);
  dictationPageMessages.handle('dictation.recovered', countRecovered);
  dictationPageMessages.handle('dictation.export', exportTexts);
  dictationPageMessages.handle('dictation.retry', async ({ recordingId }) => {
    const change = { failure: undefined, nextTryAt: undefined, forced: true };
    await advance(recordingId, 'retry', change);
    void house.queue.run();
  });
  dictationPageMessages.handle('dictation.delete', async ({ id }) => {
    const row = await deleteDictation(id, Date.now());
    if (row) house.sessions.changed(row);
    purgeLater();
  });
  dictationPageMessages.handle('dictation.undelete', async ({ id }) => {
    const row = await undeleteDictation(id);
    if (row) house.sessions.changed(row);
    void house.queue.run();
  });
}

/** A worker that dies before this runs leaves the rest to the next start. */
function purgeLater(): void {
  setTimeout(() => void purge(Date.now() - graceMs), graceMs + 1000);
}

let wakeTimer: ReturnType<typeof setTimeout> | undefined;

function wake(at: number): void {
  const delay = Math.max(0, at - Date.now());
  clearTimeout(wakeTimer);
  // The worker may be gone by then, so the alarm is set as well; being woken twice harms nothing.
  wakeTimer = setTimeout(
    () => globalThis.dispatchEvent(new Event(alarmName)),
    Math.min(delay, 600_000),
  );
  void browser.alarms?.create(alarmName, { when: Date.now() + Math.max(delay, shortestAlarm) });
}

/** Everything that may make a waiting recording worth another try. */
function wakeQueue({ queue }: House): void {
  const retry = async (...codes: ErrorCode[]): Promise<void> => {
    await clearBackOff(codes);
    await queue.run();
  };
  globalThis.addEventListener(alarmName, () => void queue.run());
  browser.alarms?.onAlarm.addListener(({ name }) => {
    if (name === alarmName) void queue.run();
  });
  globalThis.addEventListener('online', () => void retry('offline', 'server-failed', 'timed-out'));
  browser.permissions?.onAdded?.addListener(() => void retry('permission-missing'));
  watchSettings(
    () =>
      void retry(
        'no-engine',
        'recogniser-unreachable',
        'no-key',
        'unauthorized',
        'permission-missing',
        'bad-answer',
      ),
    new AbortController().signal,
  );
  let known: string | undefined;
  liveQuery(() => readSecret('server-key')).subscribe({
    next(key) {
      // The first answer is the key as it was: trying a refused one at each start would help nobody.
      if (known !== undefined && known !== key) void retry('no-key', 'unauthorized');
      known = key;
    },
    error: () => undefined,
  });
}

/** What a crash, a closed browser or a killed worker has left behind goes on. */
async function recover({ queue, sessions, offscreen }: House): Promise<void> {
  const mayComeBack = offscreen ? await offscreen.exists() : true;
  if (mayComeBack) await new Promise((resolve) => setTimeout(resolve, comeBackMs));
  await sessions.dropUnheld();
  const alive = sessions.alive();
  if (queue.current !== undefined) alive.add(queue.current);
  await recoverInterrupted(alive, Date.now());
  await purge(Date.now() - graceMs);
  await queue.run();
}

/** The language a person speaks: as chosen for dictation, else that of the interface. */
function spokenLanguage({ dictation, language }: Settings): InterfaceLanguage {
  const chosen = dictation.language === 'auto' ? language : dictation.language;
  return resolveLanguage(chosen, navigator.languages);
}
