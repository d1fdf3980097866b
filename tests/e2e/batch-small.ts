import { catchFiles, savedFile } from '../browsers/catch-files.ts';
import { chooseFile } from '../browsers/choose-file.ts';
import { fill, setValue } from '../browsers/fill-fields.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { approveRelay, type RelayWorld } from '../browsers/relay-world.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { tabTo } from '../browsers/tab-to.ts';
import { count, expectAccessibleOnTheWay, inbox, readRules, untilState } from './batch-steps.ts';
import { expect } from './fixtures.ts';

const cells = [
  'Qui\tCourriel\tCourriel privé\tDossier',
  'Ada\tada@bureau.example\tada@prive.example\tD-1',
  'Bo\tbo@bureau.example\tbo@prive.example\tD-2',
].join('\n');

async function openBatches(session: BrowserSession): Promise<MailPage> {
  const page = await session.openExtensionPage('sidepanel.html#/batches');
  await page.resize(400, 800);
  return page;
}

/**
 * X21, R30: the relay takes a batch, its answer never comes, the browser dies. At its next start it asks again with
 * the same key, and nobody gets a second mail. The columns are chosen by hand, and that is what is on the wire.
 */
export async function killedBeforeTheAnswer(
  first: BrowserSession,
  world: RelayWorld,
  again: () => Promise<BrowserSession>,
): Promise<BrowserSession> {
  const before = world.smtp.received.length;
  const tries = world.front.keys.length;
  let page = await openBatches(first);
  await page.click('[data-action="new-batch"]', { timeout: 20_000 });
  await page.click('[data-action="paste-table"]', { timeout: 20_000 });
  await setValue(page, 'textarea[name="pasted"]', cells);
  await page.click('[data-action="take-pasted"]');
  await page.waitFor('select[name="addressColumn"]', { timeout: 20_000 });
  await page.waitForText('select[name="addressColumn"]', /^Courriel$/);
  await setValue(page, 'select[name="addressColumn"]', 'Courriel privé');
  await setValue(page, 'select[name="firstNameColumn"]', 'Qui');
  await page.waitFor('.batch-problem-none');
  await page.click('[data-action="next-step"]', { timeout: 20_000 });
  await page.waitFor('[data-step="message"]');
  await fill(page, 'input[name="batch-name"]', 'Sans réponse');
  await fill(page, 'input[name="subject"]', 'Pour {{ prenom }}');
  await fill(page, 'textarea[name="body"]', 'Votre code : {{ code }}');
  await page.click('[data-action="next-step"]');
  // No column is called so: the list of values is open, and one is chosen.
  await page.waitFor('.problems[data-kind="without"]', { timeout: 20_000 });
  await setValue(page, 'select[name="variable-code"]', 'Dossier');
  await page.waitFor('.problems[data-kind="without"]', { state: 'hidden' });
  await page.waitForText('[data-part="to"]', 'Ada <ada@prive.example>');
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="send"]');

  await readRules(page);
  world.front.keepAnswers();
  await page.click('[data-action="send-batch"]', { timeout: 20_000 });
  await world.smtp.untilReceived(before + 2);
  await page.waitFor('[data-action="send-batch"][aria-busy="true"]');
  await first.kill();
  world.front.passAnswers();

  const second = await again();
  page = await openBatches(second);
  await page.waitForText('.batch-row-name', 'Sans réponse', { timeout: 30_000 });
  // The relay knows of the batch before it was asked again: the draft goes with that answer.
  const asked = (): string[] => world.front.keys.slice(tries);
  await waitUntil(
    async () => asked().length > 1 && (await page.count('[data-draft]')) === 0,
    () => `the relay to be asked again, and no draft; asked ${asked().length} times`,
    30_000,
  );
  await page.waitFor('.notice[data-tone="warning"]', { state: 'hidden', timeout: 30_000 });
  expect(new Set(asked()).size).toBe(1);
  await page.click('.batch-row');
  await untilState(page, 'done');
  await expect.poll(() => count(page, 'sent')).toBe(2);
  const mails = await inbox(world, before);
  expect([...mails.keys()].sort()).toEqual(['ada@prive.example', 'bo@prive.example']);
  expect(mails.get('bo@prive.example')?.subject).toBe('Pour Bo');
  expect(mails.get('bo@prive.example')?.text).toContain('Votre code : D-2');
  await page.close();
  return second;
}

const people = [
  'Prénom;Nom;Courriel;Catégorie;Ville',
  'Claire;Martin;claire@contacts.example;Client;Nantes',
  'Élodie;Garçon;elodie@contacts.example;Client;Brest',
  'Luc;Petit;luc@contacts.example;Ami;Lyon',
].join('\n');

