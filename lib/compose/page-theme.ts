export type PageTheme = 'auto' | 'light' | 'dark';

/** Components of `rgb(…)` and `rgba(…)` as computed styles write them; alpha is 1 when left out. */
const rgb = /^rgba?\((\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?),\s*(\d+(?:\.\d+)?)(?:,\s*(\d*\.?\d+))?\)$/;

/**
 * Is what stands behind this element light or dark? The nearest painted background decides, since a
 * mailbox has themes of its own whatever the browser prefers. `auto` when nothing says so.
 */
export function readPageTheme(element: Element): PageTheme {
  const view = element.ownerDocument.defaultView;
  for (let at: Element | null = element; view && at; at = at.parentElement) {
    const parts = rgb.exec(view.getComputedStyle(at).backgroundColor)?.slice(1);
    if (!parts || Number(parts[3] ?? 1) < 0.5) continue;
    const [red = 0, green = 0, blue = 0] = parts.map(Number);
    // Perceived brightness, ITU-R BT.601, 0–255.
    return red * 0.299 + green * 0.587 + blue * 0.114 < 128 ? 'dark' : 'light';
  }
  return 'auto';
}

/**
 * Tells how the page looks behind `element`, now and whenever it may have changed: the browser's
 * preference, or an attribute of `<html>` or `<body>`, where mailboxes put their theme.
 */
export function watchPageTheme(
  element: Element,
  onTheme: (theme: PageTheme) => void,
  signal: AbortSignal,
): void {
  const document = element.ownerDocument;
  const read = (): void => onTheme(readPageTheme(element));
  read();
  const observer = new MutationObserver(read);
  const attributeFilter = ['class', 'style', 'data-theme'];
  observer.observe(document.documentElement, { attributeFilter });
  observer.observe(document.body, { attributeFilter });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  document.defaultView
    ?.matchMedia?.('(prefers-color-scheme: dark)')
    .addEventListener('change', read, { signal });
}
