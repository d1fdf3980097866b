import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BidiConnection, openBidi } from './bidi-connection.ts';
import {
  type BrowserPage,
  type LaunchedBrowser,
  type LaunchOptions,
  until,
} from './browser-page.ts';
import { createFirefoxPage } from './firefox-page.ts';
import { copyWithGrantedHosts } from './grant-hosts.ts';
import { startMailProxy } from './mail-proxy.ts';

const extensionId = 'iapostemanager@iapostemanager.org';
/** Fixed, so that tests know the address of the extension's pages. */
const extensionUuid = '6a1c5d0e-6c2a-4f0e-9b3d-2f6a4b8c1d7e';

function preferences(options: LaunchOptions, proxyPort: number): Record<string, unknown> {
  return {
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'browser.startup.homepage_override.mstone': 'ignore',
    'browser.aboutwelcome.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.enabled': false,
    'app.update.enabled': false,
    'extensions.update.enabled': false,
    'browser.safebrowsing.downloads.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'remote.active-protocols': 1,
    'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: extensionUuid }),
    'network.proxy.type': 1,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'intl.accept_languages': options.language ?? 'en',
    'layout.css.prefers-color-scheme.content-override': options.colorScheme === 'dark' ? 0 : 1,
    'ui.systemUsesDarkTheme': options.colorScheme === 'dark' ? 1 : 0,
    ...microphonePreferences(options.microphone),
  };
}

function microphonePreferences(microphone: LaunchOptions['microphone']): Record<string, unknown> {
  switch (microphone) {
    case 'none':
      return { 'media.navigator.permission.disabled': true, 'media.navigator.streams.fake': false };
    case 'refused':
      return { 'media.navigator.streams.fake': true, 'permissions.default.microphone': 2 };
    default:
      // Firefox cannot play a file into the fake microphone: it sounds a tone.
      return { 'media.navigator.permission.disabled': true, 'media.navigator.streams.fake': true };
  }
}

async function startFirefox(
  profile: string,
  headless: boolean,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(
    process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    [
      ...(headless ? ['--headless'] : []),
      '--no-remote',
      '--profile',
      profile,
      '--remote-debugging-port=0',
      '--remote-allow-system-access',
      'about:blank',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, MOZ_DISABLE_AUTO_SAFE_MODE: '1' } },
  );
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stderr?.on('data', (data) => {
      printed += data;
      const match = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(printed);
      if (match?.[1]) resolve(match[1]);
    });
    child.stdout?.resume();
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Firefox ended with ${code}: ${printed}`)));
  });
  return { child, address };
}

/** Starts Firefox ESR with the built extension; every host but the mail hosts is unreachable. */
export async function launchFirefox(options: LaunchOptions): Promise<LaunchedBrowser> {
  const extension = options.grantHosts?.length
    ? copyWithGrantedHosts(options.extension, options.grantHosts)
    : path.resolve(options.extension);
  const proxy = await startMailProxy(options.mailboxPort);
  const profile = options.profile ?? mkdtempSync(path.join(os.tmpdir(), 'firefox-'));
  const lines = Object.entries(preferences(options, proxy.port)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(path.join(profile, 'user.js'), lines.join('\n'));
  const { child, address } = await startFirefox(profile, options.headless ?? true);
  const bidi = await openBidi(`${address}/session`);
  await bidi.send('session.new', {
    capabilities: {
      alwaysMatch: {
        acceptInsecureCerts: true,
        unhandledPromptBehavior: { default: 'accept' },
      },
    },
  });
  await bidi.send('session.subscribe', { events: ['log.entryAdded'] });
  await bidi.send('webExtension.install', { extensionData: { type: 'path', path: extension } });

  const pages = new Map<string, BrowserPage>();
  const wrap = (context: string): BrowserPage => {
    const known = pages.get(context) ?? createFirefoxPage(bidi, context);
    pages.set(context, known);
    return known;
  };
  return {
    name: 'firefox',
    async newPage(url) {
      const { context } = await bidi.send<{ context: string }>('browsingContext.create', {
        type: 'tab',
      });
      const page = wrap(context);
      await page.setViewport(options.width ?? 1280, options.height ?? 800);
      if (url) await page.goto(url);
      return page;
    },
    waitForPage: (urlPart) =>
      until(`a page with ${urlPart}`, async () => {
        const { contexts } = await bidi.send<{ contexts: { url: string; context: string }[] }>(
          'browsingContext.getTree',
        );
        const found = contexts.find((context) => context.url.includes(urlPart));
        return found && wrap(found.context);
      }),
    extensionUrl: (file) => `moz-extension://${extensionUuid}/${file}`,
    async stopBackground() {
      await inBrowserScope(
        bidi,
        `WebExtensionPolicy.getByID(${JSON.stringify(extensionId)}).extension.terminateBackground()`,
      );
    },
    async setOffline(offline) {
      proxy.setOffline(offline);
      await inBrowserScope(bidi, `Services.io.offline = ${offline}`);
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await bidi.send('browser.close').catch(() => undefined);
      const limit = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(limit);
      bidi.close();
      await proxy.close();
      if (!options.profile) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      if (options.grantHosts?.length) rmSync(extension, { recursive: true, force: true });
    },
  };
}

/** Runs an expression with the browser's own privileges. */
async function inBrowserScope(bidi: BidiConnection, expression: string): Promise<void> {
  const { contexts } = await bidi.send<{ contexts: { context: string }[] }>(
    'browsingContext.getTree',
    { 'moz:scope': 'chrome' },
  );
  const context = contexts[0]?.context;
  await bidi.send('script.evaluate', { expression, target: { context }, awaitPromise: true });
}
