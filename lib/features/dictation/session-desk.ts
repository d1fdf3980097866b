import type { Failure } from '@/lib/core/app-error';
import { type DictationState, isCapturing } from '@/lib/core/dictation/recording-state';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import type { RecordingRow } from '@/lib/platform/database';
import type { Stream } from '@/lib/platform/define-stream';
import type { RecognitionChoice } from '@/lib/platform/recorder-protocol';
import type { DictationCommand, DictationEvent } from './messages';
import type { RecorderLink } from './recorder-link';

export type ComposeStream = Stream<DictationEvent, DictationCommand>;

/** One recording that somebody makes or waits for. */
export interface Session {
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

/** The sessions there are, and what all that handles them has in common. Nothing lives only here. */
export class SessionDesk {
  readonly options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();

  constructor(options: SessionsOptions) {
    this.options = options;
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** The session of this recording; begun in `state` when there is none. */
  open(id: string, state: DictationState): Session {
    const known = this.#sessions.get(id);
    if (known) return known;
    const { promise, resolve } = Promise.withResolvers<void>();
    const session: Session = { id, state, liveText: '', ended: promise, end: resolve };
    this.#sessions.set(id, session);
    return session;
  }

  /** Those whose microphone is open, or about to be. */
  capturing(): Session[] {
    return [...this.#sessions.values()].filter(({ state }) => isCapturing(state));
  }

  /** Changes the state and tells the window that follows. */
  setState(session: Session, state: DictationState, row?: RecordingRow): void {
    session.state = state;
    session.compose?.post({
      type: 'state',
      state,
      recordingId: session.id,
      failure: row?.failure as Failure | undefined,
      nextTryAt: row?.nextTryAt,
    });
  }

  forget(session: Session): void {
    this.#sessions.delete(session.id);
  }

  /** The microphone is free: forget the recorder, and the session too when nobody follows it. */
  letGo(session: Session): void {
    session.recorder = undefined;
    clearTimeout(session.orphanTimer);
    session.end();
    if (!session.compose) this.forget(session);
    if (this.capturing().length === 0) this.options.onQuiet();
  }

  /** Firefox: the recorder is in the page, at the other end of its own stream. */
  recorderInPage(session: Session): RecorderLink {
    return { send: (order) => session.compose?.post({ type: 'recorder', command: order }) };
  }
}
