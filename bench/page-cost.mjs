// What the extension costs a page that is loaded, typed in, and left open all day; always against a
// browser without it in the same run.
import { median, percentile, spread } from './statistics.mjs';

/** Fewer for a quick look: BENCH_WORDS=300 BENCH_WINDOWS=30 npm run bench. */
export const words = Number(process.env.BENCH_WORDS ?? 2000);
export const windows = Number(process.env.BENCH_WINDOWS ?? 100);

const mail = {
  gmail: {
    home: 'https://mail.google.com/mail/u/0/',
    editor: '[g_editable="true"]',
    open: '.T-I-KE',
    close: '.Ha',
  },
  outlook: {
    home: 'https://outlook.office.com/mail/',
    editor: '[id^="editorParent_"] [contenteditable="true"]',
    open: '.new-mail',
    close: '.tab-close',
  },
};

async function metrics(client) {
  const { metrics: list } = await client.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

async function scriptMs(session, host) {
  const { page } = await session.newPage();
  const client = await page.context().newCDPSession(page);
  // Time on the processor, not on the clock: other programs must not count.
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(`${mail[host].home}?fresh=1`);
  await page.waitForSelector(mail[host].open);
  await page.waitForTimeout(500);
  const { ScriptDuration } = await metrics(client);
  await page.close();
  return ScriptDuration * 1000;
}

/** Script time of a load without a compose window, in ms; turn and turn about. */
export async function measureLoad(withIt, bare, host) {
  const times = { withIt: [], bare: [] };
  for (let round = 0; round < 7; round += 1) {
    times.withIt.push(await scriptMs(withIt, host));
    times.bare.push(await scriptMs(bare, host));
  }
  const [ours, none] = [median(times.withIt), median(times.bare)];
  return { scriptMs: ours, bareMs: none, addedMs: Math.round((ours - none) * 10) / 10 };
}

/** In the page: types letter by letter and times each with all that follows before the next task. */
async function typeWords(css, wordCount) {
  const editor = document.querySelector(css);
  editor.focus();
  getSelection().setPosition(editor.firstChild ?? editor, 0);
  const times = [];
  const channel = new MessageChannel();
  const turn = () =>
    new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  for (let word = 0; word < wordCount; word += 1) {
    for (const letter of 'words ') {
      const begin = performance.now();
      document.execCommand('insertText', false, letter);
      await null;
      times.push(performance.now() - begin);
    }
    if (word % 20 !== 19) continue;
    document.execCommand('insertParagraph');
    await turn();
  }
  return times;
}

async function typingTimes(session, host, waitForBar) {
  const { page } = await session.newPage(`${mail[host].home}?fresh=1&compose=new`);
  await page.waitForSelector(mail[host].editor);
  if (waitForBar) await page.waitForSelector('iaposte-bar');
  await page.waitForTimeout(1500);
  const times = await page.evaluate(
    `(${typeWords})(${JSON.stringify(mail[host].editor)}, ${words})`,
  );
  await page.close();
  return times;
}

/** Time a letter takes in the page, with and without the extension, in ms. */
export async function measureTyping(withIt, bare, host) {
  const ours = await typingTimes(withIt, host, true);
  const none = await typingTimes(bare, host, false);
  const added = (share) =>
    Math.round((percentile(ours, share) - percentile(none, share)) * 100) / 100;
  return { with: spread(ours), bare: spread(none), addedP50: added(0.5), addedP99: added(0.99) };
}

async function growth(session, host, barExpected) {
  const { page } = await session.newPage(`${mail[host].home}?fresh=1`);
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const cycle = async () => {
    await page.locator(mail[host].open).first().click();
    await page.waitForSelector(barExpected ? 'iaposte-bar' : mail[host].editor);
    await page.locator(mail[host].close).first().click();
    await page.waitForFunction(() => !document.querySelector('iaposte-bar'));
  };
  const measure = async () => {
    await page.waitForTimeout(1500);
    await client.send('HeapProfiler.collectGarbage');
    return metrics(client);
  };
  // The first ones fill caches that stay.
  for (let round = 0; round < 5; round += 1) await cycle();
  const before = await measure();
  for (let round = 0; round < windows; round += 1) await cycle();
  const after = await measure();
  await page.close();
  return {
    heapKb: Math.round((after.JSHeapUsedSize - before.JSHeapUsedSize) / 1024),
    listeners: after.JSEventListeners - before.JSEventListeners,
    nodes: after.Nodes - before.Nodes,
  };
}

/** What many opened and closed windows leave behind, with and without the extension. */
export async function measureOpenClose(withIt, bare, host) {
  return { with: await growth(withIt, host, true), bare: await growth(bare, host, false) };
}