/** Contacts get a mail without a way out: warned of, tested, from an account of one's own, laid to a time in another zone, cancelled, exported. */
export async function laterBatch(session: BrowserSession, world: RelayWorld): Promise<void> {
  const contacts = await session.openExtensionPage('sidepanel.html#/contacts');
  await contacts.click('.empty .button', { timeout: 20_000 });
  await chooseFile(contacts, 'input[name="contacts-file"]', 'contacts.csv', people);
  await contacts.click('[data-action="import-contacts"]', { timeout: 20_000 });
  await contacts.waitForText('.contacts-count', '3');
  await contacts.close();

  const page = await openBatches(session);
  await page.click('[data-action="new-batch"]', { timeout: 20_000 });
  await page.click('[data-action="from-contacts"]', { timeout: 20_000 });
  await page.waitForText('[data-action="take-contacts"]', '3', { timeout: 20_000 });
  await pickOne(page);
  await expectAccessibleOnTheWay(page, 'contacts as recipients');
  await page.click('[data-action="pick-none"]');
  await setValue(page, 'select[name="contact-category"]', 'Client');
  await page.waitForText('[data-action="take-contacts"]', '2');
  await page.click('[data-action="take-contacts"]');
  await page.waitFor('.batch-problem-none', { timeout: 20_000 });
  await page.click('[data-action="next-step"]', { timeout: 20_000 });
  await page.waitFor('[data-step="message"]');
  await fill(page, 'input[name="batch-name"]', 'Vœux');
  await fill(page, 'input[name="subject"]', 'Bonne année {{ prenom }}');
  await fill(page, 'textarea[name="body"]', 'Bonjour {{ prenom }} de {{ ville }}');
  await page.click('.switch');
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="check"]');
  await page.waitFor('[data-warning="no-unsubscribe"][data-level="rule"]', { timeout: 20_000 });
  await testSend(page, world);

  world.plantSender();
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="send"]');
  await page.waitFor('input[name="sender"][value=""]:checked', { timeout: 20_000 });
  await page.click('input[name="sender"][value="planted"]');
  await page.waitForText('.send-summary [data-part="from"]', 'office@exemple.fr');
  await page.click('label:has(input[value="later"])');
  await setValue(page, 'input[name="send-at"]', '2030-01-15T09:30');
  await setValue(page, 'select[name="zone"]', 'America/New_York');
  await page.waitForText('[data-part="departure"]', /15.*2030.*9:30.*\(New York\)/);
  await expectNoOverlap(page, 'input[name="send-at"]', 'select[name="zone"]');
  await page.waitFor('[data-warning="no-unsubscribe"]', { timeout: 20_000 });
  // It warns first, and goes on once that was read.
  await page.click('[data-action="send-batch"]', { timeout: 20_000 });
  await page.waitForText('.wizard-need', /\S/);
  await page.waitFor('input[name="agree-rules"]:focus');
  await page.press('Space');
  await expectAccessibleOnTheWay(page, 'what is told before sending');
  await endedAtThePress(session, world, page);
  await page.click('[data-action="send-batch"]', { timeout: 20_000 });
  await untilState(page, 'scheduled');
  const id = new URL(await page.url()).hash.split('/').at(-1);
  // Half past nine there is half past two in the afternoon at Greenwich.
  expect(await world.ask(`/api/email/batches/${id}`)).toMatchObject({
    name: 'Vœux',
    sendAt: '2030-01-15T14:30:00.000Z',
  });
  expect(await world.ask(`/api/email/batches/${id}/content`)).toMatchObject({ account: 'planted' });
  await moveDeparture(page, world, `/api/email/batches/${id}`);
  await cancelAndExport(page, world);
  await duplicate(page, world);
  await findAgain(page);
  await hundredThousand(page, world);
  expect(page.errors).toEqual([]);
}

/** One person by a word of the name, another by keyboard: the two are counted, and taken at the press. */
async function pickOne(page: MailPage): Promise<void> {
  await page.click('input[name="search-contacts"]');
  await page.type('garcon');
  await waitUntil(
    async () => (await page.attribute('.pick-rows [role="grid"]', 'aria-rowcount')) === '2',
    () => 'one contact',
  );
  await page.click('.pick-rows [data-row="0"]');
  await page.waitForText('[data-action="take-contacts"]', /\b1\b/);
  await page.click('input[name="search-contacts"]');
  await page.press('Escape');
  await page.waitFor('.pick-rows [data-row="2"]');
  await tabTo(page, '.pick-rows [data-row="0"]');
  await page.press('ArrowDown');
  await page.press('ArrowDown');
  await page.press('Space');
  await page.waitForText('.pick-line [role="status"]', '2');
}

