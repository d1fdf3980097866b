import fs from 'node:fs';
import path from 'node:path';
import { type MailboxServer, startMailboxServer } from '../../demo/serve.mjs';
import { type ChromiumSession, type ChromiumSettings, launchChromium } from './launch-chromium.ts';
import { type FirefoxSession, type FirefoxSettings, launchFirefox } from './launch-firefox.ts';

/** What `launchSession` understands in both browsers; the two launchers know more. */
export interface SessionSettings {
  extensionFolder?: string;
  grantHosts?: readonly string[];
  headed?: boolean;
  viewport?: { width: number; height: number };
  /** Chromium only: Firefox always hears its test tone. */
  microphoneWav?: string;
  /**
   * `asks`: the browser asks first (Chromium without a window refuses); `none`: there is none; `own`: the
   * person's real microphone, asked for by the browser as usual.
   */
  microphone?: 'granted' | 'asks' | 'none' | 'own';
  /** Hosts other than the mail hosts stay reachable: a person may try a server of their own. */
  allowNetwork?: boolean;
  /** The browser trusts no certificate of this machine: the practice mailbox cannot be opened. */
  checkCertificates?: boolean;
  /** Keeps its profile here, to start again with the same storage. Default: a fresh one, removed. */
  profileFolder?: string;
  /** What only this browser understands. */
  chromium?: Partial<ChromiumSettings>;
  firefox?: Partial<FirefoxSettings>;
}

export type BrowserSession = (ChromiumSession | FirefoxSession) & { mailbox: MailboxServer };

/**
 * Will the extension greet whoever starts this? Firefox installs it anew each time, Chromium remembers it
 * in its profile.
 */
function greets(browser: 'chromium' | 'firefox', settings: SessionSettings): boolean {
  const { extensionFolder, profileFolder } = settings;
  if (!extensionFolder || !fs.existsSync(path.join(extensionFolder, 'welcome.html'))) return false;
  if (browser === 'firefox' || !profileFolder) return true;
  return !fs.existsSync(profileFolder) || fs.readdirSync(profileFolder).length === 0;
}

/**
 * Starts the practice mailbox and a browser on it; `close` ends both. The welcome page has opened by then:
 * a tab that comes to the front later would take the focus from the one that a test types into.
 */
export async function launchSession(
  browser: 'chromium' | 'firefox',
  settings: SessionSettings = {},
): Promise<BrowserSession> {
  const mailbox = await startMailboxServer();
  const { microphone, chromium, firefox, ...rest } = settings;
  const welcomed = greets(browser, settings);
  const common = { mailboxPort: mailbox.port, ...rest };
  const session =
    browser === 'chromium'
      ? await launchChromium({
          ...common,
          microphone: microphone === 'asks' ? 'refused' : microphone,
          ...chromium,
        })
      : await launchFirefox({
          ...common,
          microphone: microphone === 'asks' ? 'prompt' : microphone,
          ...firefox,
        });
  if (welcomed) {
    const welcome = await session.waitForPage('welcome.html');
    await welcome.waitFor('main.welcome', { timeout: 30_000 });
  }
  let killed = false;
  return {
    ...session,
    mailbox,
    async kill() {
      killed = true;
      await session.kill();
      await mailbox.close();
    },
    async close() {
      if (killed) return;
      await session.close();
      await mailbox.close();
    },
  };
}
