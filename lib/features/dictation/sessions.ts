import { type Failure, toFailure } from '@/lib/core/app-error';
import { judgeSilence } from '@/lib/core/dictation/judge-silence';
import { type DictationState, isCapturing } from '@/lib/core/dictation/recording-state';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import type { RecordingRow } from '@/lib/platform/database';
import type { Stream } from '@/lib/platform/define-stream';
import type {
  RecognitionChoice,
  RecorderEvent,
  RecordingEnd,
} from '@/lib/platform/recorder-protocol';
import { readResult } from './history-store';
import type { DictationCommand, DictationEvent } from './messages';
import type { RecorderLink } from './recorder-link';
import {
  advance,
  appendChunk,
  createRecording,
  forgetRecording,
  noteRecording,
  readRecording,
  resumeRecovered,
} from './store';

export type ComposeStream = Stream<DictationEvent, DictationCommand>;

interface Session {
  readonly id: string;
  state: DictationState;
  compose?: ComposeStream;
  recorder?: RecorderLink;
  liveText: string;
  /** Resolves when the recorder has let the microphone go. */
  readonly ended: Promise<void>;
  end(): void;
  orphanTimer?: ReturnType<typeof setTimeout>;
}

export interface SessionsOptions {
  /** Chrome: the offscreen document's link. Firefox: absent, the mail page records. */
  openRecorder?(): Promise<RecorderLink>;
  /** Called when nothing is being recorded any more. */
  onQuiet(): void;
  /** A recording is on disk and waits for text. */
  onQueued(): void;
  /** A recording was thrown away; to be taken off the disk after the moment of grace. */
  onDiscarded(): void;
  choose(asked: 'auto' | InterfaceLanguage): Promise<{
    language: InterfaceLanguage;
    recognition: RecognitionChoice;
  }>;
  now(): number;
}

export interface Sessions {
  accept(stream: ComposeStream): void;
  hear(event: RecorderEvent, link: RecorderLink): void;
  /** The offscreen document is gone. */
  recorderGone(): Promise<void>;
  /** After a restart: recordings that a page follows but that no recorder has claimed are over. */
  dropUnheld(): Promise<void>;
  /** To the compose window that follows this recording, if one does. */
  tell(recordingId: string, event: DictationEvent): void;
  /** The panel threw this recording away, or took it back. */
  changed(row: RecordingRow): void;
  /** Does a compose window wait for the text of this recording? It gets it, and nobody else is offered it. */
  isFollowed(recordingId: string): boolean;
  /** Ids still being recorded. */
  alive(): Set<string>;
}

/** How long a recording goes on without a mail page after the worker was restarted. */
const orphanMs = 10_000;
/** How long a new recording waits for the one before it to end. */
const handOverMs = 4000;
const isUnheld = ({ recorder, state }: Session) => recorder === undefined && state !== 'asking';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The background's view of what is being recorded: it joins a compose window to whoever holds the
 * microphone. Nothing lives only here; after a restart both sides come back and it is built anew.
 */
