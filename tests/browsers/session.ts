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
