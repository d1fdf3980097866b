import type { ComposeHost, SubjectOutcome } from '../../lib/compose/compose-editor.ts';
import { type ContractPage, expect, test, until } from './contract-fixtures.ts';

const hosts = ['gmail', 'outlook'] as const;
const listed: Record<ComposeHost, string> = { gmail: '.zA', outlook: '.item' };
const newMessage: Record<ComposeHost, string> = { gmail: '.T-I-KE', outlook: '.new-mail' };

const bars = (mail: ContractPage) =>
  mail.page.evaluate(
    () =>
      [...document.querySelectorAll('iaposte-bar')].filter((bar) => bar.checkVisibility()).length,
  );

async function untilBars(mail: ContractPage, count: number): Promise<void> {
  await until(`${count} bars in sight`, async () => (await bars(mail)) === count);
}

const textOf = async (mail: ContractPage, index: number) =>
  (await mail.call<{ text: string }>('read', index, 'draft')).text.replaceAll('\u00a0', ' ');

/** The stored draft, as the host knows it. */
function stored(mail: ContractPage) {
  return mail.page.evaluate((host: string) => {
    const all = JSON.parse(localStorage.getItem(`practice-mailbox:${host}:drafts`) ?? '[]');
    const none = { subject: '', html: '', attachments: [] as { name: string }[] };
    return (all.at(-1) ?? none) as typeof none;
  }, mail.host);
}

