/** A second press within this many milliseconds is a double press, not a new wish. */
const doublePress = 800;

/** Part of a chord: going down, they say nothing yet. */
const modifiers = new Set(['Control', 'Meta', 'Shift', 'Alt', 'AltGraph']);

/**
 * Keeps the gesture that answers our dialog away from the mail page. Enter picks, Ctrl+Enter inserts, and
 * the dialog closes; held down or pressed twice, the next keydown would land in the mail editor, where it
 * is a line of its own in the undo history, or Send. Escape would close the compose window in the same
 * way. While the dialog is open nothing is held back, and whoever has pressed something else since then
 * means the next one: it is no double press.
 *
 * @param timeOf when a key went down (a busy page hears of it later), or now; milliseconds
 * @returns to be called when the dialog has closed: an answer may take its time until then
 */
export function guardConfirmKeys(
  view: Window,
  isOpen: () => boolean,
  signal: AbortSignal,
  timeOf: (event?: Event) => number = (event) => event?.timeStamp ?? performance.now(),
): () => void {
  /** Keys that went down while the dialog was open and are not up yet. */
  const held = new Set<string>();
  let answered = Number.NEGATIVE_INFINITY;
  let answeredWith = '';
  const answers = (event: KeyboardEvent): boolean =>
    event.key === 'Escape' || event.key === 'Enter';
  // In a field with several lines, a plain Enter that is held down makes more of them.
  const answersOnce = (event: KeyboardEvent): boolean =>
    event.key === 'Escape' || event.ctrlKey || event.metaKey;

  const onKey = (event: KeyboardEvent): void => {
    const down = event.type === 'keydown';
    if (isOpen()) {
      if (down && answers(event)) {
        held.add(event.key);
        answered = timeOf(event);
        answeredWith = event.key;
        // A key that repeats by itself answers once.
        if (event.repeat && answersOnce(event)) stop(event);
      } else if (down && !modifiers.has(event.key)) meansTheNext();
    } else {
      const again = event.key === answeredWith && timeOf(event) - answered < doublePress;
      if (held.has(event.key) || again) stop(event);
      else if (down && !modifiers.has(event.key)) meansTheNext();
    }
    if (event.type === 'keyup') held.delete(event.key);
  };
  const meansTheNext = (): void => {
    answered = Number.NEGATIVE_INFINITY;
  };
  // The window comes before the document, where the host and our own watch for Send listen.
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    view.addEventListener(type, onKey, { capture: true, signal });
  }
  view.addEventListener('pointerdown', meansTheNext, { capture: true, signal });
  return () => {
    if (answered > Number.NEGATIVE_INFINITY) answered = timeOf();
  };
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
