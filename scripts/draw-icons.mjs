// Draws public/icon/*.png from public/icon/logo.svg with Chromium. Run it after changing the logo.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const folder = fileURLToPath(new URL('../public/icon/', import.meta.url));
const svg = readFileSync(`${folder}logo.svg`, 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const size of [16, 32, 48, 128]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const sized = svg.replace('width="32" height="32">', `width="${size}" height="${size}">`);
  await page.setContent(`<style>*{margin:0}svg{display:block}</style>${sized}`);
  await page.screenshot({ path: `${folder}${size}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