/** The part of the draft from the signature on. */
const foreign = (html: string) =>
  html.slice(html.search(/<div[^>]*(gmail_signature"|id="Signature")/));

for (const host of hosts) {
  test.describe(host, () => {
    test(`2: three windows at once never cross (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, '<div>First</div>');
      await mail.open();
      for (const count of [2, 3]) {
        await mail.page.click(newMessage[host]);
        await mail.open(count);
      }
      // Outlook shows one of them and hides the others behind their tabs.
      await untilBars(mail, host === 'gmail' ? 3 : 1);
      const show = async (index: number) => {
        if (host === 'outlook') {
          await mail.page.evaluate((at: number) => {
            document.querySelectorAll<HTMLElement>('.tab')[at]?.click();
          }, index);
        }
      };
      for (const [index, text] of [' one', 'two', 'three'].entries()) {
        await show(index);
        expect(await mail.call('insert', index, text)).toMatchObject({ ok: true });
      }
      const texts = () => Promise.all([0, 1, 2].map((index) => textOf(mail, index)));
      expect(await texts()).toEqual(['First one', 'two', 'three']);
      await show(1);
      expect(await mail.call('insert', 1, ' more')).toMatchObject({ ok: true });
      await mail.settle();
      await mail.undo();
      await until('undo in that window alone', async () => {
        return JSON.stringify(await texts()) === JSON.stringify(['First one', 'two', 'three']);
      });
      expect(await mail.call('seen')).toBe(3);
    });

    for (const kind of ['replyAll', 'forward'] as const) {
      test(`3: ${kind} is found, read and written like a reply (${host})`, async ({
        openCompose,
      }) => {
        const mail = await openCompose(host, undefined, '?fresh=1');
        await mail.page.click(listed[host]);
        await mail.page.click(`[data-reply="${kind}"]`);
        await mail.open();
        await untilBars(mail, 1);
        expect(await mail.call('describe', 0)).toMatchObject({ kind: 'reply' });
        const { to, cc } = await mail.call<{ to: string[]; cc: string[] }>('recipients', 0);
        expect([to.length, cc.length]).toEqual(kind === 'replyAll' ? [1, 2] : [0, 0]);
        expect((await mail.read()).text).toBe('');
        const before = foreign(await mail.html());
        expect(/gmail_quote|RplyFwdMsg/.test(before)).toBe(
          kind === 'forward' || host === 'outlook',
        );
        expect(await mail.insert('For you.')).toMatchObject({ ok: true });
        expect((await mail.read()).text).toBe('For you.');
        expect(foreign(await mail.html())).toBe(before);
      });
    }

    test(`31: the subject is set where it is shown, and the host notices (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello</div>');
      await mail.open();
      await mail.caret('Hello');
      const setSubject = (text: string) => mail.call<SubjectOutcome>('setSubject', 0, text);
      const focused = () => mail.page.evaluate(() => document.activeElement?.role);
      expect(await focused()).toBe('textbox');
      expect(await setSubject('Relance')).toEqual({ ok: true });
      expect(await mail.call('subject', 0)).toBe('Relance');
      const css = host === 'gmail' ? '[name="subjectbox"]' : 'input[id$="_SUBJECT"]';
      await mail.page.click(css);
      await mail.page.press('Control+z');
      await until('the former subject', async () => (await mail.call('subject', 0)) === 'Contract');
      await mail.caret('Hello');
      expect(await setSubject('Relance\nfacture 2026-114')).toEqual({ ok: true });
      expect(await mail.call('subject', 0)).toBe('Relance facture 2026-114');
      // The author goes on writing where the caret was.
      expect(await focused()).toBe('textbox');
      await mail.page.type('!');
      await until('the host to save both', async () => {
        const { subject, html } = await stored(mail);
        return subject === 'Relance facture 2026-114' && html.includes('Hello!');
      });
      expect(await setSubject('')).toEqual({ ok: true });
      expect(await mail.call('subject', 0)).toBe('');
    });

    test(`31: the hidden subject of a reply is left alone (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, undefined, '?compose=reply&fresh=1');
      await mail.open();
      const before = await mail.call('subject', 0);
      expect(await mail.call('setSubject', 0, 'Other')).toEqual({ ok: false, reason: 'hidden' });
      expect(await mail.call('subject', 0)).toBe(before);
    });

    test(`19: recipients are read in rows that are folded away, and nothing takes the focus (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello</div>', '?collapse=1');
      await mail.open();
      await mail.page.evaluate((gmail: boolean) => {
        // Gmail folds by itself; Outlook's rows are hidden here as it hides those that are not in use.
        if (gmail) return;
        for (const well of document.querySelectorAll<HTMLElement>('.compose .well')) {
          well.style.display = 'none';
        }
      }, host === 'gmail');
      await mail.caret('Hello');
      const folded = () =>
        mail.page.evaluate(() => {
          const row = document.querySelector('[name="to"], [id$="_TO"][role="group"]');
          const { activeElement } = document;
          return { shown: row?.checkVisibility(), focus: activeElement?.role };
        });
      expect(await folded()).toEqual({ shown: false, focus: 'textbox' });
      const people = { to: ['ann@example.test'], cc: [], bcc: [] };
      expect(await mail.call('recipients', 0)).toEqual(people);
      expect(await folded()).toEqual({ shown: false, focus: 'textbox' });
    });

    test(`33 50: a file attached while an answer is awaited changes nothing for it (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Helo, the plan is attached</div>');
      await mail.open();
      await mail.caret('Helo');
      const snapshot = await mail.read();
      await mail.page.evaluate(() => {
        const input = document.querySelector<HTMLInputElement>('input[name="Filedata"]');
        const files = new DataTransfer();
        files.items.add(new File(['x'.repeat(5000)], 'plan.pdf', { type: 'application/pdf' }));
        if (!input) throw new Error('no place for files');
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await mail.page.waitForText('.attachment', 'plan.pdf');
      const before = await mail.html();
      expect(await mail.edit(snapshot, [['Helo', 'Hello']])).toMatchObject({ ok: true });
      await mail.settle();
      expect((await mail.read()).text).toBe('Hello, the plan is attached');
      expect(await mail.page.count('.attachment')).toBe(1);
      await until('the host to save text and file', async () => {
        const { html, attachments } = await stored(mail);
        return html.includes('Hello') && attachments[0]?.name === 'plan.pdf';
      });
      await mail.undo();
      expect(await mail.html()).toBe(before);
      expect(await mail.page.count('.attachment')).toBe(1);
      await untilBars(mail, 1);
      expect(await mail.call('seen')).toBe(1);
    });
  });
}

test('4: a reply popped out of its mail and back in keeps window, bar and text (gmail)', async ({
  openCompose,
}) => {
  const mail = await openCompose('gmail', undefined, '?compose=reply&fresh=1');
  await mail.open();
  expect(await mail.insert('Thank you.')).toMatchObject({ ok: true });
  await mail.settle();
  await mail.page.click('.pop-out');
  await mail.page.waitFor('.AD [g_editable]');
  await mail.open();
  await untilBars(mail, 1);
  expect((await mail.read()).text).toBe('Thank you.');
  // Popped out, it has a subject that can be changed.
  expect(await mail.call('setSubject', 0, 'Re: Other')).toEqual({ ok: true });
  await mail.caret('Thank you.');
  expect(await mail.insert(' Bye.')).toMatchObject({ ok: true });
  await mail.settle();
  await mail.page.click('.pop-in');
  await mail.page.waitFor('.ip.adB [g_editable]');
  await mail.open();
  await untilBars(mail, 1);
  expect((await mail.read()).text).toBe('Thank you. Bye.');
  await mail.page.click('.ip.adB [g_editable]');
  await mail.undo();
  expect((await mail.read()).text).toBe('Thank you.');
});

test('9: a draft in the pane beside the list is found, and the list goes on working (gmail)', async ({
  openCompose,
}) => {
  const mail = await openCompose('gmail', undefined, '?pane=right&compose=reply&fresh=1');
  await mail.open();
  await untilBars(mail, 1);
  expect(await mail.page.count('.split > .list')).toBe(1);
  expect(await mail.insert('Beside the list')).toMatchObject({ ok: true });
  await until('the host to save', async () => (await stored(mail)).html.includes('Beside'));
  await mail.page.click('[data-folder="drafts"]');
  await mail.open(0);
  await mail.page.click('.zA');
  await mail.open();
  await untilBars(mail, 1);
  expect(await mail.page.count('.split > .list .zA')).toBe(1);
  expect((await mail.read()).text).toBe('Beside the list');
  // Another mail takes the place of the draft beside the same list.
  await mail.page.click('[data-folder="inbox"]');
  await mail.open(0);
  await untilBars(mail, 0);
});

test('20: confidential mode and a scheduled mail are like any other (gmail)', async ({
  openCompose,
}) => {
  const mail = await openCompose('gmail', '<div>Between us</div>');
  await mail.open();
  await mail.page.click('[command="locker"]');
  await mail.page.waitFor('.confidential');
  await mail.caret('Between us');
  expect(await mail.insert(' two')).toMatchObject({ ok: true });
  expect((await mail.read()).text).toBe('Between us two');
  await untilBars(mail, 1);
  expect(await mail.call('seen')).toBe(1);
  const snapshot = await mail.read();
  await mail.page.click('.Up [aria-haspopup="true"]');
  await mail.page.click('[selector="scheduledSend"]');
  await mail.open(0);
  await untilBars(mail, 0);
  const gone = { ok: false, reason: 'draft-gone', restored: true };
  expect(await mail.call('lateWrites', 0, snapshot.id, 'LATE')).toEqual([gone, gone]);
  const sent = await mail.page.evaluate(() => {
    const box = JSON.parse(localStorage.getItem('practice-mailbox:gmail:sent') ?? '[]');
    return box.map((message: { html: string; confidential: boolean }) => message);
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ confidential: true });
  expect(sent[0].html.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ')).toContain(
    'Between us two',
  );
});
