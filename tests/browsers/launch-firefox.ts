import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BidiClient } from './bidi-client.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { copyExtensionWithHosts } from './extension-copy.ts';
import { FirefoxPage } from './firefox-page.ts';
import { copyUsedProfile, quietPreferences, writePreferences } from './firefox-profile.ts';
import { waitUntil } from './mail-page.ts';
import { removeFolder } from './remove-folder.ts';

export interface FirefoxSettings {
  /** Port of the practice mailbox (`startMailboxServer`); every mail host leads there. */
  mailboxPort: number;
  /** Folder of the built extension; without it the browser runs bare. */
  extensionFolder?: string;
  /** Optional host permissions to start with, e.g. `http://127.0.0.1/*`. See extension-copy.ts. */
  grantHosts?: readonly string[];
  /**
   * `granted`: a 1 kHz tone without a prompt (Firefox cannot play a file); `prompt`: the same tone after
   * `answerPrompt`; `none`: there is no microphone.
   */
  microphone?: 'granted' | 'prompt' | 'none' | 'own';
  /** Hosts other than the mail hosts stay reachable. */
  allowNetwork?: boolean;
  headed?: boolean;
  /** No certificate of this machine is trusted, the mailbox's neither. */
  checkCertificates?: boolean;
  /** Keeps its profile here. Default: a fresh one, removed. */
  profileFolder?: string;
  viewport?: { width: number; height: number };
  preferences?: Record<string, string | number | boolean>;
}

export interface FirefoxSession {
  browser: 'firefox';
  client: BidiClient;
  /** Host part of the extension's own addresses (`moz-extension://…`). */
  extensionId: string;
  /** In a tab that comes to the front, or in a window of its own: what stands behind counts as hidden. */
  newPage(url?: string, kind?: 'tab' | 'window'): Promise<FirefoxPage>;
  /** Opens a page of the extension in a tab, e.g. `sidepanel.html#/dictation`. */
  openExtensionPage(page: string): Promise<FirefoxPage>;
  /** Does something that opens a window or a tab, and answers its page. */
  pageOpenedBy(action: () => Promise<void>): Promise<FirefoxPage>;
  /** Closes the empty page that a browser begins with, once another one stands; answers how many there were. */
  closeBlankPages(): Promise<number>;
  /** The open page whose address contains this, e.g. the welcome page; waits for it. */
  waitForPage(addressPart: string): Promise<FirefoxPage>;
  /** Runs a function in the extension's background page, through a tab that may reach it. */
  inBackground<Answer, Args extends unknown[]>(
    run: (background: Window, ...args: Args) => Answer,
    ...args: Args
  ): Promise<Awaited<Answer>>;
  /** Answers the permission prompt that is open, or opens within 10 s. */
  answerPrompt(answer: 'allow' | 'block'): Promise<void>;
  /** Runs source text with the browser's own rights, e.g. to stop the background page. */
  inChrome(expression: string): Promise<unknown>;
  /** Settles when the browser has gone, e.g. because its window was closed. */
  closed: Promise<void>;
  /** Hosts that something tried to reach outside the mailbox. */
  refusedHosts: readonly string[];
  /** Ends it as a crash does (SIGKILL). Only with a `profileFolder`, which stays as the crash left it. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** The same for every start, so that addresses of extension pages are known beforehand. */
const extensionUuid = '6f2d1c1e-9b0a-4c57-8f5e-0a1d2b3c4d5e';

function readExtensionName(folder: string): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {
    browser_specific_settings: { gecko: { id: string } };
  };
  return manifest.browser_specific_settings.gecko.id;
}

function preferences(settings: FirefoxSettings, proxyPort: number, extensionName: string) {
  const { microphone = 'granted' } = settings;
  return {
    ...quietPreferences,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'media.navigator.streams.fake': microphone !== 'none' && microphone !== 'own',
    'media.navigator.permission.disabled': microphone === 'granted',
    'extensions.webextensions.uuids': JSON.stringify({ [extensionName]: extensionUuid }),
    ...settings.preferences,
  };
}

function startProgram(profile: string, headed: boolean): ChildProcess {
  return spawn(
    ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((file) => fs.existsSync(file)) ?? 'firefox',
    [
      ...(headed ? [] : ['--headless']),
      '--no-remote',
      '--profile',
      profile,
      '--remote-debugging-port=0',
      '--remote-allow-system-access',
      'about:blank',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, MOZ_DISABLE_AUTO_SAFE_MODE: '1' },
    },
  );
}

/** A first life without an extension, to its orderly end: what Firefox keeps for its next start is on disk. */
async function liveOnce(profile: string): Promise<void> {
  const child = startProgram(profile, false);
  const client = await connect(child, true);
  await chromeCall(client, 'gBrowserInit.idleTasksFinished.promise.then(() => true)');
  await end(client, child);
}

