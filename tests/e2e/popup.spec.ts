import { simpleParser } from 'mailparser';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { chooseFile } from '../browsers/choose-file.ts';
import { chooseLook, violationsInLooks } from '../browsers/choose-look.ts';
import { fill, untilFits } from '../browsers/fill-fields.ts';
import { configureServer, dictate, mailboxes } from '../browsers/journey.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { connectRelay, type RelayWorld, startRelayWorld } from '../browsers/relay-world.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { expect, test } from './fixtures.ts';
import { openPopup } from './popup-steps.ts';

async function importContacts(session: BrowserSession, csv: string): Promise<void> {
  const panel = await session.openExtensionPage('sidepanel.html#/contacts');
  await panel.click('.empty .button');
  await chooseFile(panel, 'input[name="contacts-file"]', 'contacts.csv', csv);
  await panel.click('[data-action="import-contacts"]');
  await panel.waitFor('.contact-name');
  await panel.close();
}

async function addStarters(session: BrowserSession): Promise<void> {
  const panel = await session.openExtensionPage('sidepanel.html#/templates');
  await chooseLook(panel, ['fr', 'light']);
  await panel.click('[data-action="add-starters"]');
  await panel.waitFor('.template');
  await panel.close();
}

/** Presses a button that hands the mail to the mail program, and answers the address it hands over. */
async function addressForProgram(page: MailPage): Promise<URL> {
  await page.evaluate(() => {
    HTMLAnchorElement.prototype.click = function click() {
      document.documentElement.dataset.handedOver = this.href;
    };
  });
  await page.click('[data-action="open-program"]');
  await page.waitFor('html[data-handed-over]');
  return new URL((await page.attribute('html', 'data-handed-over')) ?? '');
}

