// Measures what the extension costs a mail page, beside a bare browser, gmail.js and InboxSDK in one run.
// Chromium only. Needs a build: `npm run build && npm run bench`. `npm run bench -- panel`: panel and popup alone;
// `npm run bench -- relay`: the relay's figures.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchSession } from '../tests/browsers/session.ts';
import { measureAppearance } from './appearance.mjs';
import { measureFirstPaint } from './first-paint.mjs';
import { measureInboxSdk } from './inboxsdk.mjs';
import { measureLayoutShift } from './layout-shift.mjs';
import { measureLoad, measureOpenClose, measureTyping, windows, words } from './page-cost.mjs';
import { measureTableImport } from './table-import.mjs';
import { measureTemplateSearch } from './template-search.mjs';

if (process.argv.includes('relay')) {
  const parts = process.argv.slice(process.argv.indexOf('relay') + 1);
  const args = ['relay/bench/run.ts', ...parts];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  process.exit(status ?? 1);
}

const extensionFolder = '.output/chrome-mv3';
if (!existsSync(extensionFolder)) {
  console.error('No build in .output/chrome-mv3: run npm run build first.');
  process.exit(1);
}

const settings = { extensionFolder, grantHosts: ['http://127.0.0.1/*'] };
const withIt = await launchSession('chromium', settings);
const bare = await launchSession('chromium');
const rows = [];
const add = (what, values) => {
  rows.push({ what, ...values });
  console.log(`${what}: ${JSON.stringify(values)}`);
};

/** Popup and side panel. */
async function measurePanel() {
  for (const row of await measureFirstPaint(withIt)) add(row.what, row.values);
  for (const row of await measureTableImport(withIt)) add(row.what, row.values);
  add('search in the templates, ms a key', await measureTemplateSearch(withIt));
}

/** What moves in popup and side panel while their data comes. */
async function measureShifts() {
  // A browser of its own: the background of the other one remembers the lists as they were before.
  const fresh = await launchSession('chromium', settings);
  try {
    for (const row of await measureLayoutShift(fresh)) add(row.what, row.values);
  } finally {
    await fresh.close();
  }
}

/** What a mail page pays. */
async function measureMailPages() {
  for (const file of ['gmail.js', 'outlook.js', 'compose.js']) {
    const { size } = statSync(path.join(extensionFolder, 'content-scripts', file));
    add(`size of ${file}`, { kb: Math.round(size / 102.4) / 10 });
  }
  for (const row of await measureAppearance(withIt)) add(row.what, row.values);
  const launch = (folders) => launchSession('chromium', { extensionFolder: folders });
  for (const row of await measureInboxSdk(launch, extensionFolder)) add(row.what, row.values);
  for (const host of ['gmail', 'outlook']) {
    add(`page load at 4x throttle, ${host}`, await measureLoad(withIt, bare, host));
    add(`typing ${words} words, ${host}`, await measureTyping(withIt, bare, host));
    add(
      `${windows} windows opened and closed, ${host}`,
      await measureOpenClose(withIt, bare, host),
    );
  }
}

try {
  await measurePanel();
  if (!process.argv.includes('panel')) await measureMailPages();
  await measureShifts();
} finally {
  await withIt.close();
  await bare.close();
}

mkdirSync('out/bench', { recursive: true });
const report = {
  measured: new Date().toISOString(),
  rows,
};
writeFileSync('out/bench/compose.json', `${JSON.stringify(report, null, 2)}\n`);
console.table(rows.map(({ what, ...values }) => ({ what, values: JSON.stringify(values) })));
