// Pictures of the gallery and an accessibility check of each part.
//   node demo/gallery/shoot.mjs [name-part] → out/gallery/*.png, exit 1 on an axe violation
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import preact from '@preact/preset-vite';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wanted = process.argv[2] ?? '';
const parts = [
  ...readFileSync(new URL('./parts.tsx', import.meta.url), 'utf8').matchAll(
    /^ {2}'?([a-z-]+)'?: (?:\(|bars|strips)/gm,
  ),
]
  .map((match) => match[1])
  .filter((part) => part.includes(wanted));
const looks = [
  { name: 'light', width: 900, theme: 'light', lang: 'fr' },
  { name: 'dark', width: 900, theme: 'dark', lang: 'fr' },
  { name: 'narrow', width: 320, theme: 'light', lang: 'fr' },
];

const server = await createServer({
  root: fileURLToPath(new URL('.', import.meta.url)),
  configFile: false,
  plugins: [preact()],
  resolve: { alias: { '@': root } },
  server: { port: 4199, fs: { allow: [root] } },
  logLevel: 'error',
});
await server.listen();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
mkdirSync(`${root}out/gallery`, { recursive: true });
let violations = 0;
for (const look of looks) {
  const page = await browser.newPage({ viewport: { width: look.width, height: 640 } });
  page.on('pageerror', (error) => console.log('page error', error.message));
  for (const part of parts) {
    await page.goto(`http://localhost:4199/?part=${part}&theme=${look.theme}&lang=${look.lang}`);
    await page.waitForSelector('#gallery > *');
    await page.waitForTimeout(200);
    await page.screenshot({
      path: `${root}out/gallery/${part}-${look.name}.png`,
      animations: 'disabled',
    });
    await page.evaluate(axe);
    const report = await page.evaluate(() =>
      window.axe.run(document, {
        rules: {
          'page-has-heading-one': { enabled: false },
          region: { enabled: false },
          'landmark-one-main': { enabled: false },
          'landmark-unique': { enabled: false },
        },
      }),
    );
    for (const violation of report.violations) {
      violations += 1;
      console.log(
        part,
        look.name,
        violation.id,
        violation.nodes
          .map((node) => `${node.target} ${node.failureSummary?.split('\n')[1]}`)
          .slice(0, 3),
      );
    }
  }
  await page.close();
}
await browser.close();
await server.close();
console.log(`${parts.length} parts × ${looks.length} looks, ${violations} axe violations`);
process.exit(violations === 0 ? 0 : 1);
