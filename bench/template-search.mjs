// How long a key in the search of the templates takes until the list has followed.
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

/** Milliseconds from each input event to the changed list, in the panel with 5,000 templates. */
export async function measureTemplateSearch(session) {
  const first = await session.openExtensionPage('sidepanel.html#/templates');
  await first.waitFor('[data-action="add-starters"]');
  await fill(first);
  // Changed through the extension itself, so that its index is made again.
  await first.click('[data-action="add-starters"]');
  await first.waitFor('.template');
  const times = await first.evaluate(async (queries) => {
    const input = document.querySelector('input[type="search"]');
    const status = document.querySelector('.templates [role="status"]');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const measured = [];
    const type = (text) =>
      new Promise((resolve) => {
        const began = performance.now();
        const list = document.querySelector('.template-rows');
        const observer = new MutationObserver(() => {
          observer.disconnect();
          measured.push(performance.now() - began);
          resolve();
        });
        for (const place of [list, status]) {
          observer.observe(place, { childList: true, characterData: true, subtree: true });
        }
        setValue.call(input, text);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
    for (const query of queries) {
      // A letter that changes nothing in the list cannot be waited for: each one is followed by another word.
      for (let length = 1; length <= query.length; length += 1) {
        await type(`${query.slice(0, length)} ${length % 2 === 0 ? 'zzz' : ''}`);
      }
    }
    return measured;
  }, words);
  await first.close();
  // The first key after a change of the templates waits for their index to be made again.
  const [firstKeyMs, ...others] = times;
  return { templates: rows, firstKeyMs: Math.round(firstKeyMs), ...spread(others), budgetP99: 16 };
}
