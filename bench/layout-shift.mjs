// How far what is already painted moves while a page of the extension fills with its data (CLS of Web Vitals).
import { chooseFile } from '../tests/browsers/choose-file.ts';
import { fillHistory } from '../tests/browsers/fill-history.ts';
import { connectRelay, startRelayWorld } from '../tests/browsers/relay-world.ts';

const loads = 8;
const sizes = { panel: { width: 380, height: 640 }, popup: { width: 420, height: 560 } };

const contacts = Array.from(
  { length: 40 },
  (_, index) => `Claire Martin ${index};claire${index}@exemple.fr;Atelier Nord;Client`,
);

/**
 * Something in every view: dictations, templates, contacts, a batch that is sent and one that is prepared, a mail
 * in the popup. Needs a browser whose background has read no list yet: it remembers each as it was.
 */
async function fill(session, world) {
  const now = Date.now();
  await fillHistory(
    session,
    Array.from({ length: 12 }, (_, index) => ({
      text: 'Bonjour Claire, la réunion de jeudi est reportée à dix heures.',
      subject: 'Réunion',
      host: 'gmail',
      createdAt: now - index * 3_600_000,
    })),
  );
  await (await connectRelay(session, world)).close();
  const panel = await session.openExtensionPage('sidepanel.html#/templates');
  await panel.click('[data-action="add-starters"]');
  await panel.waitFor('.template');
  await panel.goto(panel.page.url().replace('templates', 'contacts'));
  await panel.click('.empty [data-action="import"]');
  const file = ['Nom;Courriel;Société;Catégorie', ...contacts].join('\n');
  await chooseFile(panel, 'input[name="contacts-file"]', 'clients.csv', file);
  await panel.click('[data-action="import-contacts"]');
  await panel.waitFor('.contact-name');
  await panel.goto(panel.page.url().replace('contacts', 'batches'));
  await sendBatch(panel);
  await panel.click('[data-action="back"]');
  await panel.waitFor('.batch-rows');
  await panel.click('[data-action="new-batch"]');
  await panel.waitFor('.drop');
  await panel.close();
  const popup = await session.openExtensionPage('popup.html');
  await popup.click('textarea[name="body"]');
  await popup.type('Bonjour');
  await popup.close();
}

async function sendBatch(panel) {
  await panel.click('[data-action="new-batch"]');
  await panel.click('[data-action="from-contacts"]');
  await panel.click('[data-action="take-contacts"]');
  await panel.click('[data-action="next-step"]');
  await panel.click('input[name="subject"]');
  await panel.type('Vœux');
  await panel.click('textarea[name="body"]');
  await panel.type('Bonjour');
  await panel.click('[data-action="next-step"]');
  await panel.click('[data-action="next-step"]');
  // The relay of the bench runs on this computer: that its links lead nowhere has to be read.
  await panel.click('input[name="agree-rules"]');
  await panel.click('[data-action="send-batch"]');
  await panel.waitFor('.batch-numbers');
}

/** The sum of all shifts until the view is there and nothing has moved for half a second, and what moved. */
async function load(session, address, view, size) {
  const page = await session.openExtensionPage('welcome.html');
  await page.resize(size.width, size.height);
  await page.goto(page.page.url().replace('welcome.html', address));
  await page.waitFor(view);
  const shift = await page.evaluate(async () => {
    let sum = 0;
    let last = performance.now();
    const moved = new Set();
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        sum += value;
        last = performance.now();
        for (const { node } of sources) moved.add(node?.className || node?.nodeName || 'gone');
      }
    }).observe({ type: 'layout-shift', buffered: true });
    const turn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (performance.now() - last < 500) await turn();
    return { sum, moved: [...moved].join(' ') };
  });
  await page.close();
  return shift;
}

/** Popup and each view of the side panel with data, the worst of eight loads each. */
export async function measureLayoutShift(session) {
  const world = await startRelayWorld();
  try {
    await fill(session, world);
    const rows = [];
    for (const [name, address, view, size] of [
      ['popup', 'popup.html', '[data-action="send"]', sizes.popup],
      ['dictation', 'sidepanel.html#/dictation', '.dictation', sizes.panel],
      ['templates', 'sidepanel.html#/templates', '.template', sizes.panel],
      ['contacts', 'sidepanel.html#/contacts', '.contact-name', sizes.panel],
      ['batches', 'sidepanel.html#/batches', '.batch-rows', sizes.panel],
    ]) {
      const shifts = [];
      for (let turn = 0; turn < loads; turn += 1) {
        shifts.push(await load(session, address, view, size));
      }
      const worst = shifts.reduce((one, other) => (other.sum > one.sum ? other : one));
      rows.push({
        what: `layout shift of ${name}`,
        values: {
          worst: Math.round(worst.sum * 10_000) / 10_000,
          moved: worst.moved,
          budget: 0.01,
        },
      });
    }
    return rows;
  } finally {
    await world.close();
  }
}
