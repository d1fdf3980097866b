import { makeXlsx } from '../../lib/platform/table/make-xlsx.test-data.ts';
import { catchFiles, savedFile } from '../browsers/catch-files.ts';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { chooseFile } from '../browsers/choose-file.ts';
import { violationsInLooks } from '../browsers/choose-look.ts';
import { fill, untilFits } from '../browsers/fill-fields.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { expect, test } from './fixtures.ts';

async function checkLooks(page: MailPage, what: string): Promise<void> {
  expect(await violationsInLooks(page), what).toEqual([]);
  await page.resize(320, 640);
  await untilFits(page, `${what} at 320 px`);
  await page.resize(420, 760);
}

const csv = [
  'Prénom;Nom;Courriel;Société;Catégorie;Ville',
  'Claire;Martin;claire@exemple.fr;=cmd|calc;Client;Nantes',
  'Élodie;Garçon;elodie@exemple.fr;Nord;Client;Brest',
  'Luc;Petit;luc(at)exemple.fr;;;',
  'Zoé;Roux;zoe.exemple.fr;;;',
  'MARTIN;Claire;c.martin@exemple.fr;;Ami;',
].join('\r\n');

const card = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:Léger;Zoé;;;',
  'FN:Zoé Léger',
  'ORG:Atelier du Sud',
  'EMAIL;TYPE=INTERNET,WORK:Zoe@exemple.fr',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:4.0',
  'FN:Sans Adresse',
  'EMAIL:sans arobase',
  'END:VCARD',
].join('\r\n');

/** Finds one contact by typing and opens it. */
async function openContact(page: MailPage, words: string): Promise<void> {
  await page.click('input[type="search"]');
  // The list is found as it was left.
  await page.press('Control+a');
  await page.type(words);
  await page.waitForText('.contacts-count', /^1 /);
  await page.click('.contact-name');
  await page.waitFor('input[name="contact-name"]');
}

/** Separator and encoding were guessed rightly: others are chosen by key, seen to be wrong, and taken back. */
async function readAnotherWay(page: MailPage): Promise<void> {
  const press = async (name: string, key: string): Promise<void> => {
    // What can be chosen is drawn a moment after what is.
    await waitUntil(
      async () => (await page.count(`select[name="${name}"] option`)) > 1,
      () => `the choices of ${name}`,
    );
    await page.focus(`select[name="${name}"]`);
    await page.press(key);
  };
  await page.waitForText('select[name="separator"]', /^;$/);
  await press('separator', 'ArrowDown');
  await page.waitForText('.import-columns summary', /1 col/);
  await press('separator', 'ArrowUp');
  await page.waitForText('.import-columns summary', /6 col/);
  await page.waitForText('select[name="encoding"]', /^windows-1252$/);
  await press('encoding', 'Home');
  await page.waitForText('.column-list', 'Pr\ufffdnom');
  // In which nothing can be read: said, and the file is there as it was read before.
  await press('encoding', 'ArrowDown');
  await page.waitFor('.notice[data-tone="error"]');
  await page.waitForText('.column-list', 'Pr\ufffdnom');
  await press('encoding', 'w');
  await page.waitForText('.column-list', 'Prénom');
  await page.waitForText('.problem-list', '4');
}

/** The field of a correction opens whole in a low panel, with the focus in it. */
async function fixInSight(page: MailPage): Promise<void> {
  await page.resize(320, 400);
  await page.evaluate(() => {
    const fix = document.querySelector('.problem [data-action="fix"]');
    // Its lower edge is that of the panel.
    scrollBy(0, (fix?.getBoundingClientRect().bottom ?? 0) - innerHeight);
  });
  await page.focus('.problem [data-action="fix"]');
  await page.press('Enter');
  await page.waitFor('input[name="fixed"]:focus');
  const below = () =>
    page.evaluate(
      () =>
        (document.querySelector('.problem-form')?.getBoundingClientRect().bottom ?? 0) -
        innerHeight,
    );
  await expect.poll(below).toBeLessThanOrEqual(0);
  await page.resize(420, 760);
}

/** Whatever window the browser itself holds for the active one. */
async function actionInFocus(page: MailPage, action: string): Promise<void> {
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-action') ?? null);
  await expect.poll(focused).toBe(action);
}

