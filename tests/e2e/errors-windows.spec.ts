import { chooseFile } from '../browsers/choose-file.ts';
import { editorHtml, type Host, mailboxes, openCompose, untilNoted } from '../browsers/journey.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import {
  expectDraft,
  heard,
  hold,
  leaveReview,
  seeInPanel,
  seeNotice,
  seeReview,
  shareHouse,
  speak,
  speakAndStop,
  startDraft,
  takeOffer,
  uploadsReach,
} from './fault-steps.ts';
import { expect, test } from './fixtures.ts';

/** What the practice pages call the things around a compose window. */
const around = {
  gmail: { close: '.M9 .Ha, .nn .Ha', compose: '.T-I-KE', sentRow: '.zA' },
  outlook: { close: '', compose: '.new-mail', sentRow: '.item' },
} as const;

const house = shareHouse(heard);

for (const host of ['gmail', 'outlook'] as const) {
  test(`49: Send pressed while speaking in ${host}: the mail leaves as it was, the text is kept`, async () => {
    const { page } = await startDraft(house.session, host, 'compose=reply');
    await speak(page);
    await page.click(mailboxes[host].send);
    await page.waitFor(mailboxes[host].editor, { state: 'hidden' });
    await page.waitFor('.live', { state: 'hidden' });
    const panel = await seeInPanel(house.session, heard);
    await panel.close();
    await page.bringToFront();
    expect(await page.count('dialog')).toBe(0);
    await page.click('[data-folder="sent"]');
    await page.click(around[host].sentRow);
    const sent = await page.waitForText('[data-sent-body]', 'Dear Priya,');
    expect(sent).not.toContain(heard);
    await page.click(around[host].compose);
    await takeOffer(page, host);
    await page.close();
  });
}

/** A template of one sentence, called by this shortcut. */
async function addTemplate(shortcut: string, words: string): Promise<void> {
  const one = { name: shortcut, language: 'en', shortcut, html: `<div>${words}</div>` };
  const file = { format: 'iapostemanager.templates', version: 1, templates: [one] };
  const panel = await house.session.openExtensionPage('sidepanel.html#/templates');
  await panel.waitFor('[data-action="new-template"]');
  await chooseFile(panel, 'input[name="template-file"]', 'one.json', JSON.stringify(file));
  await panel.click('[data-action="add-imported"]');
  await panel.waitForText('.template-name', shortcut);
  await panel.close();
}

async function takeBack(page: MailPage, host: Host, html: string): Promise<void> {
  await page.press('Control+z');
  await waitUntil(
    async () => (await editorHtml(page, host)) === html,
    () => 'exactly one step taken back',
  );
}

for (const host of ['gmail', 'outlook'] as const) {
  // Each page and each browser once: how they write and take back stands in the compose contract.
  const where = host === 'gmail' ? '@firefox' : '@chromium';
  test(`a template called while one speaks in ${host}: both texts stand whole, one Ctrl+Z each ${where}`, async () => {
    const { editor } = mailboxes[host];
    const thanks = 'With many thanks for your help.';
    await addTemplate(`thanks-${host}`, thanks);
    const { page } = await startDraft(house.session, host);
    await speak(page);
    await page.focus(editor);
    await untilNoted(page, host, () => page.type(`/thanks-${host}`));
    const typed = await editorHtml(page, host);
    await untilNoted(page, host, () => page.press('Tab'));
    await page.waitForText(editor, thanks);
    const templated = await editorHtml(page, host);
    await page.click('.live [data-action="stop"]');
    await seeReview(page);
    await untilNoted(page, host, () => page.press('Control+Enter'));
    await page.waitForText(editor, heard.slice(1));
    expect(await page.text(editor)).toContain(thanks);
    await page.focus(editor);
    await takeBack(page, host, templated);
    await takeBack(page, host, typed);
    expect(page.errors).toEqual([]);
    await page.close();
  });
}

test('49: Send pressed while the server writes: nothing is written after, the text is kept', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'transcription' });
  const { page } = await startDraft(house.session, 'gmail', 'compose=reply');
  await speakAndStop(page);
  await uploadsReach(house.ai, 1);
  await page.click(mailboxes.gmail.send);
  await page.waitFor(mailboxes.gmail.editor, { state: 'hidden' });
  held.release();
  await (await seeInPanel(house.session, heard)).close();
  await page.bringToFront();
  await page.click('[data-folder="sent"]');
  await page.click('.zA');
  const sent = await page.waitForText('[data-sent-body]', 'Dear Priya,');
  expect(sent).not.toContain(heard);
  await page.click('.T-I-KE');
  await takeOffer(page);
  await page.close();
});

