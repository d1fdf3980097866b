import { adapterFor } from '@/lib/compose/adapter-for';
import type { ComposeHost } from '@/lib/compose/compose-editor';

/**
 * Calls back once, when the page has its first compose window. This is all that runs in a mail page until
 * somebody writes: it is small, reads nothing but the structure, and sets no timer.
 */
export function whenComposeAppears(
  document: Document,
  host: ComposeHost,
  signal: AbortSignal,
  appeared: () => void,
): void {
  const adapter = adapterFor(host);
  let frame = 0;
  const observer = new MutationObserver(() => {
    // Pages change in bursts: one look a frame is enough.
    frame ||= requestAnimationFrame(look);
  });
  const stop = (): void => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    document.removeEventListener('focusin', look, true);
  };
  function look(): void {
    frame = 0;
    // Both detectors: where the host has changed its editor, the form around it still gives it away.
    const usual = adapter.candidates(document).some((element) => adapter.locate(element));
    if (!usual && !adapter.independentCandidates(document).some((one) => adapter.locate(one))) {
      return;
    }
    stop();
    if (!signal.aborted) appeared();
  }
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['contenteditable', 'id', 'role', 'g_editable'],
  });
  // A window that was hidden and is shown again changes no node; focus gives it away.
  document.addEventListener('focusin', look, { capture: true, passive: true });
  signal.addEventListener('abort', stop, { once: true });
  look();
}
