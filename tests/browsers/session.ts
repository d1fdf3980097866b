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
  /** What only this browser understands. */
  chromium?: Partial<ChromiumSettings>;
  firefox?: Partial<FirefoxSettings>;
}

export type BrowserSession = (ChromiumSession | FirefoxSession) & { mailbox: MailboxServer };

/** Starts the practice mailbox and a browser on it; `close` ends both. */
export async function launchSession(
  browser: 'chromium' | 'firefox',
  settings: SessionSettings = {},
): Promise<BrowserSession> {
  const mailbox = await startMailboxServer();
  const { chromium, firefox, ...common } = settings;
  const all = { mailboxPort: mailbox.port, ...common };
  const session =
    browser === 'chromium'
      ? await launchChromium({ ...all, ...chromium })
      : await launchFirefox({ ...all, ...firefox });
  return {
    ...session,
    mailbox,
    async close() {
      await session.close();
      await mailbox.close();
    },
  };
}