test('the compose window is closed while the server writes: the next one offers the text', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'transcription' });
  const { page } = await startDraft(house.session);
  await speakAndStop(page);
  await uploadsReach(house.ai, 1);
  await page.click('.Ha');
  await page.waitFor(mailboxes.gmail.editor, { state: 'hidden' });
  held.release();
  await (await seeInPanel(house.session, heard)).close();
  await page.bringToFront();
  expect(await page.count('dialog')).toBe(0);
  await page.click('.T-I-KE');
  await takeOffer(page);
  await page.close();
});

test('two compose windows: the text goes to the one where the dictation began', async () => {
  const { page } = await startDraft(house.session);
  await speak(page);
  await page.click('.T-I-KE');
  const first = '.nn:last-of-type .M9 [g_editable="true"]';
  const second = '.nn:first-child .M9 [g_editable="true"]';
  await page.waitFor(second);
  await page.click(second);
  await page.press('Control+Home');
  await page.type('Dear Tom,');
  await page.waitForText(second, 'Dear Tom,');
  await page.click('.live [data-action="stop"]');
  await seeReview(page);
  await page.press('Control+Enter');
  await waitUntil(
    async () => (await page.text(first))?.includes(heard),
    () => 'the text in the first window',
  );
  expect(await page.text(first)).toContain('Dear Priya,');
  expect(await page.text(second)).not.toContain(heard);
  await page.close();
});

test('49: the page refuses to send while one speaks: the text is offered, dictating goes on', async () => {
  const { page, draft } = await startDraft(house.session);
  await speak(page);
  // As when no recipient is given: the press is seen, the mail stays.
  await page.evaluate((selector) => {
    const button = document.querySelector(selector) as HTMLElement;
    for (const type of ['mousedown', 'mouseup', 'click']) {
      button.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    }
  }, mailboxes.gmail.send);
  await page.click(mailboxes.gmail.send);
  await page.waitFor('.live', { state: 'hidden' });
  await seeNotice(page, 'A dictation is ready that no draft has taken yet.');
  await expectDraft(page, draft);
  await takeOffer(page);
  house.ai.setTranscription('and this came later');
  await speakAndStop(page);
  await seeReview(page, 'and this came later');
  await page.press('Control+Enter');
  await page.waitForText(mailboxes.gmail.editor, 'and this came later');
  house.ai.setTranscription(heard);
  await page.close();
});

test('a dictation deleted in the panel while it is being written down frees its window', async () => {
  const held = hold();
  house.ai.failNext({ kind: 'held', until: held.until }, { endpoint: 'transcription' });
  const { page, draft } = await startDraft(house.session);
  await speakAndStop(page);
  await uploadsReach(house.ai, 1);
  const panel = await house.session.openExtensionPage('sidepanel.html#/dictation');
  await panel.click('li.dictation [aria-expanded="false"]');
  await panel.click('li.dictation [data-action="delete"]');
  // Only what the background has heard of outlives the panel.
  await panel.waitFor('.toast [data-action="undo"]');
  await panel.close();
  await page.bringToFront();
  await page.waitFor('.live', { state: 'hidden' });
  held.release();
  // The window can be used again at once.
  await speakAndStop(page);
  await seeReview(page);
  await leaveReview(page);
  await expectDraft(page, draft);
  await page.close();
});

test('a text under review is offered in no other tab, again once its window has gone, and taken once', async () => {
  const { page } = await startDraft(house.session);
  await speakAndStop(page);
  await seeReview(page);

  const other = await openCompose(house.session, 'gmail');
  await untilAnswered(other);
  expect(await other.count('.notice')).toBe(0);
  await page.close();

  await other.bringToFront();
  await other.click('.T-I-KE');
  await takeOffer(other);
  const third = await openCompose(house.session, 'gmail');
  await untilAnswered(third);
  expect(await third.count('.notice')).toBe(0);
  await third.close();
  await other.close();
});

/** Until the background has answered this window's later question, and so its first: is there a text? */
async function untilAnswered(page: MailPage): Promise<void> {
  await page.type('je vous envoie le le dossier');
  await page.click('[data-action="improve"]');
  await page.waitFor('dialog');
  await leaveReview(page);
}