/**
 * This browser is ended on the relay's page, and then it is sent: told in plain words, nothing has left, and connected
 * again the wizard goes on where it stood.
 */
async function endedAtThePress(
  session: BrowserSession,
  world: RelayWorld,
  page: MailPage,
): Promise<void> {
  await world.endDevices();
  await page.click('[data-action="send-batch"]');
  await page.waitFor('.send-summary .field-error', { timeout: 20_000 });
  const options = await session.pageOpenedBy(() => page.click('[data-action="connect-relay"]'));
  await options.waitFor('.relay-account[data-state="refused"]', { timeout: 20_000 });
  await approveRelay(session, world, options);
  await options.close();
  // Nobody has to touch the wizard for it to know.
  await page.waitFor('.send-summary .field-error', { state: 'hidden', timeout: 20_000 });
  expect(await page.text('input[name="send-at"]')).toBe('2030-01-15T09:30');
}

async function expectNoOverlap(page: MailPage, above: string, below: string): Promise<void> {
  const free = async (): Promise<boolean> => {
    const [one, other] = [await page.box(above), await page.box(below)];
    return one !== null && other !== null && one.y + one.height <= other.y;
  };
  await waitUntil(free, () => `${above} to stand above ${below}`);
}

/** The mail that the preview shows comes to oneself, with the values of its recipient. */
async function testSend(page: MailPage, world: RelayWorld): Promise<void> {
  const before = world.smtp.received.length;
  const shown = /^\s*Bonne année (Claire|Élodie)\s*$/;
  const subject = (await page.waitForText('[data-part="subject"]', shown)).trim();
  await page.waitForText('input[name="test-address"]', world.email, { timeout: 20_000 });
  await page.click('[data-action="send-test"]');
  await page.waitForText('.test-send [role="status"]', world.email, { timeout: 20_000 });
  await expectNoOverlap(page, '.test-send [role="status"]', '.wizard-foot');
  await world.smtp.untilReceived(before + 1);
  const mail = (await inbox(world, before)).get(world.email);
  expect(mail?.subject).toBe(subject);
  // A field of the contact's own goes with it.
  const town = subject.endsWith('Claire') ? 'Nantes' : 'Brest';
  expect(mail?.text).toContain(`${subject.replace('Bonne année', 'Bonjour')} de ${town}`);
}

/** It waits for its time, and gets another, by keyboard. */
async function moveDeparture(page: MailPage, world: RelayWorld, batch: string): Promise<void> {
  await tabTo(page, '[data-action="reschedule-batch"]');
  await page.press('Enter');
  await page.waitFor('dialog input[name="send-at"]', { timeout: 20_000 });
  await setValue(page, 'select[name="zone"]', 'America/New_York');
  await page.waitForText('input[name="send-at"]', '2030-01-15T');
  await setValue(page, 'input[name="send-at"]', '2030-01-16T09:30');
  await expectAccessibleOnTheWay(page, 'another time');
  await tabTo(page, '[data-action="move-batch"]');
  await page.press('Enter');
  await page.waitFor('dialog', { state: 'hidden', timeout: 20_000 });
  await page.waitForText('.batch-reason', '2030');
  expect(await world.ask(batch)).toMatchObject({
    state: 'scheduled',
    sendAt: '2030-01-16T14:30:00.000Z',
  });
}

async function cancelAndExport(page: MailPage, world: RelayWorld): Promise<void> {
  const before = world.smtp.received.length;
  await page.click('[data-action="cancel-batch"]');
  await page.waitFor('[role="alertdialog"]');
  await expectAccessibleOnTheWay(page, 'cancelling');
  await page.click('[data-action="confirm-cancel-batch"]');
  await untilState(page, 'cancelled');
  // The list of recipients is read anew after the batch.
  const state = '.recipients .tag[data-state="cancelled"]';
  const outcome = (await page.waitForText(state, /\S/, { timeout: 20_000 })).trim();
  await catchFiles(page);
  await page.click('[data-action="export-batch"]');
  const lines = (await savedFile(page)).trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  // In the words of the panel, with what each mail was filled with.
  expect(lines[0]).toMatch(
    /^(Adresse;Nom complet;Résultat;Envoyé |Address,Full name,Outcome,Sent ).*[;,]prenom[;,]ville$/,
  );
  for (const address of ['claire@contacts.example', 'elodie@contacts.example']) {
    const cells = lines.find((line) => line.includes(address))?.split(/[;,]/) ?? [];
    expect(cells[2]).toBe(outcome);
    expect(cells.slice(-2).join(' ')).toMatch(/^(Claire Nantes|Élodie Brest)$/);
  }
  expect(world.smtp.received.length).toBe(before);
}