export function createSessions(options: SessionsOptions): Sessions {
  const sessions = new Map<string, Session>();
  // Recorder events are handled one after the other, or an end could overtake its start.
  let heard: Promise<void> = Promise.resolve();

  function open(id: string, state: DictationState): Session {
    const known = sessions.get(id);
    if (known) return known;
    const { promise, resolve } = Promise.withResolvers<void>();
    const session: Session = { id, state, liveText: '', ended: promise, end: resolve };
    sessions.set(id, session);
    return session;
  }

  const capturing = (): Session[] => [...sessions.values()].filter((s) => isCapturing(s.state));

  function setState(session: Session, state: DictationState, row?: RecordingRow): void {
    session.state = state;
    session.compose?.post({
      type: 'state',
      state,
      recordingId: session.id,
      failure: row?.failure as Failure | undefined,
      nextTryAt: row?.nextTryAt,
    });
  }

  /** The microphone is free: forget the recorder, and the session too when nobody follows it. */
  function letGo(session: Session): void {
    session.recorder = undefined;
    clearTimeout(session.orphanTimer);
    session.end();
    if (!session.compose) sessions.delete(session.id);
    if (capturing().length === 0) options.onQuiet();
  }

  async function start(
    stream: ComposeStream,
    command: Extract<DictationCommand, { type: 'start' }>,
  ): Promise<Session | undefined> {
    const { recordingId: id, host, subject } = command;
    if (!uuid.test(id)) return undefined;
    if (sessions.has(id) || (await readRecording(id))) return attach(stream, id);
    await Promise.all(capturing().map(handOver));
    const session = open(id, 'asking');
    session.compose = stream;
    try {
      const { language, recognition } = await options.choose(command.language);
      const startedAt = options.now();
      await createRecording({ id, startedAt, language, host, subject: subject.slice(0, 500) });
      session.recorder = options.openRecorder
        ? await options.openRecorder()
        : { send: (order) => session.compose?.post({ type: 'recorder', command: order }) };
      setState(session, 'asking');
      session.recorder.send({ type: 'start', recordingId: id, language, recognition });
    } catch (thrown) {
      await refuse(session, toFailure(thrown));
    }
    return session;
  }

  /** One microphone, one recording: the one before ends well, and is kept. */
  function handOver(session: Session): Promise<unknown> {
    session.recorder?.send({ type: 'stop' });
    return Promise.race([session.ended, new Promise((done) => setTimeout(done, handOverMs))]);
  }

  async function attach(stream: ComposeStream, id: string): Promise<Session | undefined> {
    const row = await readRecording(id);
    if (!row) {
      stream.post({ type: 'failure', failure: { code: 'nothing-heard' }, kept: false });
      return undefined;
    }
    await resumeRecovered(id);
    const current = await readRecording(id);
    const session = open(id, current?.state ?? row.state);
    session.compose = stream;
    session.liveText ||= row.liveText ?? '';
    clearTimeout(session.orphanTimer);
    if (!options.openRecorder && isCapturing(session.state)) {
      session.recorder = {
        send: (order) => session.compose?.post({ type: 'recorder', command: order }),
      };
    }
    const result = current?.state === 'done' ? await readResult(id) : undefined;
    if (result) stream.post({ type: 'result', result });
    else setState(session, session.state, current);
    return session;
  }

  async function refuse(session: Session, failure: Failure): Promise<void> {
    // Told as a state too: a page that believes it still asks would start again after a restart.
    setState(session, 'failed');
    session.compose?.post({ type: 'failure', failure, kept: false });
    letGo(session);
    await forgetRecording(session.id);
  }

  /** The recorder is done. Whatever the disk says, the window hears of it and the microphone is free. */
  async function finish(session: Session, end: RecordingEnd): Promise<void> {
    try {
      await settleEnd(session, end);
    } catch (thrown) {
      session.compose?.post({ type: 'failure', failure: toFailure(thrown), kept: true });
      session.state = 'failed';
      letGo(session);
    }
  }

  /** Decides what happens to what is on disk. */
  async function settleEnd(session: Session, end: RecordingEnd): Promise<void> {
    const liveText = end.liveText || session.liveText;
    const { durationMs, recognitionFailure: liveFailure } = end;
    const facts = { endedAt: options.now(), durationMs, liveText, liveFailure };
    const row = await readRecording(session.id);
    if (!row) {
      failGone(session, end.failure);
      return;
    }
    const silence = liveText === '' ? judgeSilence(end.loudest) : undefined;
    if ((row.bytes ?? 0) === 0 && row.state !== 'discarded') {
      await refuse(session, end.failure ?? { code: 'nothing-heard' });
      return;
    }
    const failure = silence && { code: silence };
    const moved = failure
      ? await advance(session.id, 'give-up', { ...facts, failure })
      : await advance(session.id, 'saved', facts);
    const told = end.failure ?? failure;
    if (moved && told) session.compose?.post({ type: 'failure', failure: told, kept: true });
    if (moved?.state === 'queued') setState(session, 'queued');
    else if (moved) session.state = moved.state;
    letGo(session);
    if (moved?.state === 'queued') options.onQueued();
  }

  /** The recorder vanished (tab closed, document crashed): what is on disk goes on. */
  async function lose(session: Session): Promise<void> {
    const row = await readRecording(session.id);
    session.state = 'queued';
    letGo(session);
    if (row && (row.bytes ?? 0) === 0) await forgetRecording(session.id);
    else if (await advance(session.id, 'lost', { recovered: true, endedAt: options.now() })) {
      options.onQueued();
    }
  }

  /** What was asked has no place any more: say how things stand, or the window waits for ever. */
  async function tellTruth(session: Session): Promise<void> {
    const row = await readRecording(session.id);
    const result = row?.state === 'done' ? await readResult(session.id) : undefined;
    if (result) {
      session.state = 'done';
      session.compose?.post({ type: 'result', result });
    } else if (row) setState(session, row.state, row);
    else failGone(session);
  }

  /** The row is not on the disk any more (the browser's data was cleared): nothing can follow. */
  function failGone(session: Session, failure: Failure = { code: 'storage-failed' }): void {
    setState(session, 'failed');
    session.compose?.post({ type: 'failure', failure, kept: false });
    letGo(session);
  }

  async function cancel(session: Session): Promise<void> {
    const capturingNow = isCapturing(session.state);
    session.recorder?.send({ type: 'stop' });
    if (session.state === 'asking') return;
    if (!(await advance(session.id, 'cancel', { discardedAt: options.now() }))) {
      await tellTruth(session);
      return;
    }
    setState(session, 'discarded');
    if (capturingNow && !session.recorder) letGo(session);
    options.onDiscarded();
  }

  async function requeue(session: Session, event: 'restore' | 'retry'): Promise<void> {
    const forced = event === 'retry' || undefined;
    const change = { discardedAt: undefined, failure: undefined, nextTryAt: undefined, forced };
    if (!(await advance(session.id, event, change))) {
      await tellTruth(session);
      return;
    }
    setState(session, 'queued');
    options.onQueued();
  }

  async function saveChunk(
    stream: ComposeStream,
    { recordingId, index, data, elapsedMs }: Extract<DictationCommand, { type: 'chunk' }>,
  ): Promise<void> {
    try {
      await appendChunk(recordingId, index, data, elapsedMs);
      stream.post({ type: 'stored', index });
    } catch (thrown) {
      stream.post({ type: 'stored', index, failure: toFailure(thrown) });
    }
  }

  async function obey(
    stream: ComposeStream,
    session: Session | undefined,
    command: DictationCommand,
  ): Promise<Session | undefined> {
    if (command.type === 'start') return start(stream, command);
    if (command.type === 'attach') return attach(stream, command.recordingId);
    if (!session) return undefined;
    switch (command.type) {
      case 'pause':
      case 'resume':
        session.recorder?.send(command);
        break;
      case 'stop':
        if (!isCapturing(session.state)) break;
        // The microphone first: its light goes off while the disk is still at work.
        session.recorder?.send(command);
        setState(session, 'stopping');
        await advance(session.id, 'stop');
        break;
      case 'cancel':
        await cancel(session);
        break;
      case 'restore':
      case 'retry':
        await requeue(session, command.type);
        break;
      case 'recorder':
        if (session.recorder) await hear(command.event, session.recorder);
        break;
      case 'chunk':
        if (command.recordingId === session.id) await saveChunk(stream, command);
        break;
    }
    return session;
  }

  async function hear(event: RecorderEvent, link: RecorderLink): Promise<void> {
    if (event.type === 'probed') return;
    const session = sessions.get(event.recordingId) ?? (await adopt(event, link));
    if (!session) return;
    session.recorder ??= link;
    switch (event.type) {
      case 'started':
        await hearStart(session, event);
        break;
      case 'refused':
        await refuse(session, event.failure);
        break;
      case 'paused':
        setState(session, 'paused');
        break;
      case 'resumed':
        setState(session, 'recording');
        break;
      case 'level':
        session.compose?.post({ type: 'level', level: event.level, elapsedMs: event.elapsedMs });
        break;
      case 'partial':
        session.compose?.post(event);
        break;
      case 'final':
        session.compose?.post(event);
        session.liveText = `${session.liveText} ${event.text}`.trim();
        await noteRecording(session.id, { liveText: session.liveText });
        break;
      case 'ended':
        await finish(session, event.end);
        link.send({ type: 'release', recordingId: event.recordingId });
        break;
    }
  }

  async function hearStart(
    session: Session,
    { mimeType, recognition }: Extract<RecorderEvent, { type: 'started' }>,
  ): Promise<void> {
    const liveEngine = recognition === 'device' ? 'device' : 'browser-service';
    await noteRecording(
      session.id,
      recognition === 'none' ? { mimeType } : { mimeType, liveEngine },
    );
    if (session.state === 'asking') setState(session, 'recording');
    session.compose?.post({ type: 'listening', recognition });
  }

  /** A recorder that outlived the worker tells of a recording this instance does not know. */
  async function adopt(event: RecorderEvent, link: RecorderLink): Promise<Session | undefined> {
    if (event.type !== 'started' && event.type !== 'ended') return undefined;
    await resumeRecovered(event.recordingId);
    const row = await readRecording(event.recordingId);
    if (!row) {
      link.send({ type: 'stop' });
      return undefined;
    }
    const session = open(row.id, row.state);
    session.recorder = link;
    session.liveText ||= row.liveText ?? '';
    session.orphanTimer = setTimeout(() => {
      if (!session.compose) link.send({ type: 'stop' });
    }, orphanMs);
    return session;
  }

  return {
    accept(stream) {
      let session: Session | undefined;
      // In order: a chunk must not overtake the start it belongs to.
      let chain: Promise<void> = Promise.resolve();
      const inTurn = (work: () => Promise<Session | undefined>): void => {
        chain = chain
          .then(async () => {
            session = await work();
          })
          .catch((thrown: unknown) => {
            stream.post({ type: 'failure', failure: toFailure(thrown), kept: true });
          });
      };
      stream.onMessage((command) => inTurn(() => obey(stream, session, command)));
      stream.signal.addEventListener('abort', () => {
        inTurn(async () => {
          await leave(stream, session);
          return session;
        });
      });
    },
    hear: (event, link) => {
      heard = heard.then(() => hear(event, link)).catch(() => undefined);
    },
    async recorderGone() {
      await Promise.all(capturing().map(lose));
    },
    async dropUnheld() {
      await Promise.all(capturing().filter(isUnheld).map(lose));
    },
    tell(recordingId, event) {
      const session = sessions.get(recordingId);
      if (!session) return;
      if (event.type === 'state') {
        // Said once: the window offers to take it back, and must not offer it anew.
        if (event.state === 'discarded' && session.state === 'discarded') return;
        session.state = event.state;
      }
      session.compose?.post(event);
    },
    changed(row) {
      const session = sessions.get(row.id);
      if (!session) return;
      if (isCapturing(session.state)) session.recorder?.send({ type: 'stop' });
      setState(session, row.state, row);
    },
    isFollowed: (recordingId) => sessions.get(recordingId)?.compose !== undefined,
    alive: () => new Set(capturing().map(({ id }) => id)),
  };

  /** The page is gone: a recording ends, and its text waits in the history. */
  async function leave(stream: ComposeStream, session: Session | undefined): Promise<void> {
    if (!session || session.compose !== stream) return;
    session.compose = undefined;
    if (!isCapturing(session.state)) sessions.delete(session.id);
    else if (options.openRecorder) session.recorder?.send({ type: 'stop' });
    else await lose(session);
  }
}
