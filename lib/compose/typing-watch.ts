/** What the user is doing in the editor right now. */
export interface TypingWatch {
  /** True while an input method composes a character. */
  readonly composing: boolean;
  /**
   * Resolves once the user has paused long enough for the host to close its own undo step, or after
   * `patience` ms. Answers false when a composition is still open then.
   */
  settled(patience: number): Promise<boolean>;
  /** Counts our own change as typing, so that the next one becomes a step of its own. */
  touch(): void;
}

/** Closure closes an undo step 250 ms after the last key; a little more is waited for. */
const pause = 320;

/** Undo and redo: a host that does them itself tells no `input`. */
function isHistoryKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && /^[zy]$/i.test(key);
}

/** Watches an editor from its first focus on. No timer runs unless somebody waits. */
export function watchTyping(
  editor: HTMLElement,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): TypingWatch {
  let composing = false;
  let last = Number.NEGATIVE_INFINITY;
  let wake: (() => void) | null = null;
  const listen = <Type extends keyof HTMLElementEventMap>(
    type: Type,
    handler: (event: HTMLElementEventMap[Type]) => void,
  ) =>
    editor.addEventListener(
      type,
      (event) => {
        if (event.isTrusted) handler(event);
      },
      { capture: true, passive: true, signal },
    );
  listen('compositionstart', () => {
    composing = true;
  });
  // Chromium marks the end of a real composition as untrusted (seen in 156): any end counts.
  editor.addEventListener(
    'compositionend',
    () => {
      composing = false;
      last = now();
      wake?.();
    },
    { capture: true, passive: true, signal },
  );
  listen('input', () => {
    last = now();
  });
  // Closure takes the next change within 250 ms of an undo for a part of it, and keeps no step for it.
  listen('keydown', (event) => {
    if (isHistoryKey(event)) last = now();
  });
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    get composing() {
      return composing;
    },
    touch: () => {
      last = now();
    },
    settled: async (patience) => {
      const end = now() + patience;
      for (;;) {
        const rest = end - now();
        const quiet = last + pause - now();
        if (!composing && quiet <= 0) return true;
        if (rest <= 0 || signal.aborted) return !composing;
        await sleep(composing ? rest : Math.min(rest, quiet));
        wake = null;
      }
    },
  };
}