test('the popup: contacts, a draft that outlives it, dictation, templates, improvement, Gmail, Outlook, mail program', async ({
  start,
  startAi,
}) => {
  const ai = await startAi({ transcription: 'à jeudi donc' });
  const session = await start();
  await addStarters(session);
  await importContacts(
    session,
    'Nom;Courriel\nÉlodie Garçon;elodie@exemple.fr\nLuc Petit;luc@exemple.fr',
  );
  let page = await openPopup(session);

  await fill(page, 'input[name="to"]', 'elo');
  await page.waitForText('[role="option"][aria-selected="true"]', 'Élodie Garçon');
  expect(await checkAccessibility(page), 'contacts').toEqual([]);
  await page.press('Enter');
  await page.waitForText('.token', 'Élodie Garçon');
  await page.type('luc.exemple.fr,');
  await page.waitForText('.token-faults', 'luc.exemple.fr');
  expect(await checkAccessibility(page), 'a faulty address').toEqual([]);
  await page.click('[data-action="open-gmail"]');
  await page.waitForText('.notice[data-tone="warning"]', 'luc.exemple.fr');
  await page.click('.token-mend');
  await page.waitFor('.token-faults', { state: 'hidden' });
  expect(await page.text('input[name="to"]')).toBe('luc.exemple.fr');
  await page.press('Control+a');
  await page.press('Backspace');
  await fill(page, 'input[name="subject"]', 'Jeudi');
  await fill(page, 'textarea[name="body"]', 'bonjour Élodie,\nje confirme le le rendez-vous');
  // It closes in the middle of a word.
  await page.close();
  page = await openPopup(session);
  await page.waitForText(
    'textarea[name="body"]',
    /^bonjour Élodie,\nje confirme le le rendez-vous$/,
  );
  await page.waitForText('input[name="subject"]', /^Jeudi$/);
  await page.waitForText('.token', 'Élodie Garçon');

  expect(await violationsInLooks(page), 'draft').toEqual([]);
  await page.resize(320, 600);
  await untilFits(page);
  await page.resize(420, 600);

  const before = await page.text('textarea[name="body"]');
  await page.click('[data-action="improve"]');
  await page.click('dialog [data-action="accept-all"]');
  await page.press('Control+Enter');
  await page.waitForText('textarea[name="body"]', 'Je confirme le rendez-vous.');
  await page.focus('textarea[name="body"]');
  await page.press('Control+z');
  await waitUntil(
    async () => (await page.text('textarea[name="body"]')) === before,
    () => 'the text as it was',
  );

  // Spoken at the end of the text; the template in the place of everything, with the recipient's name.
  await configureServer(session, ai);
  await page.bringToFront();
  await page.focus('textarea[name="body"]');
  await page.press('Control+End');
  await dictate(page, 2);
  await page.waitForText('dialog textarea', 'à jeudi donc', { timeout: 30_000 });
  await page.press('Control+Enter');
  await page.waitForText('textarea[name="body"]', /rendez-vous[\s\S]*\sà jeudi donc/i);
  await page.focus('textarea[name="body"]');
  await page.press('Control+a');
  await page.click('[data-action="templates"]');
  await page.waitFor('[role="option"]');
  await page.type('apprécié');
  await page.waitForText('[role="option"][aria-selected="true"]', 'Remerciement');
  await page.press('Enter');
  await page.waitFor('input[name="sujet"]:focus');
  await page.waitForText('input[name="prenom"]', /^Élodie$/);
  expect(await checkAccessibility(page, 'iaposte-layer'), 'template').toEqual([]);
  await page.type('le budget & la suite');
  await page.press('Enter');
  const body = await page.waitForText(
    'textarea[name="body"]',
    /^Bonjour Élodie,\n\nUn grand merci/,
  );
  expect(body).toContain('nos échanges sur le budget & la suite.');
  // The word about it covers nothing of the text, and goes with the next change.
  await page.waitForText('.quick-form > .notice[data-tone="success"]', 'Ctrl+Z');
  await page.focus('textarea[name="body"]');
  await page.press('Control+End');
  await page.type('!');
  await page.waitFor('.notice', { state: 'hidden' });
  await page.press('Backspace');
  expect(await page.text('input[name="subject"]')).toBe('Jeudi');
  // For several people the form knows nothing of the first.
  await page.focus('input[name="to"]');
  await page.type('luc@exemple.fr,');
  await page.click('[data-action="templates"]');
  await page.waitFor('[role="option"]');
  await page.type('apprécié');
  await page.waitForText('[role="option"][aria-selected="true"]', 'Remerciement');
  await page.press('Enter');
  await page.waitForText('.picker-hint', /plusieurs destinataires|varios destinatarios/);
  expect(await page.text('input[name="prenom"]')).toBe('');
  await page.press('Escape');
  await page.waitFor('dialog', { state: 'hidden' });
  await page.focus('input[name="to"]');
  await page.press('Backspace');
  await waitUntil(
    async () => (await page.count('.token')) === 1,
    () => 'one recipient to be left',
  );
  expect(page.errors).toEqual([]);

  await page.click('[data-action="open-gmail"]');
  const gmail = await session.waitForPage('view=cm');
  const inGmail = new URL(await gmail.url()).searchParams;
  expect(inGmail.get('to')).toBe('elodie@exemple.fr');
  expect(inGmail.get('su')).toBe('Jeudi');
  expect(inGmail.get('body')?.replaceAll('\r\n', '\n')).toBe(body);
  await gmail.waitForText(mailboxes.gmail.editor, body.trim().slice(-20));
  await page.bringToFront();
  await page.click('[data-action="open-outlook"]');
  const inOutlook = await session.waitForPage('deeplink/compose');
  await inOutlook.waitForText(mailboxes.outlook.editor, body.trim().slice(-20));
  const outlook = new URL(await inOutlook.url());
  expect(outlook.host).toBe('outlook.office.com');
  expect(outlook.searchParams.get('to')).toBe('elodie@exemple.fr');
  expect(outlook.searchParams.get('subject')).toBe('Jeudi');
  expect(outlook.searchParams.get('body')?.replaceAll('\r\n', '\n')).toBe(body);
  await page.bringToFront();
  const program = await addressForProgram(page);
  expect(program.protocol + program.pathname).toBe('mailto:elodie@exemple.fr');
  expect(program.searchParams.get('subject')).toBe('Jeudi');
  expect(program.searchParams.get('body')?.replaceAll('\r\n', '\n')).toBe(body);
});

// Only Chromium lets a test set the quota; what follows from it is the same in both.
test('X5 @chromium: on a full disk the popup’s mail and a new batch are not lost in silence', async ({
  start,
}) => {
  const session = await start();
  if (session.browser !== 'chromium') throw new Error('a quota is set through DevTools');
  // Before anything is written: the browser asks for its room only each half minute.
  const panel = await session.openExtensionPage('sidepanel.html#/batches');
  const cdp = await session.context.newCDPSession(session.context.pages()[0]!);
  const origin = `chrome-extension://${session.extensionId}`;
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await panel.click('[data-action="new-batch"]', { timeout: 20_000 });
  await panel.waitForText('.notice[data-tone="error"]', 'storage is full');
  await panel.close();
  let page = await openPopup(session);
  await fill(page, 'input[name="subject"]', 'Jeudi');
  await page.waitForText('.notice[data-tone="error"]', 'kept aside');
  expect(await checkAccessibility(page), 'a full disk').toEqual([]);
  await page.close();
  page = await openPopup(session);
  await page.waitForText('.notice[data-tone="error"]', 'kept aside');
  await page.waitForText('input[name="subject"]', /^Jeudi$/);
});

