export interface SendWatch {
  /** True from the moment Send is pressed until the user works in the editor again. */
  readonly sent: boolean;
  onSend(callback: () => void, signal: AbortSignal): void;
  /** The user asks for something new in this window: it was not sent after all. */
  resume(): void;
}

/**
 * Notices Send before the host acts on it: the button (pointer, Enter, Space) and Ctrl/Cmd+Enter inside
 * the window. When the host refuses to send (no recipient) and the user goes on, writing is allowed again.
 */
export function watchSend(
  element: HTMLElement,
  root: () => HTMLElement,
  sendButton: () => HTMLElement | null,
  signal: AbortSignal,
): SendWatch {
  const document = element.ownerDocument;
  const callbacks = new Set<() => void>();
  let sent = false;
  const fire = () => {
    sent = true;
    for (const callback of [...callbacks]) callback();
  };
  const capture = { capture: true, signal };
  const within = (event: Event, target: Element | null) =>
    target !== null && event.composedPath().includes(target);
  document.addEventListener(
    'click',
    (event) => {
      if (within(event, sendButton())) fire();
    },
    capture,
  );
  document.addEventListener(
    'keydown',
    (event) => {
      const press = event.key === 'Enter' || event.key === ' ';
      const shortcut = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if (shortcut && (within(event, root()) || within(event, element))) fire();
      else if (press && within(event, sendButton())) fire();
      else if (event.isTrusted && within(event, element)) sent = false;
    },
    capture,
  );
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.isTrusted) sent = false;
    },
    capture,
  );
  return {
    get sent() {
      return sent;
    },
    resume() {
      sent = false;
    },
    onSend: (callback, until) => {
      if (until.aborted) return;
      callbacks.add(callback);
      until.addEventListener('abort', () => callbacks.delete(callback), { once: true });
    },
  };
}
