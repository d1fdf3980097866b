// @inboxsdk/core as a peer: an extension of its own beside ours, as its users build one. It is written for
// the real Gmail; what it makes of the practice page is part of the result.
import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { watchAppearance } from './appearance.mjs';
import { spread } from './statistics.mjs';

const home = 'https://mail.google.com/mail/u/0/?fresh=1';
const rounds = Number(process.env.BENCH_ROUNDS ?? 40);
/** It may take its time to start; after this it is taken not to start at all, in ms. */
const patience = 20_000;

const entry = `
  import * as InboxSDK from '@inboxsdk/core';
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  addEventListener('unhandledrejection', (event) => tell('inboxsdk-failed', String(event.reason)));
  InboxSDK.load(2, 'sdk_iaposte_bench').then(
    (sdk) => {
      tell('inboxsdk-ready');
      sdk.Compose.registerComposeViewHandler(() => tell('inboxsdk-compose'));
    },
    (error) => tell('inboxsdk-failed', String(error)),
  );`;

async function buildPeer() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iaposte-inboxsdk-'));
  const source = path.dirname(
    createRequire(import.meta.url).resolve('@inboxsdk/core/package.json'),
  );
  const virtual = 'virtual:inboxsdk';
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    plugins: [
      {
        name: 'peer',
        resolveId: (id) => (id === virtual ? id : null),
        load: (id) => (id === virtual ? entry : null),
      },
    ],
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      rollupOptions: { input: virtual, output: { format: 'iife', entryFileNames: 'content.js' } },
    },
  });
  for (const file of ['pageWorld.js', 'background.js']) {
    cpSync(path.join(source, file), path.join(folder, file));
  }
  const matches = ['https://mail.google.com/*'];
  const manifest = {
    manifest_version: 3,
    name: 'InboxSDK bench',
    version: '1',
    permissions: ['scripting'],
    host_permissions: matches,
    background: { service_worker: 'background.js' },
    content_scripts: [{ matches, js: ['content.js'], run_at: 'document_end' }],
    web_accessible_resources: [{ matches, resources: ['pageWorld.js'] }],
  };
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

/** In the page: what the SDK told of itself, and when it told of each window. */
function listenToPeer() {
  const heard = { ready: false, failed: [], times: [] };
  globalThis.inboxsdk = heard;
  document.addEventListener('inboxsdk-ready', () => {
    heard.ready = true;
  });
  document.addEventListener('inboxsdk-failed', ({ detail }) => heard.failed.push(detail));
  document.addEventListener('inboxsdk-compose', () => {
    heard.times.push(performance.now() - globalThis.appearance.inserted);
  });
}

/**
 * Opens windows on the practice page with both extensions in one browser.
 * @param launch starts a browser with an extension folder (or several, comma-separated)
 */
export async function measureInboxSdk(launch, ours) {
  const folder = await buildPeer();
  const kb = Math.round(
    (statSync(path.join(folder, 'content.js')).size +
      statSync(path.join(folder, 'pageWorld.js')).size) /
      1024,
  );
  const session = await launch(`${ours},${folder}`);
  try {
    const { page } = await session.newPage();
    const said = [];
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text().slice(0, 200));
    });
    await page.addInitScript(listenToPeer);
    await page.goto(home);
    await page.waitForSelector('.T-I-KE');
    const ready = await page
      .waitForFunction(() => globalThis.inboxsdk.ready, null, { timeout: patience })
      .then(() => true)
      .catch(() => false);
    await page.evaluate(watchAppearance);
    for (let round = 1; round <= rounds; round += 1) {
      await page.locator('.T-I-KE').first().click();
      await page.waitForFunction((count) => globalThis.appearance.bars.length >= count, round);
      await page.locator('.Ha').first().click();
      await page.waitForFunction(() => !document.querySelector('iaposte-bar'));
    }
    const { times, failed } = await page.evaluate(() => globalThis.inboxsdk);
    const bars = await page.evaluate(() => globalThis.appearance.bars);
    return [
      { what: 'InboxSDK, minified, KB of scripts', values: { kb } },
      {
        what: 'InboxSDK tells, practice gmail',
        values: { started: ready, ...spread(times), said: [...failed, ...said].slice(0, 3) },
      },
      { what: 'bar visible beside InboxSDK', values: spread(bars.slice(1)) },
    ];
  } finally {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
