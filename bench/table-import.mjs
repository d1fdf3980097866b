// 100,000 rows of CSV: how long until they are parsed, checked and can be looked at, and how long the page stood still.

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idleBlock } from './longest-block.mjs';
import { longestTask, traceMainThread } from './page-trace.mjs';
import { median } from './statistics.mjs';

const rowCount = 100_000;
const rounds = 5;
const tracedRounds = 3;

/**
 * Chooses a file of 100,000 rows in the contacts view, five times, each in a new panel; times in ms, from the choice to
 * the checked preview. `idleBlockMs`: what the machine alone costs a page that does nothing, just before.
 * `longestTaskCpuMs`: three more imports, in a trace and with nothing else in the page: processor time of the
 * longest task, which is ours and nobody else's.
 */
export async function measureTableImport(session) {
  const folder = mkdtempSync(path.join(tmpdir(), 'iaposte-bench-'));
  const file = path.join(folder, 'many.csv');
  const bytes = writeTable(file);
  const measured = [];
  const traced = [];
  try {
    for (let round = 0; round < rounds; round += 1) measured.push(await measureOnce(session, file));
    for (let round = 0; round < tracedRounds; round += 1)
      traced.push(await traceOnce(session, file));
  } finally {
    rmSync(folder, { recursive: true });
  }
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
async function openImport(session) {
  const { page } = await session.openExtensionPage('sidepanel.html#/contacts');
  await page.locator('.empty .button').first().click();
  await page.waitForSelector('.drop');
  return page;
}

/**
 * In the page, from the choice of a file until its rows are checked and could be imported: how long it took and, where
 * turns can be watched, for how long the page stood still; ms.
 */
async function watchImport() {
  const input = document.querySelector('input[type="file"]');
  await new Promise((resolve) => {
    addEventListener('change', resolve, { once: true, capture: true });
    input.dataset.watched = 'yes';
  });
  performance.mark('chosen');
  const stop = globalThis.watchTurns?.();
  const began = performance.now();
  const ready = () => document.querySelector('[data-action="import-contacts"]:not(:disabled)');
  while (!ready()) await new Promise((resolve) => requestAnimationFrame(resolve));
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

async function measureOnce(session, file) {
  const page = await openImport(session);
  const idleBlockMs = await idleBlock(page);
  const watched = page.evaluate(watchImport);
  await chooseFile(page, file);
  const values = await watched;
  await page.close();
  return { ...values, idleBlockMs };
}

async function traceOnce(session, file) {
  const page = await openImport(session);
  const traced = await traceMainThread(page, async () => {
    const watched = page.evaluate(watchImport);
    await chooseFile(page, file);
    await watched;
  });
  await page.close();
  return longestTask(traced, 'chosen', 'ready');
}
