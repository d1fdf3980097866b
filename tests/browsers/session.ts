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
  /** Keeps its profile here, to start again with the same storage. Default: a fresh one, removed. */
  profileFolder?: string;
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
  const { microphone, chromium, firefox, ...rest } = settings;
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
