import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { type DictationState, isCapturing } from '@/lib/core/dictation/recording-state';
import type { Stream } from '@/lib/platform/define-stream';
import { createRecorderHost, type RecorderHost } from '@/lib/platform/recorder-host';
import { type DictationCommand, type DictationEvent, dictationStream } from './messages';

/** The thread from one compose window to its recording. It survives a restarted background. */
export interface DictationLink {
  readonly recordingId: string;
  send(command: DictationCommand): void;
  /** Lets go: a recording under way ends and is kept, a text still to come waits in the history. */
  close(): void;
}

interface Unsaved {
  index: number;
  command: Extract<DictationCommand, { type: 'chunk' }>;
  resolve(): void;
  reject(failure: Failure): void;
}

/** After this many quick failures in a row the background is not coming back. */
const triesWhileActive = 20;
const activeDelay = 250;
/** A text that is waiting for a server is asked about rarely: each question wakes the background. */
const waitingDelay = 25_000;
const triesWhileWaiting = 40;

/** Something is under way that this page must not miss. */
function isActive(state: DictationState): boolean {
  return isCapturing(state) || state === 'transcribing';
}

/**
 * Opens the thread. In Firefox the microphone is held here too, and each second of audio is kept in
 * memory until the background says that it is on disk.
 */
export function openDictationLink(
  begin: Extract<DictationCommand, { type: 'start' }>,
  onEvent: (event: DictationEvent) => void,
): DictationLink {
  const { recordingId } = begin;
  const unsaved = new Map<number, Unsaved>();
  const unsent: DictationCommand[] = [];
  let stream: Stream<DictationCommand, DictationEvent> | undefined;
  let host: RecorderHost | undefined;
  let state: DictationState = 'asking';
  let tries = 0;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = (command: DictationCommand): void => {
    if (stream && !stream.signal.aborted) stream.post(command);
    else if (command.type !== 'recorder' || command.event.type !== 'level') unsent.push(command);
  };

  if (import.meta.env.FIREFOX) {
    host = createRecorderHost(
      (id, index, data, elapsedMs) =>
        new Promise((resolve, reject) => {
          const command = { type: 'chunk', recordingId: id, index, data, elapsedMs } as const;
          unsaved.set(index, {
            index,
            command,
            resolve,
            reject: (failure) => reject(new AppError(failure.code, failure)),
          });
          if (stream && !stream.signal.aborted) stream.post(command);
        }),
      (event) => send({ type: 'recorder', event }),
    );
  }

  function receive(event: DictationEvent): void {
    const before = state;
    if (event.type === 'state') state = event.state;
    if (isActive(state) || state !== before) tries = 0;
    if (event.type === 'recorder') host?.obey(event.command);
    else if (event.type === 'stored') {
      const waiting = unsaved.get(event.index);
      unsaved.delete(event.index);
      if (event.failure) waiting?.reject(event.failure);
      else waiting?.resolve();
    } else onEvent(event);
  }

  function reconnect(): void {
    if (closed || state === 'done' || state === 'failed' || state === 'discarded') return;
    const active = isActive(state);
    tries += 1;
    if (tries > (active ? triesWhileActive : triesWhileWaiting)) {
      if (active) onEvent({ type: 'failure', failure: { code: 'extension-updated' }, kept: true });
      return;
    }
    timer = setTimeout(
      () => connect({ type: 'attach', recordingId }),
      active ? activeDelay : waitingDelay,
    );
  }

  function connect(first: DictationCommand): void {
    try {
      const opened = dictationStream.connect();
      stream = opened;
      opened.onMessage(receive);
      opened.signal.addEventListener('abort', reconnect);
      // Until the background has said anything, a start that got lost must be said again.
      opened.post(state === 'asking' ? begin : first);
      for (const { command } of unsaved.values()) opened.post(command);
      host?.report();
      for (const command of unsent.splice(0)) opened.post(command);
    } catch (thrown) {
      host?.obey({ type: 'stop' });
      onEvent({ type: 'failure', failure: toFailure(thrown), kept: state !== 'asking' });
    }
  }

  connect(begin);
  return {
    recordingId,
    send,
    close() {
      closed = true;
      clearTimeout(timer);
      host?.obey({ type: 'stop' });
      stream?.close();
    },
  };
}