/** An export of a narrowed list asks what is meant; its cards change nothing when they are read again. */
async function exportAndReadAgain(page: MailPage): Promise<void> {
  await catchFiles(page);
  await page.click('[data-action="export-csv"]');
  const saved = await savedFile(page);
  expect(saved).toContain("'=cmd|calc");
  expect(saved).not.toMatch(/[;,]=cmd/);
  // In the order of the list.
  expect(saved.match(/^[^;\n]+@/gm)).toEqual(
    ['anne', 'claire', 'elodie', 'luc', 'c.martin'].map((name) => `${name}@`),
  );
  await page.waitForText('.toast', /5 .*contacts\.csv/);
  await catchFiles(page);
  await page.click('[data-action="export-vcard"]');
  const cards = await savedFile(page);
  expect(cards.match(/^BEGIN:VCARD/gm)).toHaveLength(5);
  expect(cards).toContain('EMAIL;TYPE=INTERNET:elodie@exemple.fr');

  // A free field is found too, and shown.
  await fill(page, 'input[type="search"]', 'lille');
  await page.waitForText('.contacts-count', /^1 /);
  await page.waitForText('.contact-meta', /^Lille/);
  await catchFiles(page);
  await page.click('[data-action="export-vcard"]');
  await actionInFocus(page, 'export-found');
  await checkLooks(page, 'what to export');
  await page.click('[data-action="export-found"]');
  expect((await savedFile(page)).match(/^FN:.*/gm)?.map((line) => line.trim())).toEqual([
    'FN:Anne Roy',
  ]);
  await page.waitForText('.toast', /1 .*contacts\.vcf/);
  await actionInFocus(page, 'export-vcard');

  await page.click('[data-action="import"]');
  await chooseFile(page, 'input[name="contacts-file"]', 'contacts.vcf', cards);
  await page.waitForText('.import-columns summary', '5 fichas');
  await page.click('[data-action="import-contacts"]');
  await page.waitForText('.toast', /^0 .*, 5 sin cambios/);
  await page.waitForText('.contacts-count', /^5 /);
}

/** What is hidden in a workbook is told, left out by a press, and nothing of it becomes a contact. */
async function leaveHiddenOut(page: MailPage): Promise<void> {
  const rows = [
    ['Courriel', 'Ville', 'Salaire'],
    ['ida@exemple.fr', 'Metz', '3 000'],
    ['partie@exemple.fr', 'Lens', '2 900'],
  ];
  const book = await makeXlsx([{ name: 'Équipe', rows, hidden: [3], hiddenColumns: [3, 3] }]);
  await page.click('[data-action="import"]');
  await chooseFile(page, 'input[name="contacts-file"]', 'equipe.xlsx', await book.bytes());
  await page.waitForText('[data-warning="hidden-columns"]', 'Salaire');
  await page.waitForText('[data-action="import-contacts"]', '2');
  await page.click('[data-action="leave-columns"]');
  await page.waitForText('select[data-column="2"]', /^nothing$/);
  await page.click('[data-action="leave-hidden"]');
  await page.waitForText('[data-action="import-contacts"]', '1');
  await page.waitFor('.virtual-row[data-kind="left-out"]');
  await checkLooks(page, 'hidden parts of a workbook');
  await page.click('[data-action="import-contacts"]');
  await page.waitForText('.toast', /1.*, 1/);
  await page.waitForText('.contacts-count', /^5 /);
  await page.click('.toast [data-action="undo"]');
  await page.waitForText('.contacts-count', /^4 /);
}

