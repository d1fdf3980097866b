import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type Worker } from '@playwright/test';
import { mailHosts } from '../../demo/serve.mjs';
import { ChromiumPage } from './chromium-page.ts';
import { copyExtensionWithHosts } from './extension-copy.ts';
import { waitUntil } from './mail-page.ts';
import { removeFolder } from './remove-folder.ts';

export interface ChromiumSettings {
  /** Port of the practice mailbox (`startMailboxServer`); every mail host leads there. */
  mailboxPort: number;
  /** Folder of the built extension; without it the browser runs bare. */
  extensionFolder?: string;
  /** Optional host permissions to start with, e.g. `http://127.0.0.1/*`. See extension-copy.ts. */
  grantHosts?: readonly string[];
  /**
   * `granted`: a test microphone, allowed without a prompt; `refused`: asking fails; `none`: there is no
   * microphone; `own`: the real one, asked for as usual.
   */
  microphone?: 'granted' | 'refused' | 'none' | 'own';
  /** Hosts other than the mail hosts stay reachable. */
  allowNetwork?: boolean;
  /** 48 kHz mono WAV that the microphone hears once. Without it: the browser's test tone. */
  microphoneWav?: string;
  headed?: boolean;
  /** No certificate of this machine is trusted, the mailbox's neither. */
  checkCertificates?: boolean;
  /** Keeps its profile here, to start again with the same storage. Default: a fresh one, removed. */
  profileFolder?: string;
  viewport?: { width: number; height: number };
  /** As a person who asked their system for no motion. */
  reducedMotion?: boolean;
  extraArguments?: readonly string[];
}

export interface ChromiumSession {
  browser: 'chromium';
  context: BrowserContext;
  /** Empty without an extension. */
  extensionId: string;
  /** The running service worker, started again when the browser had stopped it. */
  serviceWorker(): Promise<Worker>;
  /** A tab; headless, each counts as being in front. */
  newPage(url?: string, kind?: 'tab' | 'window'): Promise<ChromiumPage>;
  /** Opens a page of the extension in a tab, e.g. `sidepanel.html#/dictation`. */
  openExtensionPage(page: string): Promise<ChromiumPage>;
  /** Does something that opens a window or a tab, and answers its page. */
  pageOpenedBy(action: () => Promise<void>): Promise<ChromiumPage>;
  /** Closes the empty page that a browser begins with, once another one stands; answers how many there were. */
  closeBlankPages(): Promise<number>;
  /** The open page whose address contains this, e.g. the welcome page; waits for it. */
  waitForPage(addressPart: string): Promise<ChromiumPage>;
  /** Ends it as a crash does (SIGKILL). Only with a `profileFolder`, which stays as the crash left it. */
  kill(): Promise<void>;
  /** Settles when the browser has gone, e.g. because its window was closed. */
  closed: Promise<void>;
  close(): Promise<void>;
}

const browserPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Leads the mail hosts to the practice mailbox and every other name nowhere. */
function resolverRules(port: number, allowNetwork: boolean): string {
  const rules = mailHosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`);
  if (allowNetwork) return rules.join(',');
  return [...rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'].join(',');
}

function microphoneArguments({
  microphone = 'granted',
  microphoneWav,
}: ChromiumSettings): string[] {
  if (microphone === 'own') return [];
  if (microphone === 'none') return ['--use-fake-ui-for-media-stream'];
  const device = ['--use-fake-device-for-media-stream'];
  if (microphone === 'granted') device.push('--use-fake-ui-for-media-stream');
  if (microphoneWav) device.push(`--use-file-for-fake-audio-capture=${microphoneWav}%noloop`);
  return device;
}

async function findExtensionId(context: BrowserContext): Promise<string> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return new URL(worker.url()).host;
}

/** Starts Chromium on the practice mailbox. No real host can be reached from it. */
export async function launchChromium(settings: ChromiumSettings): Promise<ChromiumSession> {
  const { extensionFolder, grantHosts = [], headed = false, profileFolder } = settings;
  const copied = extensionFolder && grantHosts.length > 0;
  const extension = copied ? copyExtensionWithHosts(extensionFolder, grantHosts) : extensionFolder;
  const profile = profileFolder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPaths.find((file) => fs.existsSync(file)),
    headless: !headed,
    ignoreHTTPSErrors: !settings.checkCertificates,
    // Who opened a window for a person ends it and what belongs to it in order.
    handleSIGINT: !headed,
    // Said so that Playwright's test runner does not make every page English.
    locale: undefined,
    reducedMotion: settings.reducedMotion ? 'reduce' : null,
    // A person's window keeps its own size, and says nothing about being driven.
    viewport: settings.viewport ?? (headed ? null : { width: 1280, height: 800 }),
    ignoreDefaultArgs: headed ? ['--enable-automation'] : [],
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // For a tab that the extension opens too: it asks for the page before Playwright can see it.
      ...(headed || settings.checkCertificates ? [] : ['--ignore-certificate-errors']),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      `--host-resolver-rules=${resolverRules(settings.mailboxPort, settings.allowNetwork ?? false)}`,
      ...(extension
        ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]
        : []),
      ...microphoneArguments(settings),
      ...(settings.extraArguments ?? []),
    ],
  });
  const extensionId = extension ? await findExtensionId(context) : '';
  const wrapped = new WeakMap<object, ChromiumPage>();
  const wrap = (page: ReturnType<BrowserContext['pages']>[number]): ChromiumPage => {
    const known = wrapped.get(page) ?? new ChromiumPage(page);
    wrapped.set(page, known);
    return known;
  };
  const newPage = async (url?: string): Promise<ChromiumPage> => {
    const page = wrap(await context.newPage());
    if (url) await page.goto(url);
    return page;
  };
  return {
    browser: 'chromium',
    context,
    extensionId,
    serviceWorker: async () =>
      context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker')),
    newPage,
    openExtensionPage: (page) => newPage(`chrome-extension://${extensionId}/${page}`),
    async closeBlankPages() {
      const blank = context.pages().filter((page) => page.url() === 'about:blank');
      await Promise.all(blank.map((page) => page.close()));
      return blank.length;
    },
    async pageOpenedBy(action) {
      const opened = context.waitForEvent('page');
      await action();
      return wrap(await opened);
    },
    async waitForPage(addressPart) {
      const find = async () => context.pages().find((page) => page.url().includes(addressPart));
      const open = () => context.pages().map((page) => page.url());
      return wrap(
        await waitUntil(find, () => `a page at ${addressPart}; open are ${open().join(' ')}`),
      );
    },
    async kill() {
      if (!profileFolder) throw new Error('Only a browser with its own profile folder is killed.');
      // The lock of a profile names the process that holds it: `host-pid`.
      const [pid] = fs.readlinkSync(path.join(profile, 'SingletonLock')).match(/\d+$/) ?? [];
      const closed = context.waitForEvent('close');
      process.kill(Number(pid), 'SIGKILL');
      await closed;
    },
    closed: new Promise((resolve) => context.once('close', () => resolve())),
    async close() {
      await context.close();
      if (!profileFolder) await removeFolder(profile);
      if (copied && extension) await removeFolder(extension);
    },
  };
}