/** Waits for the line in which Firefox tells its BiDi address. */
function bidiAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`Firefox did not start:\n${output}`)), 60_000);
    child.stderr?.on('data', (data) => {
      output += data;
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(output)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Firefox ended with ${code}:\n${output}`));
    });
  });
}

/** A page's CSP violations become console errors, as they are in Chromium. */
const reportViolations = `() => document.addEventListener('securitypolicyviolation', (event) =>
  console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`;

async function connect(child: ChildProcess, acceptInsecureCerts: boolean): Promise<BidiClient> {
  const client = await BidiClient.connect(`${await bidiAddress(child)}/session`);
  await client.send('session.new', {
    capabilities: { alwaysMatch: { acceptInsecureCerts } },
  });
  await client.send('session.subscribe', { events: ['log.entryAdded'] });
  await client.send('script.addPreloadScript', { functionDeclaration: reportViolations });
  return client;
}

async function end(client: BidiClient, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
  await client.send('browser.close').catch(() => {});
  await ended;
  clearTimeout(timer);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function chromeCall(client: BidiClient, expression: string): Promise<unknown> {
  const { contexts } = await client.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const context = (contexts as { context: string }[])[0]?.context;
  const answer = await client.call(
    { context },
    `async () => JSON.stringify([await (${expression})])`,
  );
  return (JSON.parse(answer.value as string) as unknown[])[0];
}

interface Tab {
  context: string;
  url: string;
}

async function openTabs(client: BidiClient): Promise<Tab[]> {
  const { contexts } = await client.send('browsingContext.getTree', { maxDepth: 0 });
  return contexts as Tab[];
}

/** Starts Firefox on the practice mailbox, over WebDriver BiDi. No real host can be reached from it. */
export async function launchFirefox(settings: FirefoxSettings): Promise<FirefoxSession> {
  const { extensionFolder, grantHosts = [], headed = false, profileFolder } = settings;
  const copied = extensionFolder && grantHosts.length > 0;
  const extension = copied ? copyExtensionWithHosts(extensionFolder, grantHosts) : extensionFolder;
  const proxy = await startConnectProxy(settings.mailboxPort, settings.allowNetwork);
  const thrownAway = !profileFolder && !headed;
  const profile = profileFolder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-firefox-'));
  if (thrownAway) await copyUsedProfile(profile, liveOnce);
  const extensionName = extension ? readExtensionName(extension) : 'none@example.org';
  writePreferences(profile, preferences(settings, proxy.port, extensionName));
  const child = startProgram(profile, headed);
  const client = await connect(child, !settings.checkCertificates).catch(async (error: unknown) => {
    child.kill('SIGKILL');
    await proxy.close();
    throw error;
  });
  if (extension) {
    await client.send('webExtension.install', {
      extensionData: { type: 'path', path: path.resolve(extension) },
    });
  }
  const newPage = async (url?: string, kind: 'tab' | 'window' = 'tab'): Promise<FirefoxPage> => {
    const { context } = await client.send('browsingContext.create', { type: kind });
    const page = new FirefoxPage(client, context as string);
    const viewport = settings.viewport ?? (headed ? null : { width: 1280, height: 800 });
    if (viewport) await page.resize(viewport.width, viewport.height);
    if (url) await page.goto(url);
    return page;
  };
  const openExtensionPage = (page: string) => newPage(`moz-extension://${extensionUuid}/${page}`);
  return {
    browser: 'firefox',
    client,
    extensionId: extensionUuid,
    newPage,
    openExtensionPage,
    async closeBlankPages() {
      const blank = (await openTabs(client)).filter(({ url }) => url === 'about:blank');
      for (const { context } of blank) await client.send('browsingContext.close', { context });
      return blank.length;
    },
    async pageOpenedBy(action) {
      const before = (await openTabs(client)).map(({ context }) => context);
      await action();
      const find = async () =>
        (await openTabs(client)).find(({ context }) => !before.includes(context));
      return new FirefoxPage(client, (await waitUntil(find, () => 'a new window')).context);
    },
    async waitForPage(addressPart) {
      const find = async () =>
        (await openTabs(client)).find(({ url }) => url.includes(addressPart));
      const { context } = await waitUntil(find, () => `a page at ${addressPart}`);
      return new FirefoxPage(client, context);
    },
    async inBackground(run, ...args) {
      const page = await openExtensionPage('popup.html');
      const declaration = `async (json) => JSON.stringify([await (${run})(
        await browser.runtime.getBackgroundPage(), ...JSON.parse(json))])`;
      const answer = await client.call({ context: page.context }, declaration, [
        { type: 'string', value: JSON.stringify(args) },
      ]);
      await page.close();
      return (JSON.parse(answer.value as string) as never[])[0] as never;
    },
    async answerPrompt(answer) {
      const button = answer === 'allow' ? 'button' : 'secondaryButton';
      const press = `(() => {
        const prompt = document.querySelector('#notification-popup popupnotification:not([hidden])');
        if (!prompt?.${button}) return false;
        prompt.${button}.click();
        return true;
      })()`;
      await waitUntil(
        () => chromeCall(client, press),
        () => 'a permission prompt',
      );
    },
    inChrome: (expression) => chromeCall(client, expression),
    refusedHosts: proxy.refused,
    async kill() {
      if (!profileFolder) throw new Error('Only a browser with its own profile folder is killed.');
      await kill(child);
      await proxy.close();
    },
    closed: new Promise((resolve) => child.once('exit', () => resolve())),
    async close() {
      await (thrownAway ? kill(child) : end(client, child));
      await proxy.close();
      if (!profileFolder) await removeFolder(profile);
      if (copied && extension) await removeFolder(extension);
    },
  };
}