test('contacts: by hand, from tables and cards, found, changed (X19), merged, exported (S24)', async ({
  start,
}) => {
  const session = await start();
  const page = await session.openExtensionPage('sidepanel.html#/contacts');
  await page.waitFor('.empty-title');
  await checkLooks(page, 'empty');

  // By hand: what was typed outlives the panel, a bad address is explained and put right.
  await page.click('[data-action="new-contact"]');
  await page.click('input[name="contact-name"]');
  await page.type('Anne Roy');
  await page.click('input[name="contact-email"]');
  await page.type('Anne@gmial.com');
  await page.reload();
  await page.waitForText('input[name="contact-email"]', 'Anne@gmial.com');
  await page.click('input[name="contact-email"]');
  await page.press('Tab');
  await page.click('[data-action="suggestion"]');
  await page.waitForText('input[name="contact-email"]', 'anne@gmail.com');
  await page.click('[data-action="add-field"]');
  await page.type('');
  await page.click('input[name="field-name"]');
  await page.type('Ville');
  await page.click('input[name="field-value"]');
  await page.type('Lille');
  // A value without a name and a name used twice are said at the field; nothing is dropped unsaid.
  await page.click('[data-action="add-field"]');
  await page.click('.free-field:last-of-type input[name="field-value"]');
  await page.type('06 12');
  await page.press('Enter');
  await page.waitForText('.free-fields .field-error', 'no tiene nombre');
  await page.waitFor('input[name="field-name"][aria-invalid="true"]:focus');
  await page.type('Ville');
  await page.waitForText('.free-fields .field-error', 'ya tiene');
  await checkLooks(page, 'editor');
  await page.reload();
  await page.waitFor('.free-field + .free-field');
  await page.click('.free-field:last-of-type input[name="field-name"]');
  await page.press('Control+a');
  await page.type('Tel');
  await page.press('Enter');
  await page.waitForText('.contact-name', 'Anne Roy');
  // The same address in other case: said, and the one there is can be opened; what was typed stays.
  await page.click('[data-action="new-contact"]');
  await page.click('input[name="contact-email"]');
  await page.type('ANNE@Gmail.com');
  await page.press('Enter');
  await page.waitForText('.contact-clash', 'Anne Roy');
  await checkLooks(page, 'taken');
  await page.click('[data-action="open-taken"]');
  await page.waitForText('input[name="contact-name"]', 'Anne Roy');
  const free = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('.free-field input')].map((i) => i.value),
    );
  await expect.poll(free).toEqual(['Ville', 'Lille', 'Tel', '06 12']);
  await page.click('[data-action="back"]');
  await page.click('[data-action="new-contact"]');
  await page.waitForText('input[name="contact-email"]', 'ANNE@Gmail.com');
  await page.focus('input[name="contact-email"]');
  await page.press('Enter');
  // What is said of it moves the buttons down.
  await page.waitForText('.contact-clash', 'Anne Roy');
  await page.click('[data-action="cancel"]');
  await page.waitForText('.contact-name', 'Anne Roy');
  await page.reload();
  await page.waitForText('.contact-name', 'Anne Roy');

  // From a file in Windows' encoding: columns guessed, problems by line, one put right, one left out.
  await page.click('[data-action="import"]');
  await page.waitFor('.drop');
  await checkLooks(page, 'choose');
  const bytes = Uint8Array.from(csv, (character) => character.charCodeAt(0));
  await chooseFile(page, 'input[name="contacts-file"]', 'clients.csv', bytes);
  await page.waitForText('.problem-list', '4');
  await readAnotherWay(page);
  await page.waitForText('select[data-column="2"]', /^address$/);
  await page.click('.problem [data-action="use-suggestion"]');
  await waitUntil(
    async () => (await page.count('.problem')) === 1,
    () => 'one problem to be left',
  );
  await page.waitForText('.problem', '5');
  await fixInSight(page);
  await checkLooks(page, 'preview');
  await page.click('[data-action="import-contacts"]');
  await page.waitForText('.toast', /4/);
  await page.waitForText('.contacts-count', '5');
  await checkLooks(page, 'list');

  // Found whatever the accents; the first name went before the family name.
  await page.click('input[type="search"]');
  await page.type('elodie');
  await page.waitForText('.contacts-count', /^1 /);
  await page.waitForText('.contact-name', 'Élodie Garçon');
  await page.press('Control+a');
  await page.press('Backspace');
  await page.waitForText('.contacts-count', /^5 /);
  // By category.
  await page.focus('select.chip');
  await page.press('C');
  await page.waitForText('.contacts-count', /^2 /);
  await page.press('Home');
  await page.waitForText('.contacts-count', /^5 /);

  // By keyboard: down the list, delete, undo.
  await page.focus('.virtual-row[tabindex="0"]');
  await page.press('ArrowDown');
  await page.press('Delete');
  await page.waitForText('.contacts-count', /^4 /);
  expect(await checkAccessibility(page), 'toast').toEqual([]);
  await page.click('.toast [data-action="undo"]');
  await page.waitForText('.contacts-count', /^5 /);

  await exportAndReadAgain(page);

  // The two Claires are one; merged, and parted again.
  await page.click('[data-action="doubles"]');
  await page.waitFor('.double');
  await checkLooks(page, 'doubles');
  await page.click('[data-action="merge"]');
  await page.waitFor('.double', { state: 'hidden' });
  await page.click('.toast [data-action="undo"]');
  await page.waitFor('.double');
  await page.click('[data-action="merge"]');
  await page.waitFor('.empty-title');
  await page.click('[data-action="back"]');
  await page.waitForText('.contacts-count', /^4 /);

  await leaveHiddenOut(page);

  // A card from an address book, looked at and changed.
  await page.click('[data-action="import"]');
  await chooseFile(page, 'input[name="contacts-file"]', 'carnet.vcf', card);
  // The second card has no good address: its line is told, and the other one is taken.
  await page.waitForText('.problem-list', '8');
  await page.waitForText('.problem-list', 'sans arobase');
  await page.click('[data-action="import-contacts"]');
  await page.waitForText('.contacts-count', /^5 /);
  await openContact(page, 'zoe');
  await page.waitForText('input[name="contact-email"]', /^zoe@exemple\.fr$/);
  await page.waitForText('input[name="contact-organisation"]', /^Atelier du Sud$/);
  await page.click('input[name="contact-category"]');
  await page.type('Amie');
  await page.click('[data-action="save-contact"]');
  await page.waitFor('.contacts-count');

  // X19: two panels change it. What only one has changed is kept from both; a contradiction is shown first.
  const other = await session.openExtensionPage('sidepanel.html#/contacts');
  await openContact(other, 'zoe');
  await fill(other, 'input[name="contact-name"]', 'Zoé Roux-Léger');
  await page.bringToFront();
  await openContact(page, 'zoe');
  await other.bringToFront();
  await other.click('[data-action="save-contact"]');
  await other.waitFor('.contacts-count');
  await openContact(other, 'zoe');
  await other.click('input[name="contact-organisation"]');
  await other.press('Control+a');
  await other.type('Atelier du Nord');
  await other.press('Enter');
  await other.waitFor('.contacts-count');
  await other.close();
  await page.bringToFront();
  await fill(page, 'input[name="contact-name"]', 'Zoë Léger');
  await page.press('Enter');
  await page.waitForText('.contact-clash', /Zoé Roux-Léger[\s\S]*Zoë Léger/);
  expect(await checkAccessibility(page), 'contradiction').toEqual([]);
  await page.click('[data-action="take-other"]');
  await page.waitForText('input[name="contact-name"]', 'Zoé Roux-Léger');
  await page.click('[data-action="save-contact"]');
  await page.waitFor('.contacts-count');
  await page.reload();
  await openContact(page, 'zoe');
  await page.waitForText('input[name="contact-name"]', /^Zoé Roux-Léger$/);
  await page.waitForText('input[name="contact-organisation"]', /^Atelier du Nord$/);
  await page.waitForText('input[name="contact-category"]', /^Amie$/);
  await page.click('[data-action="back"]');
  await page.click('input[type="search"]');
  await page.press('Control+a');
  await page.press('Backspace');
  await page.waitForText('.contacts-count', /^5 /);
  expect(page.errors).toEqual([]);

  // A press on the letter opens a new message to that person.
  await page.waitForText('.virtual-row[data-row="0"]', 'Anne Roy');
  await page.click('.virtual-row[data-row="0"] [data-action="write"]');
  const mail = await session.waitForPage('view=cm');
  expect(await mail.url()).toContain('to=anne%40gmail.com');
});

test('X21: an import that is cancelled, or whose panel goes, leaves everything as it was', async ({
  start,
}) => {
  const session = await start();
  const page = await session.openExtensionPage('sidepanel.html#/contacts');
  const rows = Array.from({ length: 60_000 }, (_, index) => `a${index}@exemple.fr;Nom ${index}`);
  const begin = async (): Promise<void> => {
    await page.waitFor('.empty-title');
    await page.click('.empty .button');
    await chooseFile(page, 'input[name="contacts-file"]', 'many.csv', rows.join('\n'));
    await page.click('[data-action="import-contacts"]', { timeout: 30_000 });
    await waitUntil(
      () =>
        page.evaluate(() => {
          const progress = document.querySelector('progress');
          return progress !== null && progress.value > 0;
        }),
      () => 'rows to be written',
      30_000,
    );
  };
  await begin();
  await page.click('[data-action="cancel-import"]');
  await page.waitFor('.notice');
  await page.click('[data-action="back"]');
  await page.waitFor('.empty-title');
  await begin();
  await page.reload();
  await page.waitFor('.empty-title');
});
