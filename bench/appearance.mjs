// How long after the compose node is in the page the bar can be seen.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { spread } from './statistics.mjs';

const savedPages = ['../shared/webmail-pages', '../../shared/webmail-pages']
  .map((folder) => path.resolve(folder))
  .find((folder) => existsSync(folder));
const saved = {
  gmail: ['gmail-2020-recorded-new-compose', 'gmail-2026-rebuilt-inline-reply'],
  outlook: ['outlook-2026-rebuilt-new-message', 'outlook-2026-rebuilt-inline-reply'],
};
const mail = {
  gmail: {
    home: 'https://mail.google.com/mail/u/0/',
    open: '.T-I-KE',
    close: '.Ha',
    root: '.M9',
  },
  outlook: {
    home: 'https://outlook.office.com/mail/',
    open: '.new-mail',
    close: '.tab-close',
    root: '[id^="docking_InitVisiblePart"]',
  },
};

/** gmail.js with jquery as one script for the page's own world, as its users run it. */
async function bundlePeer() {
  const entry = 'virtual:peer';
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'peer',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) =>
          id === entry
            ? `import { Gmail } from 'gmail-js'; import { jQuery } from 'jquery/slim';
               globalThis.startPeer = (seen) => new Gmail(jQuery).observe.on('compose', seen);`
            : null,
      },
    ],
    build: { write: false, rollupOptions: { input: entry, output: { format: 'iife' } } },
  });
  return result.output[0].code;
}

/** In the page: notes when an editor comes, when its bar can be seen, when gmail.js tells of it. */
export function watchAppearance() {
  const state = { inserted: 0, bars: [], peers: [], editors: new WeakSet() };
  globalThis.appearance = state;
  const css = '[contenteditable="true"][role="textbox"]';
  const look = () => {
    const bar = [...document.querySelectorAll('iaposte-bar')].find(
      (one) => !state.editors.has(one) && one.getBoundingClientRect().width > 0,
    );
    if (!bar) return requestAnimationFrame(look);
    state.editors.add(bar);
    return state.bars.push(performance.now() - state.inserted);
  };
  new MutationObserver((records) => {
    const added = records.flatMap((record) => [...record.addedNodes, record.target]);
    const editor = added
      .filter((node) => node.nodeType === 1 && !node.closest('.chat'))
      .map((node) => (node.matches(css) ? node : node.querySelector(css)))
      .find((node) => node && !node.closest('.chat') && !state.editors.has(node));
    if (!editor) return;
    state.editors.add(editor);
    state.inserted = performance.now();
    look();
  }).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['contenteditable', 'role'],
  });
  globalThis.startPeer?.(() => state.peers.push(performance.now() - state.inserted));
}

const waitForBars = (page, count) =>
  page.waitForFunction((wanted) => globalThis.appearance.bars.length >= wanted, count, {
    timeout: 15_000,
  });

async function practice(session, host, peer) {
  const { home, open, close } = mail[host];
  const { page } = await session.newPage(`${home}?fresh=1`);
  if (host === 'gmail') await page.evaluate(peer);
  await page.evaluate(watchAppearance);
  for (let round = 1; round <= 40; round += 1) {
    await page.locator(open).first().click();
    await waitForBars(page, round);
    await page.locator(close).first().click();
    await page.waitForFunction(() => !document.querySelector('iaposte-bar'));
  }
  const { bars, peers } = await page.evaluate(() => globalThis.appearance);
  await page.close();
  return { bars, peers };
}

/** A saved page whose compose window is taken out and put in again and again. */
async function savedPage(session, host, name, peer) {
  const html = readFileSync(path.join(savedPages, `${name}.html`), 'utf8');
  const { page } = await session.newPage();
  const address = `${mail[host].home}saved`;
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(address);
  if (host === 'gmail') await page.evaluate(peer);
  await page.evaluate((css) => {
    const root = document.querySelector(css);
    globalThis.saved = { parent: root.parentNode, html: root.outerHTML };
    root.remove();
  }, mail[host].root);
  await page.evaluate(watchAppearance);
  for (let round = 1; round <= 20; round += 1) {
    await page.evaluate(() => {
      const { parent, html: markup } = globalThis.saved;
      parent.append(document.createRange().createContextualFragment(markup));
    });
    await waitForBars(page, round);
    await page.evaluate((css) => document.querySelector(css).remove(), mail[host].root);
    await page.waitForFunction(() => !document.querySelector('iaposte-bar'));
  }
  const { bars, peers } = await page.evaluate(() => globalThis.appearance);
  await page.close();
  return { bars, peers };
}

/** The first window of a page also loads the compose half; it stands by itself. */
export async function measureAppearance(session) {
  const peer = await bundlePeer();
  const rows = [];
  const note = (where, bars, peers, host) => {
    rows.push({ what: `bar visible, ${where}`, values: spread(bars) });
    if (host === 'gmail') rows.push({ what: `gmail.js tells, ${where}`, values: spread(peers) });
  };
  for (const host of ['gmail', 'outlook']) {
    const { bars, peers } = await practice(session, host, peer);
    const [first = Number.NaN, ...later] = bars;
    rows.push({ what: `bar visible, first window of ${host}`, values: { ms: Math.round(first) } });
    note(`practice ${host}`, later, peers.slice(1), host);
    if (!savedPages) console.log(`Saved pages of ${host} are not here: skipped.`);
    for (const name of savedPages ? saved[host] : []) {
      const seen = await savedPage(session, host, name, peer);
      note(name, seen.bars, seen.peers, host);
    }
  }
  return rows;
}
