/**
 * One page of a real browser, driven the same way in Chromium (Playwright and CDP) and Firefox (WebDriver
 * BiDi): real mouse and keyboard events, and a way into our closed shadow roots, which no page has.
 */
export interface BrowserPage {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  /** Runs in the page's own world. Arguments and answer are JSON. */
  evaluate<T, A extends unknown[]>(run: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /**
   * Runs with the closed shadow roots of every `<iaposte-bar>` and `<iaposte-layer>`, in document
   * order. Arguments and answer are JSON.
   */
  inOurRoots<T, A extends unknown[]>(
    run: (roots: ShadowRoot[], ...args: A) => T,
    ...args: A
  ): Promise<T>;
  mouseClick(x: number, y: number): Promise<void>;
  mouseMove(x: number, y: number): Promise<void>;
  /** Types text key by key into whatever has focus. `\n` is Enter. */
  type(text: string): Promise<void>;
  /** `Control+z`, `Escape`, `Alt+ArrowDown` …: Playwright's names in both browsers. */
  press(keys: string): Promise<void>;
  setViewport(width: number, height: number): Promise<void>;
  screenshot(file: string): Promise<void>;
  /** Messages of the console at level error, and uncaught errors, since the page was made. */
  readonly errors: string[];
  close(): Promise<void>;
}

export interface LaunchedBrowser {
  readonly name: 'chromium' | 'firefox';
  newPage(url?: string): Promise<BrowserPage>;
  /** Pages opened by the extension or the site; waits until one's address contains the text. */
  waitForPage(urlPart: string): Promise<BrowserPage>;
  /** Address of a page of the extension, e.g. `extensionUrl('options.html')`. */
  extensionUrl(path: string): string;
  /** Ends the background (service worker or event page) as the browser does when it is idle. */
  stopBackground(): Promise<void>;
  /** Every host unreachable, or reachable again. */
  setOffline(offline: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Built extension, e.g. `.output/chrome-mv3`. */
  extension: string;
  /** Port of the practice mailbox on 127.0.0.1; every mail host leads there. */
  mailboxPort: number;
  /**
   * Optional hosts granted beforehand, e.g. `http://127.0.0.1/*`: nobody can answer the browser's
   * permission prompt in headless mode. The build is copied and only its manifest differs.
   */
  grantHosts?: string[];
  /** WAV that is "spoken" into the microphone (Chromium). Firefox has a fake tone. */
  microphone?: string | 'none' | 'refused';
  /** Language of the browser, e.g. `fr`. */
  language?: string;
  colorScheme?: 'light' | 'dark';
  headless?: boolean;
  /** Keep other hosts reachable (a person tries the product with a server of their own). */
  allowNetwork?: boolean;
  /** Use this profile and keep it; otherwise a new one, deleted at the end. */
  profile?: string;
  width?: number;
  height?: number;
}

/** The mail hosts that the practice mailbox stands in for. */
export const mailHosts = [
  'mail.google.com',
  'outlook.live.com',
  'outlook.office.com',
  'outlook.office365.com',
  'outlook.cloud.microsoft',
];

/**
 * Asks again until the answer is not null, false or undefined; throws with the name after the limit.
 * The pause is between questions only: no time is assumed to be enough.
 */
export async function until<T>(
  name: string,
  ask: () => Promise<T | null | undefined | false>,
  limitMs = 20_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer as T;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      throw new Error(`Waited ${limitMs / 1000} s for: ${name}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
