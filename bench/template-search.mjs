// How long a key in the search of the templates takes until the list has followed, and until it is painted.
import { idleBlock } from './longest-block.mjs';
import { longestTask, processorTimes, traceMainThread } from './page-trace.mjs';
import { spread } from './statistics.mjs';

const rows = 5000;
const queries = ['relance', 'facture client', 'rendez-vous mardi', 'devis numero 12', 'reunion'];
const words = [...queries, ...queries, ...queries, ...queries];

/** Puts so many templates into the extension's database. */
async function fill(page) {
  await page.evaluate(async (count) => {
    const subjects = [
      'Relance de facture',
      'Rendez-vous du mardi',
      'Devis numéro',
      'Réunion',
      'Merci',
    ];
    const opening = indexedDB.open('iapostemanager');
    const database = await new Promise((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const writing = database.transaction('templates', 'readwrite');
    const body = 'Bonjour {{ prenom }}, votre facture client est prête. '.repeat(16);
    for (let index = 0; index < count; index += 1) {
      writing.objectStore('templates').put({
        id: `bench-${index}`,
        name: `${subjects[index % subjects.length]} ${index}`,
        category: `Catégorie ${index % 20}`,
        language: 'fr',
        subject: 'Objet',
        html: `<div>${body}</div><div>${index}</div>`,
        shortcut: '',
        favourite: index % 50 === 0,
        createdAt: index,
        updatedAt: index,
      });
    }
    await new Promise((resolve, reject) => {
      writing.oncomplete = resolve;
      writing.onerror = () => reject(writing.error);
    });
    database.close();
  }, rows);
}

/**
 * In the page: types these texts one after the other. For each, milliseconds from the input event until the
 * list has changed and is laid out (`drawn`), and until the frame that shows it has been handed over
 * (`painted`: the turn after the next animation frame).
 */
async function typeTexts(texts) {
  const input = document.querySelector('input[type="search"]');
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const turn = (text) =>
    new Promise((resolve) => {
      performance.mark('key');
      const began = performance.now();
      const observer = new MutationObserver(() => {
        observer.disconnect();
        document.querySelector('.templates').getBoundingClientRect();
        const drawn = performance.now() - began;
        performance.mark('drawn');
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            performance.mark('painted');
            resolve({ drawn, painted: performance.now() - began });
          };
          port2.postMessage(null);
        });
      });
      for (const place of ['.template-rows', '.templates [role="status"]']) {
        const changes = { childList: true, characterData: true, attributes: true, subtree: true };
        observer.observe(document.querySelector(place), changes);
      }
      setValue.call(input, text);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  const measured = [];
  for (const text of texts) measured.push(await turn(text));
  return measured;
}

/** A letter that changes nothing in the list cannot be waited for: every other one has a word that is nowhere. */
const keysOf = (query) =>
  Array.from(query, (_, at) => `${query.slice(0, at + 1)} ${at % 2 === 1 ? 'zzz' : ''}`);

/**
 * In the panel with 5,000 templates; first the word typed at once after they have changed, then the others. By the clock
 * beside how long an idle page stands still just before; then the same keys once more in a trace, for the processor
 * time of the page's own thread: until the list is drawn, until it is painted, and of the longest task of all.
 */
export async function measureTemplateSearch(session) {
  const page = await session.openExtensionPage('sidepanel.html#/templates');
  await page.waitFor('[data-action="add-starters"]');
  await fill(page);
  // Changed through the extension itself, so that its index is made again.
  await page.click('[data-action="add-starters"]');
  await page.waitFor('.template');
  const [first, ...queries] = words;
  const [firstKey, ...firstWord] = await page.evaluate(typeTexts, keysOf(first));
  // Until then the background answers, while the panel reads all templates: nobody types for so long at once.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const keys = queries.flatMap(keysOf);
  const idleBlockMs = await idleBlock(page.page);
  const times = await page.evaluate(typeTexts, keys);
  const traced = await traceMainThread(page.page, () => page.evaluate(typeTexts, keys));
  await page.close();
  return {
    templates: rows,
    firstKeyMs: Math.round(firstKey.drawn),
    firstWordMs: Math.round(Math.max(...firstWord.map(({ drawn }) => drawn))),
    drawn: spread(times.map(({ drawn }) => drawn)),
    painted: spread(times.map(({ painted }) => painted)),
    idleBlockMs: Math.round(idleBlockMs),
    drawnCpu: spread(processorTimes(traced, 'key', 'drawn')),
    paintedCpu: spread(processorTimes(traced, 'key', 'painted')),
    longestTaskCpuMs: Math.round(longestTask(traced, 'key', 'painted') * 10) / 10,
    budgetP99: 16,
  };
}
