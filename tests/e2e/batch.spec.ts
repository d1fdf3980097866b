import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { localRelayPorts } from '../../lib/core/relay/local-relay-ports.ts';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { copyExtensionWithHosts } from '../browsers/extension-copy.ts';
import { fill, setValue, untilFits } from '../browsers/fill-fields.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import {
  connectRelay,
  freePortAmong,
  giveFile,
  type RelayWorld,
  startRelayWorld,
} from '../browsers/relay-world.ts';
import { allowReload, openAfterReload, reloadExtension } from '../browsers/reload-extension.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { tabTo, untilFocused } from '../browsers/tab-to.ts';
import { leftOutOfCopy, triedAgainBesideCopy } from './batch-rest.ts';
import { killedBeforeTheAnswer, laterBatch } from './batch-small.ts';
import {
  count,
  expectAccessible,
  expectAccessibleOnTheWay,
  inbox,
  readRules,
  untilState,
} from './batch-steps.ts';
import { browserName, builds, expect, test } from './fixtures.ts';

const body = 'Bonjour {{ prenom }} {{ nom }},\nvotre montant est de {{ montant }}.';

/** Everything between the list and the last step. */
async function writeAndGoOn(page: MailPage): Promise<void> {
  await page.click('[data-action="next-step"]', { timeout: 20_000 });
  await page.waitFor('[data-step="message"]');
  await fill(page, 'input[name="subject"]', 'Votre montant, {{ prenom }}');
  await fill(page, 'textarea[name="body"]', body);
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="check"]');
  await page.waitFor('.preview');
}

async function sendSlowly(page: MailPage, perMinute: number): Promise<void> {
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="send"]');
  await page.click('label:has(input[value="limited"])');
  await setValue(page, 'input[name="per-minute"]', String(perMinute));
  await readRules(page);
  await page.click('[data-action="send-batch"]', { timeout: 20_000 });
  await page.waitFor('.batch-numbers', { timeout: 30_000 });
}

const address = (index: number): string =>
  `personne${String(index).padStart(3, '0')}@clients.example`;

test('X21, X22, R1, R30: batches from CSV, XLSX, cells and contacts arrive once each, whatever is paused, killed, refused or cancelled', async ({
  start,
}) => {
  test.setTimeout(300_000);
  const browser = browserName(test.info().project.name);
  const profileFolder = test.info().outputPath('profile');
  // The same folder twice: in Chromium it gives the extension its id, and so its storage.
  const extensionFolder = copyExtensionWithHosts(builds[browser], ['http://127.0.0.1/*']);
  const settings = { profileFolder, extensionFolder, grantHosts: [] };
  const world = await startRelayWorld();
  try {
    const session = await start(settings);
    const options = await connectRelay(session, world);
    await options.waitForText('.relay-account', world.email);
    // What this browser may do there; the relay has no AI, and none is promised.
    const scopes = /^(sends mails\nsees your batches|envoie des mails\nvoit vos envois)$/;
    await options.waitForText('.relay-scopes', scopes);
    await expectAccessibleOnTheWay(options, 'options, connected');
    await options.close();
    await firstBatch(session, world);
    const second = await secondBatch(session, world, () => start(settings));
    const third = await killedBeforeTheAnswer(second, world, () => start(settings));
    await laterBatch(third, world);
  } finally {
    await world.close();
  }
});

