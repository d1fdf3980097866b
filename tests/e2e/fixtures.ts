import { test as base, expect } from '@playwright/test';
import { type AiServer, type AiServerSettings, startAiServer } from '../browsers/ai-server.ts';
import type { JourneySession } from '../browsers/journey.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import { type BrowserSession, launchSession, type SessionSettings } from '../browsers/session.ts';

interface Fixtures {
  /** Starts this project's browser with the built extension on a fresh practice mailbox. */
  start(settings?: SessionSettings): Promise<BrowserSession>;
  /**
   * One browser for all tests of a worker that leave the extension as they found it: starting one costs more than
   * most of them. What they open is closed after each, and the mailbox has forgotten its drafts.
   */
  shared: JourneySession;
  /** Starts a server that speaks OpenAI's wire and remembers what it was asked. */
  startAi(settings?: AiServerSettings): Promise<AiServer>;
}

export const builds = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const;

export function browserName(project: string): 'chromium' | 'firefox' {
  return project === 'firefox' ? 'firefox' : 'chromium';
}

interface WorkerFixtures {
  sharedSession: BrowserSession;
}

function launch(project: string, settings: SessionSettings = {}): Promise<BrowserSession> {
  const browser = browserName(project);
  return launchSession(browser, {
    extensionFolder: builds[browser],
    grantHosts: ['http://127.0.0.1/*'],
    ...settings,
  });
}

/** Forgets the drafts of the mailbox and closes the page; a test may have closed it itself. */
async function clearAway(page: MailPage): Promise<void> {
  const open = await page
    .evaluate(() => {
      if (location.protocol === 'https:') localStorage.clear();
      return true;
    })
    .catch(() => false);
  if (open) await page.close();
}

/** Everything that was started ends with the test, whatever its outcome. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  sharedSession: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the shape of the parameter.
    async ({}, use, info) => {
      const session = await launch(info.project.name);
      await use(session);
      await session.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  shared: async ({ sharedSession }, use) => {
    const { browser, newPage, openExtensionPage } = sharedSession;
    const pages: MailPage[] = [];
    const noted = async <Page extends MailPage>(opened: Promise<Page>): Promise<Page> => {
      const page = await opened;
      pages.push(page);
      return page;
    };
    await use({
      browser,
      newPage: (url) => noted<MailPage>(newPage(url)),
      openExtensionPage: (page) => noted<MailPage>(openExtensionPage(page)),
    });
    for (const page of pages) await clearAway(page);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the shape of the parameter.
  start: async ({}, use, info) => {
    const sessions: BrowserSession[] = [];
    await use(async (settings) => {
      const session = await launch(info.project.name, settings);
      sessions.push(session);
      return session;
    });
    for (const session of sessions) await session.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the shape of the parameter.
  startAi: async ({}, use) => {
    const servers: AiServer[] = [];
    await use(async (settings) => {
      const server = await startAiServer({ key: 'sk-practice', ...settings });
      servers.push(server);
      return server;
    });
    for (const server of servers) await server.close();
  },
});

export { expect };
