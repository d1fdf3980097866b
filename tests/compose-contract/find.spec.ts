import type { ComposeHost } from '../../lib/compose/compose-editor.ts';
import { expect, test, until } from './contract-fixtures.ts';

const hosts = ['gmail', 'outlook'] as const;
const sendCss: Record<ComposeHost, string> = {
  gmail: '.gU.Up [role="button"]:not([aria-haspopup="true"])',
  outlook: '[id$="__primaryActionButton"]',
};
const settingsHash = '#settings';

interface Description {
  kind: string;
  evidence: { ranks: Record<string, number> };
}

/** Boxes of the bar and of Send, and how many bars there are. */
function layout(css: string) {
  const box = (element: Element | null | undefined) => {
    const { left, right, top, bottom, width } = element?.getBoundingClientRect() ?? new DOMRect();
    return { left, right, top, bottom, width };
  };
  const shown = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
      element.checkVisibility(),
    );
  const bars = shown('iaposte-bar');
  const editor = shown('[contenteditable="true"][aria-multiline="true"]')[0];
  return {
    bars: bars.length,
    mode: bars[0]?.dataset.mode,
    room: bars[0]?.dataset.room,
    bar: box(bars[0]),
    send: box(shown(css)[0]),
    editor: box(editor),
    page: { width: innerWidth, height: innerHeight },
    sideways: document.documentElement.scrollWidth > innerWidth,
  };
}

for (const host of hosts) {
  test.describe(host, () => {
    test(`1 11 20: a new message is found once, with what it needs to know (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello</div>');
      await mail.open();
      expect(await mail.call('subject', 0)).toBe('Contract');
      expect(await mail.call('recipients', 0)).toEqual({
        to: ['ann@example.test'],
        cc: [],
        bcc: [],
      });
      const { kind, evidence } = await mail.call<Description>('describe', 0);
      expect(kind).toBe('new');
      expect(evidence.ranks.body).toBe(0);
      expect(await mail.call('seen')).toBe(1);
      expect((await mail.page.evaluate(layout, sendCss[host])).bars).toBe(1);
    });

    test(`3 17: an inline reply is found and read without signature and quote (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, undefined, '?compose=reply');
      await mail.open();
      const { kind } = await mail.call<Description>('describe', 0);
      expect(kind).toBe('reply');
      expect((await mail.read()).text).toBe('');
      expect(await mail.insert('Thank you.')).toMatchObject({ ok: true });
      expect((await mail.read()).text).toBe('Thank you.');
      expect(await mail.call('subject', 0)).not.toBe('');
    });

    test(`16: parts that come late are found when they come (${host})`, async ({ openCompose }) => {
      for (const delay of [300, 1500]) {
        const mail = await openCompose(host, undefined, `?compose=new&delay=${delay}`);
        await mail.open();
        expect(await mail.call('seen')).toBe(1);
        await until('the bar', async () => {
          const now = await mail.page.evaluate(layout, sendCss[host]);
          return now.bars === 1 && now.mode === 'toolbar';
        });
      }
    });

    test(`14: without a toolbar the bar floats at the editor (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, undefined, '?compose=new&hidetoolbar=1');
      await mail.open();
      const seen = await until('a bar inside the editor', async () => {
        const now = await mail.page.evaluate(layout, sendCss[host]);
        return now.bars === 1 && now.bar.right <= now.editor.right + 1 && now.bar.width > 0 && now;
      });
      expect(seen.mode).toBe('floating');
      expect(seen.bar.bottom).toBeLessThanOrEqual(seen.editor.bottom);
    });

    test(`15: signature editor, chat, search and read mail get nothing (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, undefined, settingsHash);
      await until('the signature editor', () =>
        mail.page.evaluate(() => document.querySelector('.signature-editor') !== null),
      );
      await mail.page.evaluate(() => {
        for (const box of document.querySelectorAll<HTMLElement>('[contenteditable], input')) {
          box.focus();
        }
        return new Promise((resolve) => setTimeout(resolve, 1400));
      });
      expect(await mail.call('seen')).toBe(0);
      expect(await mail.page.evaluate(() => document.querySelectorAll('iaposte-bar').length)).toBe(
        0,
      );
    });

    test(`11: the bar comes back when the host takes it out, and goes with the window (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello</div>');
      await mail.open();
      await mail.page.evaluate(() =>
        document.querySelector('iaposte-bar')?.parentElement?.remove(),
      );
      await until('the bar again', async () => {
        return (await mail.page.evaluate(layout, sendCss[host])).bars === 1;
      });
      await mail.page.evaluate((css: string) => {
        let at = document.querySelector('[contenteditable="true"][aria-multiline="true"]');
        while (at?.parentElement && !at.querySelector(css)) at = at.parentElement;
        at?.remove();
      }, sendCss[host]);
      await mail.open(0);
      expect(await mail.page.evaluate(() => document.querySelectorAll('iaposte-bar').length)).toBe(
        0,
      );
    });

    test(`43: an updated extension takes over without a reload (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello</div>');
      await mail.open();
      await mail.page.evaluate(() =>
        document.dispatchEvent(new Event('iaposte:known-to-the-test')),
      );
      await mail.open(0);
      expect(await mail.page.evaluate(() => document.querySelectorAll('iaposte-bar').length)).toBe(
        0,
      );
    });

    for (const [name, query, width, height] of [
      ['1280x800', '?compose=new', 1280, 800],
      ['1024x600', '?compose=new', 1024, 600],
      ['right to left', '?compose=new&lang=ar', 1280, 800],
    ] as const) {
      test(`35 37: Send stays where it was, ${name} (${host})`, async ({ openCompose }) => {
        const mail = await openCompose(host, undefined, query);
        await mail.page.resize(width, height);
        await mail.open();
        const withBar = await until('the bar', async () => {
          const now = await mail.page.evaluate(layout, sendCss[host]);
          return now.bars === 1 && now.bar.width > 0 && now;
        });
        await mail.call('stop');
        const without = await mail.page.evaluate(layout, sendCss[host]);
        expect(without.bars).toBe(0);
        expect(withBar.send).toEqual(without.send);
        expect(withBar.editor).toEqual(without.editor);
        expect(withBar.sideways).toBe(false);
        const { bar, send } = withBar;
        const apart =
          bar.left >= send.right ||
          bar.right <= send.left ||
          bar.top >= send.bottom ||
          bar.bottom <= send.top;
        expect(apart).toBe(true);
        expect(bar.left).toBeGreaterThanOrEqual(0);
        expect(bar.right).toBeLessThanOrEqual(withBar.page.width);
        expect(withBar.mode).toBe('toolbar');
      });
    }
  });
}

