// Pictures of the extension's own pages and an accessibility check of each, in the built extension.
//   npx wxt build -b chrome && node demo/gallery/pages.mjs [page] → out/gallery/page-*.png
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const extension = `${root}.output/chrome-mv3`;
const pages = ['options', 'welcome', 'sidepanel'].filter((page) =>
  page.includes(process.argv[2] ?? ''),
);
const looks = [
  { name: 'light-fr', width: 1000, settings: { theme: 'light', language: 'fr' } },
  { name: 'dark-en', width: 1000, settings: { theme: 'dark', language: 'en' } },
  { name: 'narrow-fr', width: 320, settings: { theme: 'light', language: 'fr' } },
  {
    name: 'server-es',
    width: 1000,
    settings: {
      theme: 'light',
      language: 'es',
      server: { baseUrl: 'https://api.mistral.ai/v1', chatModel: 'm', transcriptionModel: 'v' },
      dictation: { browserService: 'allowed', prefer: 'browser' },
    },
  },
];

/** With a microphone that is allowed, and with one that is refused. */
const microphones = [
  { name: '', args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'] },
  { name: '-refused', args: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'] },
];

mkdirSync(`${root}out/gallery`, { recursive: true });
let violations = 0;

/** A history to look at: two texts, one recording that waits, one that failed. */
async function fillHistory(page) {
  await page.evaluate(async () => {
    const opening = indexedDB.open('iapostemanager');
    const database = await new Promise((resolve) => {
      opening.onsuccess = () => resolve(opening.result);
    });
    const now = Date.now();
    const text = {
      engine: 'server:api.mistral.ai',
      language: 'fr',
      host: 'gmail',
      subject: 'Rendez-vous',
    };
    const recording = { mimeType: 'audio/webm', language: 'fr', host: 'outlook', subject: '' };
    const work = database.transaction(['transcriptions', 'recordings'], 'readwrite');
    const texts = work.objectStore('transcriptions');
    const recordings = work.objectStore('recordings');
    texts.put({
      ...text,
      id: 't1',
      createdAt: now - 4e5,
      durationMs: 38_000,
      words: 96,
      text: 'Bonjour Claire, merci pour votre retour rapide. Je vous confirme notre rendez-vous de jeudi à 14 h, dans nos bureaux.',
    });
    texts.put({
      ...text,
      id: 't2',
      createdAt: now - 9e7,
      durationMs: 63_000,
      words: 142,
      text: 'Monsieur le Directeur, par la présente je sollicite un congé du 12 au 19 décembre.',
    });
    recordings.put({
      ...recording,
      id: 'r1',
      state: 'queued',
      startedAt: now - 6e5,
      durationMs: 72_000,
      attempts: 2,
      nextTryAt: now + 9e5,
      failure: { code: 'server-failed' },
    });
    recordings.put({
      ...recording,
      id: 'r2',
      state: 'failed',
      startedAt: now - 8e6,
      durationMs: 14_000,
      attempts: 1,
      failure: { code: 'unauthorized' },
    });
    await new Promise((resolve) => {
      work.oncomplete = resolve;
    });
    database.close();
  });
  await page.reload();
}

for (const microphone of microphones) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'gallery-')), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      ...microphone.args,
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const origin = worker.url().split('/', 3).join('/');
  for (const look of microphone.name === '' ? looks : looks.slice(0, 2)) {
    await worker.evaluate((settings) => chrome.storage.local.set({ settings }), look.settings);
    for (const name of pages) {
      const page = await context.newPage();
      page.on('pageerror', (error) => console.log(name, 'page error', error.message));
      page.on('console', (line) => {
        if (line.type() === 'error') console.log(name, look.name, line.text());
      });
      await page.setViewportSize({ width: name === 'sidepanel' ? 380 : look.width, height: 760 });
      await page.goto(`${origin}/${name}.html`);
      await page.waitForSelector('#page > *');
      if (name === 'options' && look === looks[0]) {
        // Before the panel is opened: the background keeps what it has listed in memory.
        await page.waitForTimeout(400);
        await fillHistory(page);
        await page.waitForSelector('#page > *');
      }
      if (name === 'sidepanel' && pages.includes('options')) {
        await page.waitForSelector('.dictation');
      }
      const allow = page.locator('[data-action=allow-microphone]');
      await page.waitForTimeout(300);
      if (microphone.name !== '' && (await allow.count()) > 0) await allow.click();
      else if (await page.locator('[data-action=test]').count()) {
        await page.locator('[data-action=test]').click();
      }
      await page.waitForTimeout(600);
      await page.screenshot({
        path: `${root}out/gallery/page-${name}-${look.name}${microphone.name}.png`,
        fullPage: true,
      });
      await page.evaluate(axe);
      const report = await page.evaluate(() => window.axe.run(document));
      for (const violation of report.violations) {
        violations += 1;
        console.log(name, look.name, violation.id);
        for (const node of violation.nodes.slice(0, 3)) {
          console.log('  ', String(node.target), node.failureSummary?.split('\n')[1]);
        }
      }
      await page.close();
    }
  }
  await context.close();
}
console.log(`${violations} axe violations`);
process.exit(violations === 0 ? 0 : 1);
