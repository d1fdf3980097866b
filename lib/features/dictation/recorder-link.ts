import type { Stream } from '@/lib/platform/define-stream';
import {
  closeOffscreenDocument,
  hasOffscreenDocument,
  openOffscreenDocument,
} from '@/lib/platform/offscreen-document';
import type { RecorderCommand, RecorderEvent } from '@/lib/platform/recorder-protocol';
import { recorderStream } from './recorder-stream';

/** Orders for whoever holds the microphone. */
export interface RecorderLink {
  send(command: RecorderCommand): void;
}

export interface OffscreenRecorder {
  /** The link to the offscreen document, which is created when needed. */
  open(): Promise<RecorderLink>;
  /** Closes the document unless something is still being recorded. */
  release(stillNeeded: () => boolean): void;
  /** Does the document stand (after the worker was restarted)? */
  exists(): Promise<boolean>;
}

/**
 * Chrome: the background's end of the line to the offscreen document. Registers its listener at once,
 * because a document that outlived the worker connects by itself.
 */
export function acceptOffscreenRecorder(
  onEvent: (event: RecorderEvent, link: RecorderLink) => void,
  onGone: () => void,
): OffscreenRecorder {
  let stream: Stream<RecorderCommand, RecorderEvent> | undefined;
  let waiting: ((link: RecorderLink) => void)[] = [];

  recorderStream.accept((accepted) => {
    stream = accepted;
    const link = { send: (command: RecorderCommand) => accepted.post(command) };
    accepted.onMessage((event) => onEvent(event, link));
    accepted.signal.addEventListener('abort', () => {
      if (stream !== accepted) return;
      stream = undefined;
      onGone();
    });
    for (const resolve of waiting) resolve(link);
    waiting = [];
  });

  return {
    async open() {
      await openOffscreenDocument();
      const open = stream;
      if (open) return { send: (command) => open.post(command) };
      return new Promise((resolve) => waiting.push(resolve));
    },
    release: (stillNeeded) => void closeOffscreenDocument(stillNeeded),
    exists: hasOffscreenDocument,
  };
}