test('20: Gmail in plain-text mode is read and written, with undo', async ({ openCompose }) => {
  const mail = await openCompose('gmail', '<div>Hello there</div>');
  await mail.open();
  await mail.page.evaluate(() => {
    const item = [...document.querySelectorAll<HTMLElement>('.az5 [role="menuitem"]')][0];
    for (const type of ['mousedown', 'mouseup', 'click']) {
      item?.dispatchEvent(new MouseEvent(type, { bubbles: true }));
    }
  });
  await until('the plain-text body', async () => {
    const open = await mail.call<number>('count');
    return open === 1 && (await mail.call<{ tag: string }>('describe', 0)).tag === 'textarea';
  });
  expect((await mail.read()).text).toContain('Hello there');
  const value = () =>
    mail.page.evaluate(() => document.querySelector<HTMLTextAreaElement>('textarea.Ak')?.value);
  const before = await value();
  await mail.page.evaluate(() => document.querySelector<HTMLElement>('textarea.Ak')?.focus());
  const snapshot = await mail.read();
  expect(await mail.edit(snapshot, [['there', 'Claire']])).toEqual({
    ok: true,
    method: 'textarea',
  });
  expect(await value()).toBe(before?.replace('there', 'Claire'));
  await mail.undo();
  expect(await value()).toBe(before);
});

test('7: a window of its own is found in both hosts', async ({ openCompose }) => {
  for (const [host, url] of [
    ['gmail', 'https://mail.google.com/mail/u/0/popout'],
    ['outlook', 'https://outlook.office.com/mail/deeplink/compose/new'],
  ] as const) {
    const mail = await openCompose(host);
    await mail.page.goto(url);
    await mail.open();
    expect((await mail.call<Description>('describe', 0)).kind).toBe('popout');
  }
});

test('2 4: two windows at once never cross', async ({ openCompose }) => {
  const mail = await openCompose('gmail', '<div>First</div>');
  await mail.open();
  await mail.page.evaluate(() => {
    const button = document.querySelector<HTMLElement>('.T-I-KE, [gh="cm"]');
    button?.click();
  });
  await mail.open(2);
  await mail.call('insert', 0, ' one');
  await mail.call('insert', 1, 'two');
  const texts = await Promise.all(
    [0, 1].map(async (index) => (await mail.call<{ text: string }>('read', index, 'draft')).text),
  );
  expect(texts).toEqual(['First one', 'two']);
  expect(await mail.page.evaluate(() => document.querySelectorAll('iaposte-bar').length)).toBe(2);
});
