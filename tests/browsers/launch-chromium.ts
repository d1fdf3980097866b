import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import {
  type BrowserPage,
  type LaunchedBrowser,
  type LaunchOptions,
  mailHosts,
  until,
} from './browser-page.ts';
import { copyWithGrantedHosts } from './grant-hosts.ts';

interface CdpNode {
  nodeName: string;
  backendNodeId: number;
  children?: CdpNode[];
  shadowRoots?: CdpNode[];
  contentDocument?: CdpNode;
}

function chromiumFlags(options: LaunchOptions, extension: string): string[] {
  const toMailbox = mailHosts.map((host) => `MAP ${host}:443 127.0.0.1:${options.mailboxPort}`);
  const elsewhere = options.allowNetwork
    ? []
    : ['MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'];
  const flags = [
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    `--host-resolver-rules=${[...toMailbox, ...elsewhere].join(',')}`,
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    ...(options.headless === false ? [] : ['--disable-gpu']),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const { microphone } = options;
  if (microphone === 'refused') flags.push('--use-fake-device-for-media-stream');
  else if (microphone !== 'none' && options.headless !== false) {
    flags.push('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
    if (microphone) flags.push(`--use-file-for-fake-audio-capture=${microphone}%noloop`);
  } else if (microphone === 'none') flags.push('--use-fake-ui-for-media-stream');
  return flags;
}

/** Starts Debian's Chromium with the built extension; every host but the mail hosts is unreachable. */
export async function launchChromium(options: LaunchOptions): Promise<LaunchedBrowser> {
  const extension = options.grantHosts?.length
    ? copyWithGrantedHosts(options.extension, options.grantHosts)
    : path.resolve(options.extension);
  const profile = options.profile ?? mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: options.headless ?? true,
    args: [...chromiumFlags(options, extension), `--lang=${options.language ?? 'en'}`],
    ignoreHTTPSErrors: true,
    locale: options.language ?? 'en',
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
  });
  const worker =
    context.serviceWorkers()[0] ??
    (await context.waitForEvent('serviceworker', { timeout: 30_000 }));
  const origin = new URL(worker.url()).origin;
  const wrapped = new Map<Page, BrowserPage>();
  const wrap = async (page: Page): Promise<BrowserPage> => {
    const known = wrapped.get(page) ?? (await wrapChromiumPage(page, context));
    wrapped.set(page, known);
    return known;
  };

  return {
    name: 'chromium',
    async newPage(url) {
      const page = await wrap(await context.newPage());
      if (url) await page.goto(url);
      return page;
    },
    waitForPage: (urlPart) =>
      until(`a page with ${urlPart}`, async () => {
        const page = context.pages().find((candidate) => candidate.url().includes(urlPart));
        return page && (await wrap(page));
      }),
    extensionUrl: (file) => `${origin}/${file}`,
    stopBackground: () => closeServiceWorker(context, origin),
    setOffline: (offline) => context.setOffline(offline),
    async close() {
      await context.close();
      if (!options.profile) rmSync(profile, { recursive: true, force: true });
      if (options.grantHosts?.length) rmSync(extension, { recursive: true, force: true });
    },
  };
}

async function closeServiceWorker(context: BrowserContext, origin: string): Promise<void> {
  const browser = context.browser();
  const session = await (browser
    ? browser.newBrowserCDPSession()
    : context.newCDPSession(context.pages()[0] ?? (await context.newPage())));
  const { targetInfos } = await session.send('Target.getTargets');
  const worker = targetInfos.find(
    (target) => target.type === 'service_worker' && target.url.startsWith(origin),
  );
  if (worker) await session.send('Target.closeTarget', { targetId: worker.targetId });
  await session.detach();
}

async function wrapChromiumPage(page: Page, context: BrowserContext): Promise<BrowserPage> {
  const session = await context.newCDPSession(page);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return {
    errors,
    goto: async (url) => {
      await page.goto(url);
    },
    reload: async () => {
      await page.reload();
    },
    url: async () => page.url(),
    evaluate: (run, ...args) =>
      page.evaluate(`(${run.toString()})(...${JSON.stringify(args)})`) as ReturnType<
        BrowserPage['evaluate']
      > as never,
    inOurRoots: (run, ...args) => callInRoots(session, run.toString(), args) as never,
    mouseClick: (x, y) => page.mouse.click(x, y),
    mouseMove: (x, y) => page.mouse.move(x, y),
    type: (text) => page.keyboard.type(text),
    press: (keys) => page.keyboard.press(keys),
    setViewport: (width, height) => page.setViewportSize({ width, height }),
    screenshot: async (file) => {
      await page.screenshot({ path: file });
    },
    close: () => page.close(),
  };
}

/** Closed roots are visible to the DevTools protocol: find them, then call with handles to them. */
async function callInRoots(session: CDPSession, run: string, args: unknown[]): Promise<unknown> {
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  const found: number[] = [];
  const walk = (node: CdpNode): void => {
    const ours = node.nodeName === 'IAPOSTE-BAR' || node.nodeName === 'IAPOSTE-LAYER';
    for (const shadow of node.shadowRoots ?? []) {
      if (ours) found.push(shadow.backendNodeId);
      walk(shadow);
    }
    for (const child of node.children ?? []) walk(child);
  };
  walk(root as CdpNode);
  const { result: window } = await session.send('Runtime.evaluate', { expression: 'globalThis' });
  const handles = await Promise.all(
    found.map(async (backendNodeId) => {
      const { object } = await session.send('DOM.resolveNode', { backendNodeId });
      return { objectId: object.objectId as string };
    }),
  );
  const answer = await session.send('Runtime.callFunctionOn', {
    objectId: window.objectId as string,
    functionDeclaration: `function (args, ...roots) {
      return JSON.stringify((${run})(roots, ...JSON.parse(args)) ?? null);
    }`,
    arguments: [{ value: JSON.stringify(args) }, ...handles],
    returnByValue: true,
  });
  if (answer.exceptionDetails) {
    throw new Error(answer.exceptionDetails.exception?.description ?? 'failed in our shadow root');
  }
  return JSON.parse(answer.result.value as string);
}
