// 100,000 rows of CSV: how long until they are parsed, checked and can be looked at, and how long the page stood still.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectRelay, startRelayWorld } from '../tests/browsers/relay-world.ts';
import { idleBlock } from './longest-block.mjs';
import { longestTask, traceMainThread } from './page-trace.mjs';
import { median } from './statistics.mjs';

const rowCount = 100_000;
const rounds = 5;
const tracedRounds = 3;

/** Where such a file is chosen: how the view is reached, and what stands in it once all rows are checked. */
const views = [
  {
    what: 'CSV of 100,000 rows, contacts',
    async open(session) {
      const { page } = await session.openExtensionPage('sidepanel.html#/contacts');
      await page.locator('.empty .button').first().click();
      return page;
    },
    checked: '[data-action="import-contacts"]:not(:disabled)',
  },
  {
    what: 'CSV of 100,000 rows, a batch',
    async open(session) {
      const { page } = await session.openExtensionPage('sidepanel.html#/batches');
      await page.locator('[data-action="new-batch"]').click();
      return page;
    },
    checked: '.batch-problem-none',
  },
];

/**
 * Chooses a file of 100,000 rows in the contacts view and in a batch, five times each, always in a new panel; times in
 * ms, from the choice to the checked rows. `idleBlockMs`: what the machine alone costs a page that does nothing, just
 * before. `longestTaskCpuMs`: three more imports, in a trace and with nothing else in the page: processor time of the
 * longest task, which is ours and nobody else's.
 */
export async function measureTableImport(session) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iaposte-bench-'));
  const file = path.join(folder, 'many.csv');
  const bytes = writeTable(file);
  const world = await startRelayWorld();
  try {
    await connectRelay(session, world);
    const rows = [];
    for (const view of views) rows.push({ what: view.what, values: await measureView(view) });
    return rows;
  } finally {
    await world.close();
    rmSync(folder, { recursive: true });
  }

  async function measureView(view) {
    const measured = [];
    const traced = [];
    for (let round = 0; round < rounds; round += 1)
      measured.push(await measureOnce(session, view, file));
    for (let round = 0; round < tracedRounds; round += 1)
      traced.push(await traceOnce(session, view, file));
    const all = (name) => measured.map((values) => Math.round(values[name]));
    return {
      ms: median(all('ms')),
      longestBlockMs: all('longestBlockMs'),
      idleBlockMs: all('idleBlockMs'),
      longestTaskCpuMs: traced.map((ms) => Math.round(ms * 10) / 10),
      bytes,
      rows: rowCount,
      budgetMs: 2000,
      budgetBlockMs: 16,
    };
  }
}

/** A file on the disk, as somebody chooses one: made in the page it would leave 35 MB there to be collected meanwhile. */
function writeTable(file) {
  const lines = ['Prénom;Nom;Courriel;Société;Catégorie;Ville'];
  for (let index = 0; index < rowCount; index += 1) {
    lines.push(
      `Claire;Martin-${index};claire.martin.${index}@entreprise-exemple.fr;Atelier Nord ${index % 900};Client;Nantes ${index}`,
    );
  }
  writeFileSync(file, lines.join('\r\n'));
  return statSync(file).size;
}

/** A new panel in which a file can be chosen. */
async function openImport(session, view) {
  const page = await view.open(session);
  await page.waitForSelector('input[type="file"]', { state: 'attached' });
  return page;
}

/**
 * In the page, from the choice of a file until its rows are checked, which `checked` tells: how long it took and, where
 * turns can be watched, for how long the page stood still; ms.
 */
async function watchImport(checked) {
  const input = document.querySelector('input[type="file"]');
  await new Promise((resolve) => {
    addEventListener('change', resolve, { once: true, capture: true });
    input.dataset.watched = 'yes';
  });
  performance.mark('chosen');
  const stop = globalThis.watchTurns?.();
  const began = performance.now();
  while (!document.querySelector(checked))
    await new Promise((resolve) => requestAnimationFrame(resolve));
  const ms = performance.now() - began;
  performance.mark('ready');
  return { ms, longestBlockMs: stop?.() };
}

/**
 * Chooses the file once the page watches for it. All pages of an extension are one process: what the earlier rounds
 * and their watches have left there, a hundred thousand messages each, would be collected in the middle of this one.
 */
async function chooseFile(page, file) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
  await page.waitForSelector('input[type="file"][data-watched]', { state: 'attached' });
  await page.setInputFiles('input[type="file"]', file);
}

async function measureOnce(session, view, file) {
  const page = await openImport(session, view);
  const idleBlockMs = await idleBlock(page);
  const watched = page.evaluate(watchImport, view.checked);
  await chooseFile(page, file);
  const values = await watched;
  await page.close();
  return { ...values, idleBlockMs };
}

async function traceOnce(session, view, file) {
  const page = await openImport(session, view);
  const traced = await traceMainThread(page, async () => {
    const watched = page.evaluate(watchImport, view.checked);
    await chooseFile(page, file);
    await watched;
  });
  await page.close();
  return longestTask(traced, 'chosen', 'ready');
}
