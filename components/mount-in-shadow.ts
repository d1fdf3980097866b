import { type ComponentChild, render } from 'preact';

/** A name of our own: a rule of the page for `[data-theme]` would give its colours to our host. */
const themeAttribute = 'data-iaposte-theme';

export interface ShadowMount {
  /** Renders again; unchanged parts keep their DOM, focus and scroll. */
  update(content: ComponentChild): void;
  /** Forces one of our themes; `auto` follows the browser. */
  setTheme(theme: 'auto' | 'light' | 'dark'): void;
  /** Takes everything out of the shadow root. The host element itself stays with its owner. */
  dispose(): void;
}

export interface ShadowMountOptions {
  /** Style sheets as text, in order. */
  styles: readonly string[];
  theme?: 'auto' | 'light' | 'dark';
  /** Lets the host's `tabindex` place what is inside in the page's tab order, without a stop of its own. */
  delegatesFocus?: boolean;
}

/** What a mail page must not hear: its one-key shortcuts would archive mail while someone types here. */
const privateEvents = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'paste',
  'copy',
  'cut',
] as const;

const sheets = new Map<string, CSSStyleSheet>();

/**
 * Renders a Preact tree into a closed shadow root of `host`. Works in the content scripts of both
 * browsers: where constructed sheets cannot be adopted (Firefox content scripts: the sheet belongs to
 * another global), a `<style>` filled through textContent takes their place.
 */
export function mountInShadow(
  host: HTMLElement,
  content: ComponentChild,
  options: ShadowMountOptions,
): ShadowMount {
  const root = host.attachShadow({
    mode: 'closed',
    delegatesFocus: options.delegatesFocus ?? false,
  });
  addStyles(root, options.styles);
  const surface = document.createElement('div');
  surface.className = 'surface';
  root.append(surface);
  const stop = (event: Event): void => event.stopPropagation();
  for (const type of privateEvents) root.addEventListener(type, stop);

  const setTheme = (theme: 'auto' | 'light' | 'dark'): void => {
    if (theme === 'auto') host.removeAttribute(themeAttribute);
    else host.setAttribute(themeAttribute, theme);
  };
  setTheme(options.theme ?? 'auto');
  render(content, surface);
  return {
    setTheme,
    update: (next) => render(next, surface),
    dispose() {
      render(null, surface);
      for (const type of privateEvents) root.removeEventListener(type, stop);
      root.replaceChildren();
    },
  };
}

function addStyles(root: ShadowRoot, styles: readonly string[]): void {
  try {
    root.adoptedStyleSheets = styles.map(sheetOf);
    if (root.adoptedStyleSheets.length === styles.length) return;
  } catch {
    // Not adoptable here: the style element below does the same work.
  }
  const style = document.createElement('style');
  style.textContent = styles.join('\n');
  root.append(style);
}

/** One parsed sheet for all bars of a page. */
function sheetOf(text: string): CSSStyleSheet {
  const known = sheets.get(text);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  sheets.set(text, sheet);
  return sheet;
}
