import { catchFiles, savedFile } from '../browsers/catch-files.ts';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { chooseFile } from '../browsers/choose-file.ts';
import { chooseLook, type Look, violationsInLooks } from '../browsers/choose-look.ts';
import { untilFits } from '../browsers/fill-fields.ts';
import { waitForFoundWords } from '../browsers/found-words.ts';
import { editorHtml, mailboxes, openCompose, untilNoted } from '../browsers/journey.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { expect, test } from './fixtures.ts';

const french = ['fr', 'light'] as const;

async function checkLooks(page: MailPage, what: string): Promise<void> {
  expect(await violationsInLooks(page), what).toEqual([]);
  await chooseLook(page, french);
}

async function openTemplates(session: BrowserSession): Promise<MailPage> {
  const page = await session.openExtensionPage('sidepanel.html#/templates');
  await chooseLook(page, french);
  await page.waitFor('[data-action="add-starters"]');
  return page;
}

/** `theme`: what the parts in the mail page take too. */
async function addStarters(session: BrowserSession, theme: Look[1]): Promise<void> {
  const page = await openTemplates(session);
  await chooseLook(page, ['fr', theme]);
  await page.click('[data-action="add-starters"]');
  await page.waitFor('.template');
  const html = '<blockquote><div>On verra.</div></blockquote><div><i>Bien</i> à <u>vous</u></div>';
  const closing = { name: 'Formule', language: 'fr', html };
  await chooseTemplates(page, fileOf([{ ...closing, shortcut: 'formule' }]));
  await page.click('[data-action="add-imported"]');
  await page.waitForText('.template-rows', 'Formule');
  await page.close();
}

/** By the button, or by the menu where the bar has no room for it. */
async function openPicker(page: MailPage): Promise<void> {
  if (await page.isVisible('[data-action="templates"]')) {
    await page.click('[data-action="templates"]');
  } else {
    await page.click('[data-action="more"]');
    await page.click('[data-menu="templates"]');
  }
  await page.waitFor('[role="option"]');
}

const subjects = {
  gmail: 'input[name="subjectbox"]',
  outlook: 'input[id^="MSG_"][id$="_SUBJECT"]',
};
const recipients = {
  gmail: '[name="to"] input[peoplekit-id]',
  outlook: '[id^="MSG_"][id$="_TO"] [contenteditable="true"]',
};
const absence = [
  ['debut', '1er mars'],
  ['fin', '8 mars'],
  ['remplacant', 'luc@exemple.fr'],
] as const;
/** Both themes are looked at, one in each mail page. */
const themes = { gmail: 'light', outlook: 'dark' } as const;

/** Presses a button of the editor and sees it in effect, or no longer. */
async function format(page: MailPage, name: string, on = true): Promise<void> {
  await page.click(`[data-format="${name}"]`);
  await page.waitFor(`[data-format="${name}"][aria-pressed="${on}"]`);
}

