import { dictationMessages } from './messages';

/** Long enough that a word is not sent letter by letter, short enough that a crash costs one word at most. */
const pauseMs = 300;

export interface Revision {
  /** The user typed: this is kept once the fingers rest, or when the page goes. */
  note(text: string): void;
  /** This is kept at once. */
  keep(text: string): Promise<void>;
}

/**
 * Keeps what the user makes of a text under review, beside what was heard: a tab that is reloaded or
 * crashes takes no correction with it.
 * @param text the text as it is kept already
 */
export function reviseText(transcriptionId: string, text: string, signal: AbortSignal): Revision {
  let kept = text;
  let noted: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function keep(revised: string): Promise<void> {
    clearTimeout(timer);
    noted = undefined;
    if (revised === kept) return;
    kept = revised;
    // Without an answer (the extension was updated) the text still stands in the dialog, or in the draft.
    await dictationMessages
      .send('dictation.revise', { transcriptionId, text: revised })
      .catch(() => undefined);
  }
  const flush = (): void => {
    if (noted !== undefined) void keep(noted);
  };
  globalThis.addEventListener('pagehide', flush, { signal });
  signal.addEventListener('abort', flush);
  return {
    note(revised) {
      noted = revised;
      clearTimeout(timer);
      timer = setTimeout(flush, pauseMs);
    },
    keep,
  };
}
