import { test as base, expect } from '@playwright/test';
import { type AiServer, type AiServerSettings, startAiServer } from '../browsers/ai-server.ts';
import { type BrowserSession, launchSession, type SessionSettings } from '../browsers/session.ts';

interface Fixtures {
  /** Starts this project's browser with the built extension on a fresh practice mailbox. */
  start(settings?: SessionSettings): Promise<BrowserSession>;
  /** Starts a server that speaks OpenAI's wire and remembers what it was asked. */
  startAi(settings?: AiServerSettings): Promise<AiServer>;
}

export const builds = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const;

export function browserName(project: string): 'chromium' | 'firefox' {
  return project === 'firefox' ? 'firefox' : 'chromium';
}

/** Everything that was started ends with the test, whatever its outcome. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the shape of the parameter.
  start: async ({}, use, info) => {
    const sessions: BrowserSession[] = [];
    const browser = browserName(info.project.name);
    await use(async (settings = {}) => {
      const session = await launchSession(browser, {
        extensionFolder: builds[browser],
        grantHosts: ['http://127.0.0.1/*'],
        ...settings,
      });
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
