/**
 * The isolated half of the page-world paste helper (see start-page-paste.ts for the other half and for
 * what a hostile page could try). Connected once, while the document is still loading and no script of
 * the page has run; afterwards the channel's name is known to the two halves only.
 */
export interface PagePaste {
  /** True when the helper answered in time; without it the caller uses another method. */
  readonly ready: boolean;
  /**
   * Has the helper dispatch one paste of plain text on `editor`.
   *
   * @returns true when the host took the event; the text may still arrive a little later
   */
  paste(editor: HTMLElement, text: string): boolean;
}

export const pagePasteHello = 'iaposte:hello';
export const pagePastePresent = 'iaposte:present';

/** Shakes hands with the helper. Call it at document start; later calls get no helper. */
export function connectPagePaste(document: Document, newSecret = randomSecret): PagePaste {
  const channel = newSecret();
  let nonce: string | null = null;
  let taken = false;
  document.addEventListener(`${channel}:answer`, (event) => {
    const detail: unknown = (event as CustomEvent).detail;
    if (typeof detail !== 'string') return;
    taken = detail.startsWith('taken ');
    nonce = detail.slice(6);
  });
  const greet = () => {
    if (nonce === null && document.readyState === 'loading') {
      document.dispatchEvent(new CustomEvent(pagePasteHello, { detail: channel }));
    }
  };
  // Whichever half starts second finds the other one.
  document.addEventListener(pagePastePresent, greet, { once: true });
  greet();
  return {
    get ready() {
      return nonce !== null;
    },
    paste: (editor, text) => {
      if (nonce === null) return false;
      const detail = `${nonce}${text}`;
      taken = false;
      nonce = null;
      editor.dispatchEvent(new CustomEvent(channel, { detail, bubbles: false }));
      return taken;
    },
  };
}

function randomSecret(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))]
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
}