/** From the CSV: problems by line, preview, test mail, pause and resume, a refusal that is tried again. */
async function firstBatch(session: BrowserSession, world: RelayWorld): Promise<void> {
  const page = await session.openExtensionPage('sidepanel.html#/batches');
  await page.resize(400, 800);
  await page.click('[data-action="new-batch"]', { timeout: 20_000 });
  await giveFile(page, 'tests/fixtures/recipients-100.csv');
  await page.waitFor('.batch-problem-none', { timeout: 20_000 });
  await page.waitForText('select[name="addressColumn"]', /^Courriel$/);
  await page.waitForText('select[name="firstNameColumn"]', /^Prénom$/);
  await writeAndGoOn(page);
  await page.waitForText('[data-part="subject"]', 'Votre montant, Claire');
  await page.click('[data-action="next-recipient"]');
  await page.waitForText('[data-part="to"]', 'Noé Martin');
  await page.waitFor('.mail-preview[srcdoc*="Bonjour Noé Martin,"]');
  const html = (await page.attribute('.mail-preview', 'srcdoc')) ?? '';
  await page.click('label:has(input[value="text"])');
  const text = await page.waitForText('.preview-text', 'Bonjour Noé Martin,');
  world.refused.add(address(7));
  world.silenced.add(address(8));
  // However late the press comes, the batch is not over by then.
  const letGo = world.holdAfter(60);
  await sendSlowly(page, 900);

  // Pause in the middle: what is on the wire ends, nothing more begins.
  await world.smtp.untilReceived(15);
  await page.click('[data-action="pause-batch"]');
  letGo();
  await untilState(page, 'paused');
  await expectAccessibleOnTheWay(page, 'a batch and its recipients');
  expect(world.smtp.received.length).toBeLessThan(99);
  await page.click('[data-action="resume-batch"]', { timeout: 20_000 });
  await untilState(page, 'done');
  const numbers = () =>
    Promise.all(['sent', 'failed', 'uncertain'].map((kind) => count(page, kind)));
  await expect.poll(numbers).toEqual([98, 1, 1]);
  // Nobody knows whether this one was delivered: nothing leaves before somebody says so.
  world.silenced.clear();
  await page.click('[data-action="show-uncertain"]');
  await page.click('[data-row="0"] .tag[data-state="uncertain"]');
  await page.waitFor('dialog [data-action="resolve-resend"]');
  await expectAccessibleOnTheWay(page, 'an uncertain mail');
  await page.click('dialog [data-action="resolve-resend"]');
  await waitUntil(
    async () => (await count(page, 'sent')) === 99,
    () => 'the uncertain mail to be sent again',
    30_000,
  );
  await setValue(page, 'select[name="recipient-state"]', '');
  world.refused.clear();
  const draft = await triedAgainBesideCopy(page);
  await waitUntil(
    async () => (await count(page, 'sent')) === 100,
    () => 'the refused mail to leave',
    30_000,
  );
  // With the last answer its buttons go, and what stands below moves up.
  await untilState(page, 'done');
  await expectRightMails(world, { html, text });

  // The list is searched by address, and each row opens.
  await page.click('input[name="search-recipients"]');
  await page.type('personne042');
  await waitUntil(
    async () => (await page.attribute('[role="grid"]', 'aria-rowcount')) === '2',
    () => 'one row',
  );
  // The row stands there before its text has come from the relay.
  await page.waitForText('[data-row="0"]', address(42));
  await leftOutOfCopy(page, draft);
  expect(page.errors).toEqual([]);
  await page.close();
}