/** The token that this browser holds, out of its own storage. */
function storedToken(page: MailPage): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('iapostemanager');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('secrets').objectStore('secrets').getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(/iapr_[\w-]+/.exec(JSON.stringify(reading.result))?.[0] ?? '');
          };
        };
      }),
  );
}

/** One press: nothing of it is left here, and the relay has ended what it gave. */
async function disconnect(session: BrowserSession, world: RelayWorld): Promise<void> {
  const options = await session.openExtensionPage('options.html#relay');
  const token = await storedToken(options);
  const asTheBrowser = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${world.url}/api/account`, { headers })).status;
  };
  expect(await asTheBrowser()).toBe(200);
  await options.waitFor('[data-action="disconnect-relay"]', { timeout: 20_000 });
  expect(await checkAccessibility(options), 'connected').toEqual([]);
  await options.click('[data-action="disconnect-relay"]');
  await options.waitFor('input[name="relay-address"]', { timeout: 20_000 });
  await options.waitForText('#relay .notice-text', new URL(world.url).host);
  await expect.poll(asTheBrowser).toBe(401);
  await expect.poll(() => storedToken(options)).toBe('');
  expect(await checkAccessibility(options), 'disconnected').toEqual([]);
  await options.close();
}

/**
 * What the mail server refuses is told, also in the next popup, and its text becomes a mail again: also of a mail that
 * the relay had taken while its answer was lost, and that was changed since. What is put aside for it can be deleted.
 */
async function refuseAndTakeUp(
  session: BrowserSession,
  world: RelayWorld,
  page: MailPage,
): Promise<void> {
  const refused = 'refus@exemple.fr';
  const failure = { css: '.notice[data-tone="error"]' };
  world.refused.add(refused);
  // Parted by a space, as they are in many lists.
  await fill(page, 'input[name="to"]', `${refused} ok@exemple.fr `);
  await waitUntil(
    async () => (await page.count('.token:not([data-fault])')) === 2,
    () => 'two recipients',
  );
  await fill(page, 'input[name="subject"]', 'Devis');
  await fill(page, 'textarea[name="body"]', 'Bonjour, voici le devis.');
  world.front.loseAnswers();
  await page.click('[data-action="send"]');
  await page.waitFor(failure, { timeout: 30_000 });
  world.front.passAnswers();
  await fill(page, 'textarea[name="body"]', 'Bonjour, le voici corrigé.');
  await page.click('[data-action="send"]');
  await page.waitForText('.notice[data-tone="warning"]', refused, { timeout: 30_000 });
  // Who has it now stands there no more.
  await expect.poll(() => page.count('.token')).toBe(1);
  await page.waitForText('.token', refused);
  const words = /Devis.*refus@exemple\.fr \([^(]*: 550 5\.1\.1 no such mailbox\)/;
  await page.waitForText('.notice[data-tone="error"]', words, { timeout: 30_000 });
  expect(await page.text('textarea[name="body"]')).toBe('Bonjour, le voici corrigé.');
  const next = await openPopup(session);
  await next.waitForText('.notice[data-tone="error"]', words, { timeout: 20_000 });
  expect(await violationsInLooks(next), 'not delivered').toEqual([]);
  world.refused.delete(refused);
  await next.click('.notice[data-tone="error"] .link-button');
  await next.waitForText('textarea[name="body"]', 'Bonjour, voici le devis.');
  await next.waitFor(failure, { state: 'hidden' });
  await next.waitForText('input[name="subject"]', /^Devis$/);
  await next.waitForText('.token', refused);
  await expect.poll(() => next.count('.token')).toBe(1);
  const aside = '.notice[data-tone="info"]';
  await next.waitForText(aside, 'Devis');
  expect(await checkAccessibility(next), 'put aside').toEqual([]);
  await next.click(`${aside} .link-button:nth-of-type(2)`);
  await next.waitFor(`${aside} .link-button:nth-of-type(2)`, { state: 'hidden' });
  // Undo.
  await next.click(`${aside} .link-button`);
  await next.waitForText(aside, 'Devis');
  await next.click(`${aside} .link-button:nth-of-type(2)`);
  await next.waitFor(`${aside} .link-button:nth-of-type(2)`, { state: 'hidden' });
  await next.click('[data-action="send"]');
  await next.waitFor('.notice[data-tone="success"]', { timeout: 30_000 });
  const got = (): string[] =>
    world.smtp.received.flatMap(({ to }) => to).filter((one) => /^(?:ok|refus)@/.test(one));
  await waitUntil(
    async () => got().length >= 2,
    () => 'the mail taken up again',
    30_000,
  );
  expect(got().sort()).toEqual(['ok@exemple.fr', refused]);
  await next.close();
  await page.bringToFront();
}

/** Whoever pressed Send meant all recipients: the popup can be closed in that very moment, and opened in between. */
async function sendToManyAndClose(
  session: BrowserSession,
  world: RelayWorld,
  options: MailPage,
): Promise<MailPage> {
  const { front } = world;
  const people = Array.from({ length: 12 }, (_, index) => `p${index}@exemple.fr`);
  const page = await openPopup(session);
  await page.waitFor('[data-action="send"]');
  await fill(page, 'input[name="to"]', `${people.join(', ')},`);
  await fill(page, 'textarea[name="body"]', 'Bonjour à toutes et à tous');
  const before = front.keys.length;
  front.holdAnswers();
  await page.click('[data-action="send"]');
  await page.close();
  await waitUntil(
    async () => front.keys.length > before,
    () => 'the first mail on its way',
    30_000,
  );
  const midway = await openPopup(session);
  await midway.waitForText('.quick-progress', /: 0 \D+12/);
  await midway.waitFor('textarea[name="body"][readonly]');
  expect(await violationsInLooks(midway), 'sending').toEqual([]);
  await midway.close();
  front.passAnswers();
  const got = (): string[] =>
    world.smtp.received.flatMap(({ to }) => to).filter((one) => /^p\d/.test(one));
  await waitUntil(
    async () => got().length >= people.length,
    () => `all ${people.length} mails`,
    30_000,
  );
  await options.bringToFront();
  await waitUntil(
    async () => (await options.evaluate(() => chrome.action.getBadgeText({}))) === '✓',
    () => 'the sign that it is done',
  );
  expect(got().sort()).toEqual(people.toSorted());
  expect(new Set(front.keys.slice(before)).size).toBe(people.length);
  const after = await openPopup(session);
  await after.waitForText('.notice[data-tone="success"]', /^12 /);
  await after.waitFor('input[name="to"]:focus');
  expect(await after.text('textarea[name="body"]')).toBe('');
  await waitUntil(
    async () => (await options.evaluate(() => chrome.action.getBadgeText({}))) === '',
    () => 'no sign any more',
  );
  return after;
}

/** What the popup sent is found again in the panel: what became of each, and the mail as it was sent. */
async function findInPanel(session: BrowserSession): Promise<void> {
  const panel = await session.openExtensionPage('sidepanel.html#/batches');
  await panel.click('.segment:nth-child(2)');
  await panel.waitFor('.batch-row[href^="#/batches/mails/"]', { timeout: 20_000 });
  await waitUntil(
    async () => (await panel.count('.batch-row .tag[data-state="sent"]')) === 4,
    () => 'four mails that were sent',
    30_000,
  );
  await expect.poll(() => panel.count('.batch-row')).toBe(5);
  expect(await violationsInLooks(panel), 'mails one by one').toEqual([]);
  await panel.resize(320, 640);
  await untilFits(panel, 'mails one by one at 320 px');
  await fill(panel, 'input[name="search-batches"]', 'REFUS@ devis');
  await waitUntil(
    async () => (await panel.count('.batch-row')) === 2,
    () => 'the two mails to this address',
  );
  await panel.click('.batch-row:has([data-state="failed"])');
  await panel.waitForText('.batch-facts', '550 5.1.1 no such mailbox', { timeout: 20_000 });
  await panel.waitForText('.batch-facts', 'refus@exemple.fr');
  await panel.waitFor('iframe[srcdoc*="Bonjour, voici le devis."]', { timeout: 20_000 });
  expect(await violationsInLooks(panel), 'one mail').toEqual([]);
  await untilFits(panel, 'one mail at 320 px');
  await panel.waitFor('[data-action="write-again"]');
  // Back among the others the search stands as it was.
  await panel.evaluate(() => history.back());
  await panel.waitForText('input[name="search-batches"]', 'REFUS@ devis');
  await expect.poll(() => panel.count('.batch-row')).toBe(2);
  expect(panel.errors).toEqual([]);
  await panel.close();
}

test('R30: the popup sends by the relay, each recipient once, also when the relay dies in between', async ({
  start,
}) => {
  const world = await startRelayWorld();
  try {
    const session = await start();
    const options = await connectRelay(session, world);
    const page = await openPopup(session);
    await page.waitFor('[data-action="send"]');
    await fill(page, 'input[name="to"]', 'a@exemple.fr, b@exemple.fr,');
    expect(await violationsInLooks(page), 'with a relay').toEqual([]);
    await fill(page, 'input[name="subject"]', 'Été');
    await fill(page, 'textarea[name="body"]', 'Bonjour,\n<à jeudi>');
    // The mail stands in two windows, and both send it while the answer is lost: it is one press.
    const other = await openPopup(session);
    await other.waitForText('textarea[name="body"]', 'Bonjour,\n<à jeudi>');
    const { front } = world;
    front.keepAnswers();
    await other.bringToFront();
    await other.click('[data-action="send"]');
    await waitUntil(
      async () => front.keys.length > 0,
      () => 'a mail on its way',
      30_000,
    );
    await page.bringToFront();
    await page.waitForText('.quick-progress', /: 0 \D+2/);
    await page.waitFor('[data-action="send"][aria-busy="true"]');
    // What goes out is what stood there at the press.
    await page.waitFor('input[name="subject"][readonly]');
    await page.waitFor('textarea[name="body"][readonly]');
    await other.close();
    // The first mail is through, and written down: killed in its very midst it would be in doubt, and never come.
    await waitUntil(
      async () => /"state":"sent"/.test(JSON.stringify(await world.ask('/api/email/history'))),
      () => 'the first mail to be sent',
      30_000,
    );
    await world.kill();
    await page.waitFor('.notice[data-tone="error"]', { timeout: 30_000 });
    expect(new Set(front.keys).size).toBe(1);
    await page.waitFor('textarea[name="body"]:not([readonly])');
    await page.close();
    front.passAnswers();
    // The button does not go with the relay: it says why, and tries again.
    const silent = await openPopup(session);
    await silent.waitFor('#relay-trouble', { timeout: 30_000 });
    await silent.waitFor('[data-action="send"][aria-describedby="relay-trouble"]');
    expect(await checkAccessibility(silent), 'a silent relay').toEqual([]);
    await silent.close();
    await world.restart();
    const again = await openPopup(session);
    await again.waitFor('.quick-waiting');
    await again.waitForText('textarea[name="body"]', /^Bonjour,\n<à jeudi>$/);
    await again.click('[data-action="send"]');
    await again.waitFor('.notice[data-tone="success"]', { timeout: 30_000 });
    await expect.poll(() => again.text('textarea[name="body"]')).toBe('');
    expect(await checkAccessibility(again), 'sent').toEqual([]);
    let told: unknown;
    await waitUntil(
      async () => {
        told = await world.ask('/api/email/history');
        return world.smtp.received.length >= 2;
      },
      () => `both mails; the relay says ${JSON.stringify(told)}`,
      30_000,
    );
    const mails = await Promise.all(world.smtp.received.map(({ raw }) => simpleParser(raw)));
    expect(mails.map(({ subject }) => subject)).toEqual(['Été', 'Été']);
    expect(mails[0]?.text?.trim()).toBe('Bonjour,\n<à jeudi>');
    expect(world.smtp.received.flatMap(({ to }) => to).sort()).toEqual([
      'a@exemple.fr',
      'b@exemple.fr',
    ]);

    await refuseAndTakeUp(session, world, again);
    await findInPanel(session);
    // A window that stands open would tell what came of it, and nobody would have to look for it.
    await again.close();
    const last = await sendToManyAndClose(session, world, options);

    // A column of addresses, cut out of the text and pasted.
    const column = '"Doe, John" <j@doe.example>\nluc@exemple.fr';
    await fill(last, 'textarea[name="body"]', column);
    await last.press('Control+a');
    await last.press('Control+x');
    await last.focus('input[name="to"]');
    await last.press('Control+v');
    await waitUntil(
      async () => (await last.count('.token:not([data-fault])')) === 2,
      () => 'two recipients',
    );
    await expect.poll(() => last.text('.token .token-text')).toBe('Doe, John');
    // Undo of clearing goes with the first key of the next mail.
    await last.click('[data-action="clear"]');
    await last.waitFor('.notice[data-tone="info"]');
    await fill(last, 'textarea[name="body"]', 'Autre');
    await last.waitFor('.notice[data-tone="info"]', { state: 'hidden' });
    expect(await last.text('textarea[name="body"]')).toBe('Autre');
    expect(last.errors).toEqual([]);
    await disconnect(session, world);
    await last.bringToFront();
    await last.reload();
    await last.waitForText('textarea[name="body"]', 'Autre', { timeout: 20_000 });
    await last.waitFor('[data-action="send"]', { state: 'hidden' });
  } finally {
    await world.close();
  }
});
