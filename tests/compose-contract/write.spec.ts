import type { ComposeHost } from '../../lib/compose/compose-editor.ts';
import { expect, test, until } from './contract-fixtures.ts';

const signature: Record<ComposeHost, string> = {
  gmail:
    '<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">Ann<br>Example Ltd</div></div>',
  outlook:
    '<div class="elementToProof" id="Signature"><p style="margin: 0px;">Ann<br>Example Ltd</p></div>',
};
const quote: Record<ComposeHost, string> = {
  gmail:
    '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Monday Bob wrote:<br></div><blockquote class="gmail_quote" style="border-left: 1px solid rgb(204, 204, 204);"><div dir="ltr">Quoted helo</div></blockquote></div>',
  outlook:
    '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Bob</div><div class="elementToProof">Quoted helo</div>',
};
const rich =
  '<div>Helo <b>brave</b> wrld, see <a href="https://example.test/page">our page</a> now</div><ul><li>frist</li><li>secnd</li></ul><div>Thanks alot</div>';

function draft(host: ComposeHost, body: string): string {
  return `${body}<div><br></div>${signature[host]}${quote[host]}`;
}

/** The part of the HTML from the signature on: nobody but the author may change a byte of it. */
function foreign(html: string): string {
  return html.slice(html.search(/<div[^>]*(gmail_signature"|id="Signature")/));
}

for (const host of ['gmail', 'outlook'] as const) {
  test.describe(`${host}`, () => {
    test(`24 25: type, insert, type, undo three times, redo (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, draft(host, '<div>Start</div>'));
      await mail.open();
      await mail.caret('Start');
      await mail.page.type('ed');
      await mail.settle();
      const typed = await mail.html();
      const outcome = await mail.insert(' WORLD');
      expect(outcome).toEqual({ ok: true, method: host === 'gmail' ? 'exec-command' : 'paste' });
      await mail.settle();
      const inserted = await mail.html();
      expect((await mail.read()).text).toBe('Started WORLD');
      await mail.page.type('x');
      await mail.settle();
      const continued = await mail.html();
      expect((await mail.read()).text).toBe('Started WORLDx');
      await mail.undo();
      expect(await mail.html()).toBe(inserted);
      await mail.undo();
      expect(await mail.html()).toBe(typed);
      await mail.undo();
      expect((await mail.read()).text).toBe('Start');
      await mail.redo();
      await mail.redo();
      expect(await mail.html()).toBe(inserted);
      await mail.redo();
      expect(await mail.html()).toBe(continued);
    });

    test(`24: what was typed or undone a moment before is another step (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, draft(host, '<div>Start</div>'));
      await mail.open();
      await mail.caret('Start');
      await mail.page.type('ed');
      expect(await mail.insert(' WORLD')).toMatchObject({ ok: true });
      await mail.settle();
      await mail.page.press('Control+z');
      await until('the insertion taken back', async () => (await mail.read()).text === 'Started');
      // And so is what was taken back a moment before: Closure notes no change soon after an undo.
      expect(await mail.insert(' AGAIN')).toMatchObject({ ok: true });
      await mail.settle();
      await mail.undo();
      expect((await mail.read()).text).toBe('Started');
    });

    test(`23 24 50: edits keep bold, link, list, signature and quote, one undo (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, draft(host, rich));
      await mail.open();
      await mail.caret('Thanks alot');
      await mail.settle();
      const before = await mail.html();
      const snapshot = await mail.read();
      expect(snapshot.text).toBe('Helo brave wrld, see ⟦1⟧ now\nfrist\nsecnd\nThanks alot');
      expect(snapshot.atoms).toEqual([{ token: '⟦1⟧', kind: 'link', label: 'our page' }]);
      const outcome = await mail.edit(snapshot, [
        ['Helo', 'Hello'],
        ['wrld', 'world'],
        ['frist', 'first'],
        ['alot', 'a lot'],
      ]);
      expect(outcome).toMatchObject({ ok: true });
      await mail.settle();
      const after = await mail.html();
      const expected = before
        .replace('Helo', 'Hello')
        .replace('wrld', 'world')
        .replace('frist', 'first')
        .replace('alot', 'a lot');
      expect(after.replaceAll('&nbsp;', ' ')).toBe(expected.replaceAll('&nbsp;', ' '));
      expect(foreign(after)).toBe(foreign(before));
      await mail.undo();
      expect(await mail.html()).toBe(before);
      await mail.redo();
      expect(await mail.html()).toBe(after);
    });

    test(`23 24 29: new lines, a moved link and joined lines, one undo (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(
        host,
        draft(
          host,
          '<div>Hello Ann, see <a href="https://example.test/page">it</a> there</div><div>two</div><div>three</div>',
        ),
      );
      await mail.open();
      await mail.caret('two');
      await mail.settle();
      const before = await mail.html();
      const snapshot = await mail.read();
      const outcome = await mail.edit(snapshot, [
        ['Hello Ann, see ⟦1⟧ there', 'Hello Ann,\n\n⟦1⟧ is there'],
        ['two\nthree', 'two and three'],
      ]);
      expect(outcome).toMatchObject({ ok: true });
      await mail.settle();
      const after = await mail.read();
      expect(after.text).toBe('Hello Ann,\n\n⟦1⟧ is there\ntwo and three');
      expect(foreign(await mail.html())).toBe(foreign(before));
      await mail.undo();
      expect(await mail.html()).toBe(before);
    });

    test(`21 25 29: several lines at the caret look the same everywhere (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, draft(host, '<div>Start end</div>'));
      await mail.open();
      await mail.caret('Start');
      await mail.settle();
      const before = await mail.html();
      expect(await mail.insert(' one\n\nthree')).toMatchObject({ ok: true });
      await mail.settle();
      expect((await mail.read()).text).toBe('Start one\n\nthree end');
      const heights = await mail.page.evaluate(() => {
        const editor = document.querySelector('[contenteditable="true"][aria-multiline="true"]');
        return [...(editor?.children ?? [])].slice(0, 3).map((line) => line.localName);
      });
      expect(heights).toEqual(['div', 'div', 'div']);
      await mail.page.type('!');
      expect((await mail.read()).text).toBe('Start one\n\nthree! end');
      await mail.settle();
      // One step for the letter, one for the whole insertion.
      await mail.undo();
      await mail.undo();
      expect(await mail.html()).toBe(before);
    });

    test(`18 22: a remembered selection is replaced after focus went elsewhere (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, draft(host, rich));
      await mail.open();
      await mail.caret('Thanks', 'select');
      expect((await mail.read('selection')).text).toBe('Thanks');
      const place = await mail.call<{ id: number; hasSelection: boolean }>('place', 0);
      expect(place.hasSelection).toBe(true);
      await mail.page.evaluate(() => {
        const field = document.createElement('input');
        document.body.append(field);
        field.focus();
        getSelection()?.removeAllRanges();
      });
      expect(await mail.insert('Merci', place.id)).toMatchObject({ ok: true });
      expect((await mail.read()).text).toBe(
        'Helo brave wrld, see ⟦1⟧ now\nfrist\nsecnd\nMerci alot',
      );
    });

    test(`28: the same insertion asked for twice lands once (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, draft(host, '<div>Start</div>'));
      await mail.open();
      await mail.caret('Start');
      const place = await mail.call<{ id: number }>('place', 0);
      await mail.call('insertTwice', 0, ' once', place.id);
      await mail.settle();
      expect((await mail.read()).text).toBe('Start once');
    });

    test(`33: edits to a draft that the user has changed are refused (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, draft(host, '<div>Helo there</div>'));
      await mail.open();
      await mail.caret('there');
      const snapshot = await mail.read();
      await mail.page.type('!');
      await mail.settle();
      const before = await mail.html();
      expect(await mail.edit(snapshot, [['Helo', 'Hello']])).toEqual({
        ok: false,
        reason: 'draft-changed',
        restored: true,
      });
      expect(await mail.html()).toBe(before);
    });

    test(`27: a host that refuses the text gets its draft back as it was (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, draft(host, rich));
      await mail.open();
      await mail.caret('Thanks');
      await mail.settle();
      const before = await mail.html();
      // A host that takes every new text out again, at once.
      await mail.page.evaluate(() => {
        const editor = document.querySelector<HTMLElement>(
          '[contenteditable="true"][aria-multiline="true"]',
        );
        if (!editor) throw new Error('no editor');
        editor.addEventListener('paste', (event) => event.stopImmediatePropagation(), true);
        new MutationObserver(() => {
          const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode;
            const text = node.nodeValue ?? '';
            if (text.includes('NEVER')) node.nodeValue = text.replaceAll('NEVER', '');
          }
        }).observe(editor, { subtree: true, childList: true, characterData: true });
      });
      const outcome = await mail.insert('NEVER');
      expect(outcome).toEqual({ ok: false, reason: 'not-inserted', restored: true });
      expect(await mail.html()).toBe(before);
    });

    test(`17: an empty draft reads empty and takes its first line (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, undefined, '?compose=new');
      await mail.open();
      expect((await mail.read()).text).toBe('');
      expect(await mail.insert('Bonjour Claire,\nMerci.')).toMatchObject({ ok: true });
      expect((await mail.read()).text).toBe('Bonjour Claire,\nMerci.');
    });

    test(`49: nothing is written after Send (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, draft(host, '<div>Ready</div>'));
      await mail.open();
      const snapshot = await mail.read();
      await mail.call('watchSend', 0);
      await mail.caret('Ready');
      await mail.settle();
      // Begun in the moment of Send: what leaves is the draft with the whole insertion or without it.
      const pending = mail.call<unknown>('insert', 0, ' meanwhile').catch(() => null);
      await mail.page.press('Control+Enter');
      await pending;
      await mail.open(0);
      // Begun after it: nothing, neither into the mail nor into what stands where it stood.
      const gone = { ok: false, reason: 'draft-gone', restored: true };
      expect(await mail.call('lateWrites', 0, snapshot.id, 'LATE')).toEqual([gone, gone]);
      const stored = await mail.page.evaluate((name: string) => {
        const box = JSON.parse(localStorage.getItem(`practice-mailbox:${name}:sent`) ?? '[]');
        const all = JSON.stringify({ ...localStorage }) + document.body.textContent;
        return { sent: (box[0]?.html ?? '') as string, late: all.includes('LATE') };
      }, host);
      const text = stored.sent.replace(/<[^>]*>|&nbsp;|\s/g, '');
      expect(text).toMatch(/^Ready(meanwhile)?Ann/);
      expect(stored.late).toBe(false);
      expect(await mail.call('sends')).toBe(1);
    });
  });
}
