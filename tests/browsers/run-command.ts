import { waitUntil } from './mail-page.ts';
import type { BrowserSession } from './session.ts';

/** The keyboard commands of the manifest; `_execute_action` is the popup. */
export type CommandName = 'dictate' | 'improve' | 'open-panel' | '_execute_action';

/** In Chromium an event of the browser can be fired from outside. */
type CommandEvent = typeof chrome.commands.onCommand & {
  dispatch(command: string, tab: chrome.tabs.Tab | undefined): void;
};

const keys: Record<CommandName, string> = {
  dictate: 'D',
  improve: 'I',
  'open-panel': 'P',
  _execute_action: 'M',
};

/**
 * Runs a command as its keys do. Firefox: presses the very key that the browser has bound. Chromium lets no
 * driver press a browser shortcut: there the event is fired that the browser fires, in the gesture that a
 * press is, and the popup is opened by the browser's own call.
 */
export async function runCommand(session: BrowserSession, name: CommandName): Promise<void> {
  if (session.browser === 'firefox') {
    const pressed = await session.inChrome(`(() => {
      const bound = [...document.querySelectorAll('keyset[id*="ext"] key')];
      const key = bound.find((one) => one.getAttribute('key')?.toUpperCase() === '${keys[name]}');
      key?.doCommand();
      return Boolean(key);
    })()`);
    if (!pressed) throw new Error(`Firefox has no key for ${name}`);
    return;
  }
  const worker = await session.serviceWorker();
  if (name === '_execute_action') {
    await worker.evaluate(() => chrome.action.openPopup());
    return;
  }
  if (name !== 'open-panel') {
    await worker.evaluate(fireCommand, name);
    return;
  }
  // A gesture reaches the background only with a message of the page in which it was made.
  await worker.evaluate(() => {
    const event = chrome.commands.onCommand as CommandEvent;
    const onMessage = (message: unknown): void => {
      const { pressed, tab } = (message ?? {}) as { pressed?: string; tab?: chrome.tabs.Tab };
      if (pressed === undefined) return;
      chrome.runtime.onMessage.removeListener(onMessage);
      event.dispatch(pressed, tab);
    };
    chrome.runtime.onMessage.addListener(onMessage);
  });
  const page = await session.openExtensionPage('popup.html');
  await page.evaluate(async (pressed) => {
    const tab = await chrome.tabs.getCurrent();
    document.documentElement.addEventListener('click', () => {
      chrome.runtime.sendMessage({ pressed, tab }).catch(() => undefined);
    });
  }, name);
  await page.click('h1');
}

async function fireCommand(command: string): Promise<void> {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  const event = chrome.commands.onCommand as CommandEvent;
  event.dispatch(command, tab);
}

/** Waits until the browser shows this part of the extension outside of its tabs. */
export async function untilShown(session: BrowserSession, part: 'panel' | 'popup'): Promise<void> {
  const shown = async (): Promise<boolean> => {
    if (session.browser === 'firefox') {
      return part === 'panel'
        ? ((await session.inChrome('SidebarController.isOpen')) as boolean)
        : ((await session.inChrome(
            `[...document.querySelectorAll('browser')].some((one) => !gBrowser.getTabForBrowser(one) &&
              one.currentURI?.spec.includes('popup.html'))`,
          )) as boolean);
    }
    const worker = await session.serviceWorker();
    const kind = part === 'panel' ? 'SIDE_PANEL' : 'POPUP';
    return worker.evaluate(
      async (wanted) =>
        (await chrome.runtime.getContexts({})).some(({ contextType }) => contextType === wanted),
      kind,
    );
  };
  await waitUntil(shown, () => `the ${part} to open`);
}
