import type { Stream } from '@/lib/platform/define-stream';
import { type ClaimAnswer, type ClaimRequest, dictationClaims } from './messages';

/** This window's hold on one text: while it lasts, no other window is offered it. */
export interface Claim {
  /** May the text be shown and inserted here? Asks again when the background was restarted meanwhile. */
  holds(): Promise<boolean>;
  /** Lets go: what was not inserted is offered to the next window. */
  close(): void;
}

/** A background that does not answer takes nobody's text away. */
const patience = 3000;
/** After a restart of the background (it is stopped when idle) the hold is taken again, for so many times. */
const comeBack = 1000;
const mostComeBacks = 60;

/** Takes hold of a text for as long as this window looks at it. */
export function claimText(transcriptionId: string, until: AbortSignal): Claim {
  let stream: Stream<ClaimRequest, ClaimAnswer> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let comeBacks = 0;
  let held = connect();

  function connect(): Promise<boolean> {
    return new Promise((resolve) => {
      try {
        const opened = dictationClaims.connect();
        stream = opened;
        opened.onMessage(({ granted }) => resolve(granted));
        opened.signal.addEventListener('abort', () => {
          resolve(true);
          if (closed || comeBacks >= mostComeBacks) return;
          comeBacks += 1;
          timer = setTimeout(again, comeBack);
        });
        opened.post({ transcriptionId });
        setTimeout(resolve, patience, true);
      } catch {
        // The extension was updated or removed under this page: the text stays with who sees it.
        resolve(true);
      }
    });
  }

  function again(): void {
    clearTimeout(timer);
    held = connect();
  }

  function close(): void {
    closed = true;
    clearTimeout(timer);
    stream?.close();
  }

  until.addEventListener('abort', close, { once: true });
  return {
    holds() {
      if (stream?.signal.aborted && !closed) again();
      return held;
    },
    close,
  };
}
