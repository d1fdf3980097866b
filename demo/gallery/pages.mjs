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
