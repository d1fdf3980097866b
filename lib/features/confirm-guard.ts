/** A second press within this many milliseconds is a double press, not a new wish. */
const doublePress = 800;

/** Part of a chord: going down, they say nothing yet. */
const modifiers = new Set(['Control', 'Meta', 'Shift', 'Alt', 'AltGraph']);

/**
 * Keeps the gesture that answers our dialog away from the mail page. Ctrl+Enter inserts and closes the
 * dialog; held down or pressed twice, its next keydown would land in the mail editor, where it means Send.
 * Escape would close the compose window in the same way. While the dialog is open nothing is held back, and
 * whoever has pressed something else since then means the next one: it is no double press.
 */
export function guardConfirmKeys(
  view: Window,
  isOpen: () => boolean,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): void {
  /** Keys that went down while the dialog was open and are not up yet. */
  const held = new Set<string>();
  let answered = Number.NEGATIVE_INFINITY;
  const answers = (event: KeyboardEvent): boolean =>
    event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));

  const onKey = (event: KeyboardEvent): void => {
    if (isOpen()) {
      if (event.type === 'keydown' && answers(event)) {
        held.add(event.key);
        answered = now();
        // A key that repeats by itself answers once.
        if (event.repeat) stop(event);
      }
      if (event.type === 'keyup') held.delete(event.key);
      return;
    }
    const ours = answers(event) || held.has(event.key);
    if (ours && (held.has(event.key) || now() - answered < doublePress)) stop(event);
    else if (event.type === 'keydown' && !modifiers.has(event.key)) meansTheNext();
    if (event.type === 'keyup') held.delete(event.key);
  };
  const meansTheNext = (): void => {
    answered = Number.NEGATIVE_INFINITY;
  };
  // The window comes before the document, where the host and our own watch for Send listen.
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    view.addEventListener(type, onKey, { capture: true, signal });
  }
  view.addEventListener('pointerdown', () => !isOpen() && meansTheNext(), {
    capture: true,
    signal,
  });
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