/** From the foot of the list back up by keyboard: nothing that has the focus lies under the names of the views. */
async function backUp(page: MailPage): Promise<void> {
  await page.resize(320, 500);
  await page.focus('[data-starters="es"]');
  for (let stop = 0; stop < 20; stop += 1) {
    await page.press('Shift+Tab');
    const hidden = await page.evaluate(() => {
      const box = (element: Element | null) => element?.getBoundingClientRect();
      const focused = document.activeElement;
      const [own, names] = [box(focused), box(document.querySelector('.panel-nav'))];
      // What stands in sight for the most part no browser moves.
      const under = own && names && (own.top + own.bottom) / 2 < names.bottom;
      return under ? `${focused?.className}, ${own.top} to ${own.bottom}` : null;
    });
    expect(hidden, `stop ${stop}`).toBeNull();
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.resize(320, 700);
}

function fileOf(templates: unknown[]): string {
  return JSON.stringify({ format: 'iapostemanager.templates', version: 1, templates }, null, 1);
}

function chooseTemplates(page: MailPage, text: string): Promise<void> {
  return chooseFile(page, 'input[name="template-file"]', 'modeles.json', text);
}

test('the panel: ready-made templates, search, filters, favourites, duplicate, delete with undo', async ({
  start,
}) => {
  const session = await start();
  const page = await openTemplates(session);
  await page.resize(320, 700);
  await untilFits(page);
  await checkLooks(page, 'empty');
  await page.click('[data-action="add-starters"]');
  await waitUntil(
    async () => (await page.count('.template')) === 12,
    () => 'twelve templates',
  );
  await untilFits(page);
  await checkLooks(page, 'list');
  await backUp(page);

  await page.click('input[type="search"]');
  await page.type('reunion');
  await waitUntil(
    async () => (await page.count('.template')) === 1,
    () => 'one template to be found',
  );
  // Marked a moment later: what was found by the last letters may be drawn already.
  await waitForFoundWords(page, '.template', /^r[ée]union$/i);
  // Where nothing is found no row can be seen or reached, and the letters taken back bring it again.
  const rowIsThere = () =>
    page.evaluate(() => document.querySelector('.template')?.checkVisibility() ?? false);
  await page.type('zzz');
  await page.waitForText('.search-none', 'reunionzzz');
  await waitUntil(
    async () => !(await rowIsThere()),
    () => 'no row to be seen',
  );
  for (const _ of 'zzz') await page.press('Backspace');
  await waitUntil(rowIsThere, () => 'the row found before');
  await waitForFoundWords(page, '.template', /^r[ée]union$/i);
  await page.press('Control+a');
  await page.press('Backspace');
  await waitUntil(
    async () => (await page.count('.template')) === 12,
    () => 'all templates again',
  );

  // By category and by language; what narrows the list is taken back by one press.
  const narrowedTo = (count: number) =>
    waitUntil(
      async () => (await page.count('.template')) === count,
      () => `${count} templates`,
    );
  await page.focus('.filters select[name="category"]');
  await page.press('V');
  await narrowedTo(2);
  await page.focus('.filters select[name="language"]');
  await page.press('End');
  await page.waitFor('.search-none');
  await page.click('.search-none .link-button');
  await narrowedTo(12);

  await page.click('.template:nth-child(3) [data-action="favourite"]');
  await page.waitFor('.template:first-child [data-action="favourite"][aria-pressed="true"]');
  const favourite = (await page.text('.template:first-child .template-name')) ?? '';
  await page.click('[data-action="favourites"]');
  await waitUntil(
    async () => (await page.count('.template')) === 1,
    () => 'the favourite alone',
  );
  await page.click('.template [data-action="duplicate"]');
  await page.click('[data-action="favourites"]');
  await page.waitForText('.template-rows', `${favourite} (copie)`);
  const id = await page.attribute('.template:first-child', 'data-id');
  await page.click(`[data-id="${id}"] [data-action="delete"]`);
  await page.waitFor(`[data-id="${id}"]`, { state: 'hidden' });
  expect(await checkAccessibility(page), 'toast').toEqual([]);
  await page.click('.toast [data-action="undo"]');
  await page.waitFor(`[data-id="${id}"]`);

  await catchFiles(page);
  await page.click('[data-action="export"]');
  const saved = await savedFile(page);
  await chooseTemplates(page, saved);
  await page.waitForText('.modal', 'Ils sont déjà tous là');
  await page.click('[data-action="close-import"]');
  const file = JSON.parse(saved);
  expect(file).toMatchObject({ format: 'iapostemanager.templates', version: 1 });
  expect(file.templates).toHaveLength(13);
  expect(file.templates).toContainEqual(
    expect.objectContaining({
      name: 'Envoi d’un devis',
      language: 'fr',
      shortcut: 'devis',
      subject: expect.stringContaining('{{ projet }}'),
      html: expect.stringContaining('<li>Montant\u00a0: {{ montant }}</li>'),
    }),
  );
  expect(page.errors).toEqual([]);
});

test('the editor: what is written is saved by itself, X19: two windows lose nothing', async ({
  start,
}) => {
  const session = await start();
  const page = await openTemplates(session);
  await page.click('[data-action="new-template"]');
  await page.waitFor('.rich-text');
  await page.focus('input[name="name"]');
  await page.type('Vœux clients');
  // A shortcut that cannot be one: the error alone, not with how to type it.
  await page.focus('input[name="shortcut"]');
  await page.type('vœux!');
  await page.waitFor('input[name="shortcut"][aria-invalid]');
  expect(await page.text('.field:has([name="shortcut"])')).not.toContain('Tab');
  await page.press('Backspace');
  await page.waitForText('.field:has([name="shortcut"])', '/vœux');
  await page.focus('input[name="subject"]');
  await page.type('Bonne année {{ annee }}');
  await page.click('.rich-text');
  await page.type('Bonjour ');
  await page.click('[data-format="variable"]');
  await page.waitFor('input[name="variable-name"]:focus');
  await page.press('Enter');
  await page.waitFor('input[name="variable-name"]:focus[aria-invalid]');
  await page.waitForText('.rich-form .field-error', 'sans espace');
  await page.type('prenom');
  await page.click('input[name="variable-fallback"]');
  await page.type('chers clients');
  await page.press('Enter');
  await page.waitForText('.rich-text', '{{ prenom | default: "chers clients" }}');
  await page.type(',\nbelle année');
  await page.press('Shift+Home');
  await format(page, 'bold');
  // Each button that marks letters or lines is pressed, seen in effect, and taken back where a line is to be plain.
  await page.press('Control+End');
  await page.type('\nsoigné');
  await page.press('Shift+Home');
  for (const name of ['italic', 'underline']) await format(page, name);
  await page.press('Control+End');
  await page.type('\nIls écrivaient');
  await format(page, 'quote');
  await page.type('\nordinaire');
  await format(page, 'quote', false);
  await page.press('Shift+Home');
  await page.click('[data-format="clear"]');
  for (const name of ['bold', 'italic', 'underline']) {
    await page.waitFor(`[data-format="${name}"][aria-pressed="false"]`);
  }
  // A list with a link, as mails have them; an address is completed.
  await page.press('Control+End');
  await page.type('\nnotre site');
  await page.press('Shift+Home');
  await page.click('[data-format="link"]');
  await page.waitFor('input[name="link-address"]:focus');
  await page.type('exemple.fr');
  await page.press('Enter');
  await page.waitFor('.rich-text a');
  await format(page, 'bullets');
  await page.waitForText('.variables', /annee[\s\S]*prenom[\s\S]*chers clients/);
  await page.focus('input[name="category"]');
  await page.type('Vœux');
  await page.waitForText('.template-saving', 'Enregistré');
  // High enough that nothing of it lies under the tabs.
  await page.resize(320, 1200);
  await untilFits(page);
  await checkLooks(page, 'editor');

  await page.click('label:has(input[value="source"])');
  await page.waitForText('.template-source', '<b>belle année</b>');
  await page.waitForText('.template-source', '<b><i><u>soigné</u></i></b>');
  await page.waitForText('.template-source', /<blockquote>.*Ils écrivaient.*\s*<\/blockquote>/);
  await page.waitForText('.template-source', '<div>ordinaire</div>');
  await page.waitForText('.template-source', '<ul><li><a href="https://exemple.fr">notre site</a>');
  await page.click('label:has(input[value="preview"])');
  await page.waitForText('.paper-subject', '[annee]');
  await page.waitForText('.paper-body', /Bonjour Claire,\s+belle année/);
  await page.waitForText('.paper-body i u', 'soigné');
  await page.waitForText('.paper-body blockquote', 'Ils écrivaient');
  await page.waitForText('.paper-body ul > li a[href="https://exemple.fr"]', 'notre site');
  await page.click('input[name="sample-annee"]');
  await page.type('2027');
  await page.waitForText('.paper-subject', 'Bonne année 2027');
  await untilFits(page);
  await checkLooks(page, 'preview');

  // A second window on the same template.
  const address = new URL(await page.url()).hash;
  const other = await session.openExtensionPage(`sidepanel.html${address}`);
  await other.waitForText('input[name="name"]', 'Vœux clients');
  await other.focus('input[name="name"]');
  await other.press('End');
  await other.type(' 2027');
  await other.waitForText('.template-saving', 'Enregistré');
  await page.bringToFront();
  await page.waitForText('.notice', 'une autre fenêtre');
  await page.focus('input[name="subject"]');
  await page.press('End');
  await page.type(' !');
  await page.waitForText('.notice', 'l’autre est dans l’historique');
  await page.click('.history summary');
  await page.waitForText('.history', 'Vœux clients 2027');
  await checkLooks(page, 'history');
  await page.click('[data-action="restore"]');
  await page.waitForText('input[name="name"]', 'Vœux clients 2027');
  await page.waitForText('.template-saving', 'Enregistré');
  await page.click('[data-action="back"]');
  await page.waitForText('.template-name', 'Vœux clients 2027');
  await page.waitForText('.filters select[name="category"] option:nth-child(2)', 'Vœux');
  expect(page.errors).toEqual([]);
  expect(other.errors).toEqual([]);
});

test('S45: a hostile file changes nothing and says where it is wrong; a good one is shown before it is added', async ({
  start,
}) => {
  const session = await start();
  const page = await openTemplates(session);
  const one = {
    name: '<img src=x onerror=alert(1)>',
    language: 'fr',
    html: '<div>Bonjour<script>document.title="bad"</script><img src="x" onerror="document.title=\'bad\'"></div>',
    __proto__: { shortcut: 'x' },
  };
  await chooseTemplates(page, fileOf([one, { ...one, language: 'xx' }]));
  await page.waitForText('.import-faults', /Ligne 10, modèle 2, language/);
  // The marks stand in the room that is kept for them.
  expect(
    await page.evaluate(() => {
      const list = document.querySelector('.import-faults');
      const style = list && getComputedStyle(list);
      return style && [style.listStyleType, Number.parseFloat(style.paddingInlineStart) >= 18];
    }),
  ).toEqual(['disc', true]);
  await checkLooks(page, 'what is wrong with a file');
  await page.click('[data-action="close-import"]');
  await page.waitFor('[data-action="add-starters"]');

  await chooseTemplates(page, fileOf([one]));
  await page.waitForText('.modal', '1 modèle sera ajouté');
  await page.waitForText('.import-names', one.name);
  await checkLooks(page, 'an import');
  await page.click('[data-action="add-imported"]');
  await page.waitForText('.template-name', one.name);
  await page.click('.template-open');
  await page.waitForText('.rich-text', 'Bonjour');
  expect(await page.count('.rich-text script, .rich-text [onerror]')).toBe(0);
  expect(await page.evaluate(() => document.title)).not.toBe('bad');
});

for (const host of ['gmail', 'outlook'] as const) {
  test(`a template in ${host}: picker, form, holes, formatting, one Ctrl+Z, /shortcut and Tab`, async ({
    start,
  }) => {
    const session = await start();
    await addStarters(session, themes[host]);
    const { editor, signature } = mailboxes[host];
    const page = await openCompose(session, host, 'compose=new&lang=fr');
    await untilNoted(page, host, () => page.type('Avant suite'));
    // In the middle of a line: the template is glued to neither half.
    for (const _ of 'suite') await page.press('ArrowLeft');
    const before = await editorHtml(page, host);
    const signed = await page.text(signature);

    await openPicker(page);
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.type('compte rendu');
    await page.waitForText('[role="option"][aria-selected="true"]', 'Compte rendu');
    await page.press('Enter');
    await page.waitFor('input[name="reunion"]');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.focus('input[name="reunion"]');
    await page.type('Budget <2027>');
    await page.waitForText('.picker-preview-text b', 'Budget <2027>');
    // Fields without a fall-back are empty: nothing is inserted before that was seen.
    await page.press('Enter');
    await page.waitForText('.picker-gaps', /Date, Décision 1, Action 1/);
    await page.waitFor('input[name="date"]:focus');
    expect(await checkAccessibility(page, 'iaposte-layer')).toEqual([]);
    await page.type('3 mars');
    await page.waitForText('.picker-gaps', /2 champs sont encore vides/);
    await page.press('Enter');
    expect(await editorHtml(page, host)).toBe(before);
    await untilNoted(page, host, () => page.click('[data-action="insert-anyway"]'));
    await page.waitFor('dialog', { state: 'hidden' });
    await page.waitForText(
      editor,
      /Avant[\s\S]*notre réunion Budget <2027> du[\s\S]*Bonne journée/,
    );
    const lines = (
      await page.evaluate(
        (selector) => (document.querySelector(selector) as HTMLElement).innerText,
        editor,
      )
    )
      .split('\n')
      .map((line) => line.trim());
    expect(lines[0]).toBe('Avant');
    expect(lines).toContain('suite');
    expect(await page.text(signature)).toBe(signed);
    // Bold and lists are there as the editor itself would make them.
    expect(await page.text(`${editor} b`)).toBe('Budget <2027>');
    expect(await page.count(`${editor} ul > li`)).toBe(4);
    expect(await page.count(`${editor} li ul, ${editor} ${signature} li`)).toBe(0);
    await page.waitForText(subjects[host], 'Compte rendu\u00a0: Budget <2027> du');
    await page.focus(editor);
    await page.press('Control+z');
    await waitUntil(
      async () => (await editorHtml(page, host)) === before,
      () => 'the draft as it was before the template',
    );
    // The subject stands in a field of its own: a press takes it back, unless somebody has changed it since.
    await page.waitForText('.notice', 'l’objet reste');
    expect(await page.text(subjects[host])).toContain('Budget <2027>');
    if (host === 'outlook') {
      await page.focus(subjects[host]);
      await page.press('End');
      await page.type(' !');
    }
    await page.click('.notice .link-button');
    await page.waitForText('.notice', host === 'outlook' ? 'il reste tel quel' : 'Objet enlevé');
    expect(await page.text(subjects[host])).toMatch(host === 'outlook' ? /<2027>.* !$/ : /^$/);
    expect(await editorHtml(page, host)).toBe(before);

    // Escape leaves the draft as it is, and gives the caret back.
    await openPicker(page);
    await page.press('Escape');
    await page.waitFor('dialog', { state: 'hidden' });
    expect(await editorHtml(page, host)).toBe(before);

    // A known shortcut at the caret, and only that, takes the Tab; the recipient is known by then.
    await page.focus(recipients[host]);
    await page.type('claire.martin@exemple.fr,');
    await page.focus(editor);
    await untilNoted(page, host, () => page.type(' /absence'));
    const typed = await editorHtml(page, host);
    await page.press('Tab');
    await page.waitFor('input[name="remplacant"]');
    await page.waitForText('input[name="prenom"]', /^Claire$/);
    for (const [field, value] of absence) {
      await page.focus(`input[name="${field}"]`);
      await page.type(value);
    }
    // Pressed twice: the second one reaches neither the draft nor its undo history.
    await untilNoted(page, host, async () => {
      await page.press('Enter');
      await page.press('Enter');
    });
    await page.waitForText(editor, /Bonjour Claire,[\s\S]*absent\(e\) du 1er mars au 8 mars/);
    expect(await page.text(editor)).not.toContain('/absence');
    await page.press('Control+z');
    await waitUntil(
      async () => (await editorHtml(page, host)) === typed,
      () => 'the shortcut to be back',
    );
    await page.press('End');
    await page.type(' 1/absence');
    await page.press('Tab');
    expect(await page.count('dialog')).toBe(0);

    // One that asks for nothing is there at once, and one writes on behind it.
    await page.focus(editor);
    await page.press('End');
    await page.type(' /formule');
    await page.press('Tab');
    await page.waitForText(editor, /Bien à vous/);
    await page.type(' tous');
    await page.waitForText(editor, /Bien à vous tous/);
    expect(await page.text(`${editor} i`)).toBe('Bien');
    expect(await page.text(`${editor} u`)).toMatch(/^vous/);
    expect(await page.text(`${editor} blockquote`)).toBe('On verra.');
    expect(await page.text(editor)).not.toContain('/formule');
    expect(page.errors).toEqual([]);
  });
}
