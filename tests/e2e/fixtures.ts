import { existsSync } from 'node:fs';
import { test as base, expect } from '@playwright/test';
import { startMailboxServer } from '../../demo/serve.mjs';
import { type AiServer, startAiServer } from '../browsers/ai-server.ts';
import type { LaunchedBrowser, LaunchOptions } from '../browsers/browser-page.ts';
import { launchChromium } from '../browsers/launch-chromium.ts';
import { launchFirefox } from '../browsers/launch-firefox.ts';
import { MailTab } from '../browsers/mail-tab.ts';

type Launch = (options?: Partial<LaunchOptions>) => Promise<LaunchedBrowser>;

interface TestFixtures {
  /** Starts the browser of this project with the built extension; closed at the end of the test. */
  launch: Launch;
  /** A server that speaks OpenAI's wire and remembers what it was asked. */
  ai: AiServer;
}

interface WorkerFixtures {
  mailbox: { port: number; close(): Promise<void> };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  mailbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
    async ({}, use) => {
      const server = await startMailboxServer({ port: 0 });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
  ai: async ({}, use) => {
    const server = await startAiServer();
    await use(server);
    await server.close();
  },
  launch: async ({ mailbox }, use, info) => {
    const opened: LaunchedBrowser[] = [];
    const firefox = info.project.name === 'firefox';
    const extension = firefox ? '.output/firefox-mv3' : '.output/chrome-mv3';
    if (!existsSync(`${extension}/manifest.json`)) {
      throw new Error(`${extension} is not built: run npm run build`);
    }
    await use(async (options = {}) => {
      const launched = await (firefox ? launchFirefox : launchChromium)({
        extension,
        mailboxPort: mailbox.port,
        grantHosts: ['http://127.0.0.1/*'],
        language: 'en',
        ...options,
      });
      opened.push(launched);
      return launched;
    });
    for (const launched of opened) await launched.close();
  },
});

export { expect };

/** Opens a tab as a person would see it. */
export async function openTab(browser: LaunchedBrowser, url?: string): Promise<MailTab> {
  return new MailTab(await browser.newPage(url));
}