/** What was cancelled can be read, and is made again as a draft: text, list and columns are there, and nothing leaves. */
async function duplicate(page: MailPage, world: RelayWorld): Promise<void> {
  const before = [world.smtp.received.length, world.front.keys.length];
  const { hash } = new URL(await page.url());
  // It was not over when its page was opened: nothing moved by itself.
  await page.click('.sent-mail summary');
  await page.waitForText('.sent-mail [data-part="subject"]', /^Bonne année (Claire|Élodie)$/, {
    timeout: 20_000,
  });
  await page.waitFor('.sent-mail .mail-preview[srcdoc*="Bonjour "]');
  await expect.poll(() => page.text('.sent-mail [data-part="from"]')).toBe('office@exemple.fr');
  await page.click('[data-action="copy-batch"]');
  await page.waitFor('dialog input[value="all"]:checked', { timeout: 20_000 });
  await expectAccessibleOnTheWay(page, 'a batch that is read and duplicated');
  await page.click('[data-action="make-copy"]');
  await page.waitForText('textarea[name="body"]', 'Bonjour {{ prenom }}', { timeout: 20_000 });
  await page.waitForText('input[name="batch-name"]', /^Vœux \((copie|copy)\)$/);
  await page.waitForText('.wizard-count', '2', { timeout: 20_000 });
  await page.click('[data-action="next-step"]');
  await page.waitForText('.preview [data-part="subject"]', /^Bonne année (Claire|Élodie)$/, {
    timeout: 20_000,
  });
  expect([world.smtp.received.length, world.front.keys.length]).toEqual(before);
  await page.evaluate((back: string) => {
    location.hash = back;
  }, hash);
  await untilState(page, 'cancelled');
}

/** By a word of its name and by its days, among everything that was sent before. */
async function findAgain(page: MailPage): Promise<void> {
  await page.click('.back-link');
  await page.waitFor('.batch-rows', { timeout: 20_000 });
  // Two of a hundred, one of two, the test, and this one.
  const rows = (): Promise<number> => page.count('.batch-row[data-id]');
  await waitUntil(
    async () => (await rows()) === 5,
    () => 'five batches',
  );
  await page.click('input[name="search-batches"]');
  await page.type('voeux');
  await waitUntil(
    async () => (await rows()) === 2,
    () => 'the batch and its test',
  );
  await page.click('[data-action="filter-dates"]');
  await setValue(page, 'input[name="date-from"]', '2030-01-15');
  await setValue(page, 'input[name="date-to"]', '2030-01-16');
  await waitUntil(
    async () => (await rows()) === 1,
    () => 'the batch of those days',
  );
  await expectAccessibleOnTheWay(page, 'the history');
  await setValue(page, 'input[name="date-from"]', '2030-01-17');
  await page.waitFor('.search-none');
}

/** X21: everybody in a batch of 100,000 can be gone to and found, and only what can be seen is in the page. */
async function hundredThousand(page: MailPage, world: RelayWorld): Promise<void> {
  const address = (index: number): string => `r${String(index).padStart(5, '0')}@foule.example`;
  const id = await world.handOver({
    name: 'Foule',
    subject: 'Bonjour',
    html: '<p>Bonjour</p>',
    sendAt: '2030-02-01T09:00:00.000Z',
    recipients: Array.from({ length: 100_000 }, (_, index) => ({ address: address(index) })),
  });
  const rows = (): Promise<string | null> =>
    page.attribute('.recipients [role="grid"]', 'aria-rowcount');
  await page.evaluate((hash: string) => {
    location.hash = hash;
  }, `#/batches/${id}`);
  await untilState(page, 'scheduled');
  await waitUntil(
    async () => (await rows()) === '100001',
    () => 'all of them to be counted',
  );
  await page.waitForText('[data-row="0"]', address(0));
  await page.focus('.recipients [data-row="0"]');
  await page.press('End');
  await page.waitForText('[data-row="99999"]', address(99_999), { timeout: 60_000 });
  await page.evaluate(() => {
    const scroller = document.querySelector('.recipients .virtual') as HTMLElement;
    scroller.scrollTop = scroller.scrollHeight / 2;
  });
  await page.waitForText('[data-row="50000"]', address(50_000));
  expect(await page.count('.recipients [data-row]')).toBeLessThan(60);
  await fill(page, 'input[name="search-recipients"]', 'R09999@');
  await waitUntil(
    async () => (await rows()) === '2',
    () => 'the one who was searched',
    30_000,
  );
  await page.waitForText('[data-row="0"]', address(9_999));
}
