import { type MailboxServer, startMailboxServer } from '../../demo/serve.mjs';
import { type ChromiumSession, launchChromium } from './launch-chromium.ts';
import { type FirefoxSession, launchFirefox } from './launch-firefox.ts';

/** What `launchSession` understands in both browsers; the two launchers know more. */
export interface SessionSettings {
  extensionFolder?: string;
  grantHosts?: readonly string[];
  headed?: boolean;
  viewport?: { width: number; height: number };
  /** Chromium only: Firefox always hears its test tone. */
  microphoneWav?: string;
  /** `own`: the person's real microphone, asked for by the browser as usual. */
  microphone?: 'granted' | 'none' | 'own';
  /** Hosts other than the mail hosts stay reachable: a person may try a server of their own. */
  allowNetwork?: boolean;
  /** Keeps its profile here. Default: a fresh one, removed. */
  profileFolder?: string;
}

export type BrowserSession = (ChromiumSession | FirefoxSession) & { mailbox: MailboxServer };

/** Starts the practice mailbox and a browser on it; `close` ends both. */
export async function launchSession(
  browser: 'chromium' | 'firefox',
  settings: SessionSettings = {},
): Promise<BrowserSession> {
  const mailbox = await startMailboxServer();
  const launch = browser === 'chromium' ? launchChromium : launchFirefox;
  const session = await launch({ mailboxPort: mailbox.port, ...settings });
  return {
    ...session,
    mailbox,
    async close() {
      await session.close();
      await mailbox.close();
    },
  };
}