/** What an independent parser makes of what arrived. */
async function expectRightMails(
  world: RelayWorld,
  preview: { html: string; text: string },
): Promise<void> {
  const mails = await inbox(world);
  expect(mails.size).toBe(100);
  expect(new Set(world.smtp.received.map(({ messageId }) => messageId)).size).toBe(100);
  const noe = mails.get(address(1));
  expect(noe?.subject).toBe('Votre montant, Noé');
  expect(noe?.to).toMatchObject({ value: [{ name: 'Noé Martin', address: address(1) }] });
  expect(noe?.from?.value[0]?.address).toBe('lettre@atelier-nord.example');
  expect(noe?.html).toContain('Bonjour Noé Martin,');
  expect(noe?.text).toContain('votre montant est de 103,5.');
  // Both parts exactly as they were shown, but for the link that is each recipient's own.
  const plain = (part: string): string =>
    part
      .replace(/https?:[^\s"]+/g, 'LINK')
      .replace(/\s+/g, ' ')
      .trim();
  expect(plain(noe?.text ?? '')).toBe(plain(preview.text));
  const shown = preview.html.replace(/^.*?<\/style>/s, '');
  expect(plain(noe?.html || '')).toBe(plain(shown));
  expect(noe?.headers.get('x-batch-id')).toMatch(/^[0-9a-f-]{36}$/);
  const list = noe?.headers.get('list') as { unsubscribe?: { url: string } };
  expect(list.unsubscribe?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/u\//);
  expect(
    noe?.headerLines.some(({ line }) =>
      /^List-Unsubscribe-Post: List-Unsubscribe=One-Click/i.test(line),
    ),
  ).toBe(true);
  expect(noe?.html).toContain(list.unsubscribe?.url.replaceAll('&', '&amp;'));
  expect(mails.get(address(95))?.text).toContain('O’Neill');
}

/** From LibreOffice's workbook: one has unsubscribed; relay and browser are killed in the middle. */
async function secondBatch(
  first: BrowserSession,
  world: RelayWorld,
  again: () => Promise<BrowserSession>,
): Promise<BrowserSession> {
  const before = world.smtp.received.length;
  const mails = await inbox(world);
  const list = mails.get(address(3))?.headers.get('list') as { unsubscribe: { url: string } };
  const answer = await fetch(list.unsubscribe.url, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(answer.ok).toBe(true);

  let page = await first.openExtensionPage('sidepanel.html#/batches');
  await page.resize(400, 800);
  await page.click('[data-action="new-batch"]', { timeout: 20_000 });
  await giveFile(page, 'tests/fixtures/recipients-100.xlsx');
  await page.waitFor('.batch-problem-none', { timeout: 20_000 });
  await writeAndGoOn(page);
  await page.waitFor('[data-warning="suppressed"]', { timeout: 20_000 });
  await sendSlowly(page, 600);
  const address2 = new URL(await page.url()).hash;
  await world.smtp.untilReceived(before + 15);
  await world.kill();
  await page.waitFor('[data-state="lost"]', { timeout: 30_000 });
  await world.restart();
  await page.waitFor('[data-state="lost"]', { state: 'hidden', timeout: 30_000 });
  // The figures go on by themselves on the new line.
  const told = await count(page, 'sent');
  await world.smtp.untilReceived(before + 30);
  await waitUntil(
    async () => (await count(page, 'sent')) > told,
    () => `more than ${told} sent mails to be told`,
  );
  await first.kill();

  const second = await again();
  page = await second.openExtensionPage(`sidepanel.html${address2}`);
  await page.resize(400, 800);
  await untilState(page, 'done');
  const sent = await count(page, 'sent');
  const uncertain = await count(page, 'uncertain');
  // The relay died with at most its open connections on the wire.
  expect(uncertain).toBeLessThanOrEqual(5);
  expect(sent + uncertain).toBe(99);
  const arrived = await inbox(world, before);
  expect(arrived.has(address(3))).toBe(false);
  expect(arrived.size).toBeGreaterThanOrEqual(sent);
  // What stood in LibreOffice's cells, a number as its reader writes it.
  const noe = arrived.get(address(1));
  expect(noe?.subject).toBe('Votre montant, Noé');
  expect(noe?.text).toMatch(/Bonjour Noé Martin,\s+votre montant est de 103[.,]5/);
  if (uncertain > 0) await resolveOne(page, uncertain);
  expect(page.errors).toEqual([]);
  await page.close();
  return second;
}

/** An uncertain mail is explained, and nothing is sent before somebody decides. */
async function resolveOne(page: MailPage, uncertain: number): Promise<void> {
  await page.click('[data-action="show-uncertain"]');
  await page.click('[data-row="0"] .tag[data-state="uncertain"]');
  await page.waitFor('dialog [data-action="resolve-resend"]');
  await page.click('dialog [data-action="resolve-sent"]');
  await waitUntil(
    async () => (await count(page, 'uncertain')) === uncertain - 1,
    () => 'one uncertain mail less',
  );
}

test('16, X21: problems are told by line, a draft survives everything, an update too, every view is accessible and fits 320 px', async ({
  start,
}) => {
  test.setTimeout(180_000);
  const session = await start();
  if (session.browser === 'chromium') await allowReload(session);
  let page: MailPage = await session.openExtensionPage('sidepanel.html#/batches');
  await page.resize(320, 700);
  await page.waitFor('.empty-title', { timeout: 20_000 });
  await expectAccessible(page, 'empty');
  await page.click('[data-action="new-batch"]');
  await page.waitFor('.drop', { timeout: 20_000 });
  await expectAccessible(page, 'sources');
  await page.click('[data-action="paste-table"]');
  await page.focus('textarea[name="pasted"]');
  await setValue(
    page,
    'textarea[name="pasted"]',
    [
      'Prénom\tCourriel\tVille',
      'Claire\tclaire@exemple.fr\tNantes',
      'Luc\tluc(at)exemple.fr\tLyon',
      'Léa\tclaire@exemple.fr\tBrest',
      'Théo\ttheo@exemple.fr\t',
      'Zoé\tpas une adresse\tMetz',
    ].join('\n'),
  );
  // Cells are kept from the first letter on, before they are taken.
  await page.reload();
  await page.waitForText('textarea[name="pasted"]', 'pas une adresse', { timeout: 20_000 });
  await page.click('[data-action="take-pasted"]');
  await page.waitFor('.problems', { timeout: 20_000 });
  // Read with another separator it is one column; taken back, it is as it was.
  await page.click('.batch-reading summary');
  await setValue(page, 'select[name="separator"]', ',');
  await page.waitForText('.columns-choice .batch-reason', /\b1 col/, { timeout: 20_000 });
  await setValue(page, 'select[name="separator"]', '\t');
  await page.waitForText('.columns-choice .batch-reason', /\b3 col/, { timeout: 20_000 });
  await page.waitFor('.problems', { timeout: 20_000 });
  // "Next" says what it waits for, and opens the first of it.
  await page.click('[data-action="next-step"]', { timeout: 20_000 });
  await page.waitForText('.wizard-need', '3');
  await page.waitFor('[data-action="next-step"][aria-describedby="wizard-need"]');
  await untilFocused(page, '.problems[data-kind="invalid"] .problems-toggle');
  await page.waitFor('.batch-problem[data-line="3"]');
  await page.click('.batch-problem[data-line="3"] [data-action="take-suggestion"]');
  await page.waitFor('.batch-problem[data-line="3"]', { state: 'hidden' });
  await expectAccessible(page, 'problems');
  await page.click('.batch-problem[data-line="6"] [data-action="skip-line"]');
  await page.waitFor('.batch-problem[data-line="6"] [data-action="unskip-line"]');
  // Each kind of problems has its own; which are left moves up.
  await page.click('.problems[data-kind="invalid"] [data-action="skip-all"]');
  await page.waitFor('.problems[data-kind="invalid"][data-settled="true"]');
  await page.click('.problems[data-kind="double"] [data-action="skip-all"]');
  await page.waitFor('.problems[data-kind="double"][data-settled="true"]');
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="message"]');
  await fill(page, 'input[name="subject"]', 'À {{ ville }}');
  await fill(page, 'textarea[name="body"]', 'Bonjour {{ prenom }} de {{ ville }}');
  await expectAccessible(page, 'message');
  await followEachOther(session, page);

  // A new version comes in the middle of a word: step, text, corrections and decisions are as they were.
  const { hash } = new URL(await page.url());
  await page.focus('textarea[name="body"]');
  await page.press('Control+End');
  await page.type(' !');
  expect(page.errors).toEqual([]);
  await reloadExtension(page);
  page = await openAfterReload(session, `sidepanel.html${hash}`);
  await page.resize(320, 700);
  await page.waitForText('textarea[name="body"]', 'Bonjour {{ prenom }} de {{ ville }} !', {
    timeout: 20_000,
  });
  await page.click('[data-action="next-step"]', { timeout: 20_000 });
  await page.waitFor('[data-step="check"]');
  await page.waitFor('.problems');
  await page.waitForText('.wizard-count', /3/);
  await page.click('[data-action="keep-all"]');
  await page.waitFor('.rules', { timeout: 20_000 });
  await page.click('.rules summary');
  for (const name of ['SPF', 'DKIM', 'DMARC']) await page.waitForText('.rules-list', name);
  expect(await page.count('.rules-list dd')).toBe(6);
  await expectAccessible(page, 'check');
  await untilFits(page);
  await page.click('[data-action="next-step"]');
  await page.waitFor('[data-step="send"]');
  await page.click('label:has(input[value="later"])');
  await page.waitFor('select[name="zone"]');
  await expectAccessible(page, 'send');
  await page.click('.back-link');
  await page.waitFor('[data-draft]', { timeout: 20_000 });
  await page.click('[data-action="delete-draft"]');
  await page.waitFor('[data-draft]', { state: 'hidden' });
  await page.click('.toast [data-action="undo"]');
  await page.waitFor('[data-draft]');
  await prepareByKeyboard(page);
  expect(page.errors).toEqual([]);
});

/** A second panel on the same draft shows what is written here, and what it changes stands here. */
async function followEachOther(session: BrowserSession, page: MailPage): Promise<void> {
  const { hash } = new URL(await page.url());
  const other = await session.openExtensionPage(`sidepanel.html${hash}`);
  await other.waitForText('textarea[name="body"]', 'Bonjour {{ prenom }}', { timeout: 20_000 });
  await setValue(other, 'input[name="batch-name"]', 'Vue à deux');
  await page.waitForText('input[name="batch-name"]', 'Vue à deux');
  await setValue(page, 'input[name="subject"]', 'Vers {{ ville }}');
  await other.waitForText('input[name="subject"]', 'Vers {{ ville }}');
  await other.close();
}

/** Through all four steps and back to the list without a mouse: nothing is out of reach, the focus is never lost. */
async function prepareByKeyboard(page: MailPage): Promise<void> {
  const enter = async (action: string): Promise<void> => {
    await tabTo(page, `[data-action="${action}"]`);
    await page.press('Enter');
  };
  const step = async (name: string): Promise<void> => {
    await page.waitFor(`[data-step="${name}"]`);
    await untilFocused(page, '.view-title');
  };
  await enter('new-batch');
  await page.waitFor('.drop');
  await untilFocused(page, '.view-title');
  await enter('paste-table');
  await untilFocused(page, 'textarea[name="pasted"]');
  await page.type('Courriel;Ville\nanne@exemple.fr;Lyon\nluc(at)exemple.fr;Metz');
  await enter('take-pasted');
  await page.waitFor('.problems', { timeout: 20_000 });
  await enter('next-step');
  await untilFocused(page, '.problems-toggle');
  await enter('take-suggestion');
  await page.waitFor('.problems', { state: 'hidden' });
  // What had the focus is gone: it went on to the title, not to nowhere.
  await untilFocused(page, '.view-title');
  await enter('next-step');
  await step('message');
  await tabTo(page, 'input[name="subject"]');
  await page.type('Bonjour');
  await tabTo(page, 'textarea[name="body"]');
  await page.type('Salut de ');
  await enter('insert-variable');
  await page.waitForText('textarea[name="body"]', 'Salut de {{ courriel }}');
  await enter('next-step');
  await step('check');
  await enter('next-recipient');
  await page.waitForText('[data-part="to"]', 'luc@exemple.fr');
  await tabTo(page, '.preview-bar input[type="radio"]');
  await page.press('ArrowRight');
  await page.waitForText('.preview-text', 'Salut de luc@exemple.fr');
  await enter('next-step');
  await step('send');
  await tabTo(page, 'input[value="now"]');
  await page.press('ArrowRight');
  await page.waitFor('input[name="send-at"]');
  await enter('previous-step');
  await step('check');
  const draft = new URL(await page.url()).hash;
  await enter('back');
  await untilFocused(page, `a[href="${draft}"]`);
}

/** Answers as a relay of version 3 does, and notes what it was asked. */
async function startOldRelay() {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'healthy', version: '3.4.0' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

test('S42: an address that is no relay, is too old, has a wrong certificate or is down is told; the relay of this computer is found; the code can be cancelled', async ({
  start,
  startAi,
}) => {
  // Not at its usual port, as when that is taken; each browser has its own, since both may run at once.
  const own =
    localRelayPorts.indexOf(8788) + (browserName(test.info().project.name) === 'firefox' ? 4 : 0);
  const old = await startOldRelay();
  const world = await startRelayWorld(await freePortAmong(localRelayPorts.slice(own)));
  try {
    const ai = await startAi();
    const session = await start({
      grantHosts: ['http://127.0.0.1/*', 'https://127.0.0.1/*'],
      checkCertificates: true,
    });
    const page = await session.openExtensionPage('options.html#relay');
    await fill(page, 'input[name="relay-address"]', 'http://relay.example.org');
    await page.click('[data-action="connect-relay"]');
    await page.waitForText('#relay .field-error', /https/);
    await fill(page, 'input[name="relay-address"]', new URL(ai.url).origin);
    await page.click('[data-action="connect-relay"]');
    await page.waitFor('#relay .notice[data-tone="error"]', { timeout: 20_000 });
    const notOne = await page.text('#relay .notice-text');
    // A relay of before: it answers as one, and says how old it is.
    await fill(page, 'input[name="relay-address"]', old.origin);
    await page.click('[data-action="connect-relay"]');
    await page.waitForText('#relay .notice-text', /too old.*version 4/, { timeout: 20_000 });
    expect(old.asked).toEqual(['/api/health']);
    // The practice mailbox makes its own certificate, and this browser trusts none of them.
    await fill(page, 'input[name="relay-address"]', `https://127.0.0.1:${session.mailbox.port}`);
    await page.click('[data-action="connect-relay"]');
    // Chromium tells an extension why only from its next start on: until then both reasons are named.
    const reason =
      session.browser === 'firefox' ? /not trust the certificate/ : /not trust its cert/;
    await page.waitForText('#relay .notice-text', reason, { timeout: 20_000 });
    await page.waitFor('#relay .notice-actions .link-button');
    await fill(page, 'input[name="relay-address"]', 'http://127.0.0.1:1');

    // One press finds the relay of this computer, wherever it listens and whatever listens beside it.
    const approval = await session.pageOpenedBy(async () => {
      await page.click('[data-action="connect-local-relay"]');
      const itself = `[data-action="connect-to-${new URL(world.url).port}"]`;
      await waitUntil(
        async () => (await page.isVisible(itself)) || (await page.isVisible('.approval-code')),
        () => 'the relay to be found',
        20_000,
      );
      if (await page.isVisible(itself)) await page.click(itself);
    });
    await waitUntil(
      async () => (await approval.url()).startsWith(world.url),
      () => `the page of ${world.url}`,
      20_000,
    );
    await page.bringToFront();
    await page.waitFor('.approval-code', { timeout: 20_000 });
    await expectAccessibleOnTheWay(page, 'a code to approve');
    await page.click('[data-action="cancel-connect"]');
    await approval.close();
    await fill(page, 'input[name="relay-address"]', world.url);
    await world.kill();
    await page.click('[data-action="connect-relay"]', { timeout: 20_000 });
    const silent = await page.waitForText('#relay .notice-text', 'npm run relay', {
      timeout: 20_000,
    });
    expect(silent).not.toBe(notOne);
    expect(await checkAccessibility(page)).toEqual([]);
  } finally {
    await world.close();
    await old.close();
  }
});
