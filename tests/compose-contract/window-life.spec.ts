import type { ComposeHost } from '../../lib/compose/compose-editor.ts';
import type { ContractPage } from './contract-fixtures.ts';
import { expect, test, until } from './contract-fixtures.ts';

const hosts = ['gmail', 'outlook'] as const;
const list: Record<ComposeHost, { drafts: string; item: string; close: string }> = {
  gmail: { drafts: '[data-folder="drafts"]', item: '.zA', close: '.Ha' },
  outlook: { drafts: '[data-folder="drafts"]', item: '.item', close: '.tab-close' },
};

/** Bars in the page, and those of them a person can see and press. */
function bars(mail: ContractPage): Promise<{ all: number; shown: number }> {
  return mail.page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('iaposte-bar')];
    const shown = all.filter((bar) => {
      const { left, top, width, height } = bar.getBoundingClientRect();
      const middle = document.elementFromPoint(left + width / 2, top + height / 2);
      return width > 0 && bar.checkVisibility() && middle === bar;
    });
    return { all: all.length, shown: shown.length };
  });
}

async function untilBars(mail: ContractPage, all: number, shown: number): Promise<void> {
  await until(`${all} bars, ${shown} of them to be seen`, async () => {
    const now = await bars(mail);
    return now.all === all && now.shown === shown;
  });
}

/** Until both detectors have looked: the second one does a second after the last change of the page. */
async function swept(mail: ContractPage): Promise<void> {
  await mail.page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const atRest = () => {
          observer.disconnect();
          resolve();
        };
        let timer = setTimeout(atRest, 1400);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(atRest, 1400);
        });
        const all = { childList: true, characterData: true, attributes: true };
        observer.observe(document, { subtree: true, ...all });
      }),
  );
}

/** Leaves the page and comes back; whether Firefox had kept it asleep, rather than load it anew. */
async function leftAndWoken(mail: ContractPage): Promise<boolean> {
  await mail.open();
  await mail.page.evaluate(() => {
    document.documentElement.dataset.before = 'yes';
    addEventListener('pageshow', ({ persisted }) => {
      document.documentElement.dataset.woken = String(persisted);
    });
  });
  // A page that is still busy with itself is not kept.
  await mail.settle();
  const here = await mail.page.url();
  await mail.page.goto(`${here.split('?')[0]}?cache=1&lang=fr`);
  await mail.page.evaluate(() => history.back());
  return until('the first page, awake or new', async () => {
    // While one page gives way to the other nobody answers.
    const marks = await mail.page
      .evaluate(() => {
        const { before, woken } = document.documentElement.dataset;
        const french = location.search.includes('lang');
        return { woken, anew: !french && !before && document.readyState === 'complete' };
      })
      .catch(() => undefined);
    if (marks?.woken === 'true') return 'woken';
    return marks?.anew ? 'anew' : false;
  }).then((how) => how === 'woken');
}

/** Counts what changes in the draft during 60 seconds; less than 0 when the page was hidden. */
function changesAtRest(mail: ContractPage): Promise<number> {
  return mail.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const css = '[contenteditable="true"][aria-multiline="true"]';
        const editor = document.querySelector(css);
        if (!editor) throw new Error('no editor');
        let count = document.visibilityState === 'visible' ? 0 : -1;
        document.addEventListener('visibilitychange', () => {
          count = Number.NEGATIVE_INFINITY;
        });
        const observer = new MutationObserver((records) => {
          count += records.length;
        });
        const all = { childList: true, characterData: true, attributes: true };
        observer.observe(editor, { subtree: true, ...all });
        setTimeout(() => resolve(count), 60_000);
      }),
  );
}

test('46: 60 seconds of rest change nothing in the editor and start no timer (gmail and outlook, side by side)', async ({
  openCompose,
}) => {
  const mails: ContractPage[] = [];
  for (const host of hosts) {
    const mail = await openCompose(host, '<div>Hello</div>', '', 'window');
    await mail.open();
    await mail.settle();
    mails.push(mail);
  }
  for (const mail of mails) {
    await swept(mail);
    await mail.call('countWork');
  }
  expect(await Promise.all(mails.map(changesAtRest))).toEqual([0, 0]);
  for (const mail of mails) expect(await mail.call('work')).toEqual([]);
});

for (const host of hosts) {
  test.describe(host, () => {
    test(`9 26: what was inserted is saved, and the draft that is opened again is found (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Kept</div>');
      await mail.open();
      await mail.caret('Kept');
      expect(await mail.insert(' for later')).toMatchObject({ ok: true });
      await until('the host to save', () =>
        mail.page.evaluate(
          (name: string) =>
            (localStorage.getItem(`practice-mailbox:${name}:drafts`) ?? '').includes('for later'),
          host,
        ),
      );
      await mail.page.reload();
      await mail.open();
      expect((await mail.read()).text).toBe('Kept for later');
      await mail.page.click(list[host].close);
      await mail.open(0);
      await untilBars(mail, 0, 0);
      await mail.page.click(list[host].drafts);
      await mail.page.click(list[host].item);
      await mail.open();
      expect((await mail.read()).text).toBe('Kept for later');
      await untilBars(mail, 1, 1);
    });

    test(`8: a page reloaded with a window open gets its bar again (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Still here</div>');
      for (let round = 0; round < 2; round += 1) {
        await mail.page.reload();
        await mail.open();
        expect((await mail.read()).text).toBe('Still here');
        await untilBars(mail, 1, 1);
      }
    });

    test(`33: an answer that comes after the host has replaced its editor is written nowhere (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Helo there</div>');
      await mail.open();
      const snapshot = await mail.read();
      // What a change of the sender's alias does: the same draft in another element.
      await mail.page.evaluate(() => {
        const old = document.querySelector('[contenteditable="true"][aria-multiline="true"]');
        old?.replaceWith(old.cloneNode(true));
      });
      await until('the new editor', async () => (await mail.call<number>('seen')) === 2);
      await mail.open(1);
      const before = await mail.html();
      const gone = { ok: false, reason: 'draft-gone', restored: true };
      expect(await mail.call('lateWrites', 0, snapshot.id, 'Hello there')).toEqual([gone, gone]);
      expect(await mail.html()).toBe(before);
      await untilBars(mail, 1, 1);
    });

    test(`2 33: an answer for a closed window does not land in the one that is open (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>First</div>');
      await mail.open();
      const snapshot = await mail.read();
      await mail.page.click(list[host].close);
      await mail.open(0);
      await mail.page.click(host === 'gmail' ? '.T-I-KE' : '.new-mail');
      await mail.open();
      const before = await mail.html();
      const gone = { ok: false, reason: 'draft-gone', restored: true };
      expect(await mail.call('lateWrites', 0, snapshot.id, 'LATE')).toEqual([gone, gone]);
      expect(await mail.html()).toBe(before);
    });

    test(`44: going through the folders keeps one bar a window (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, undefined, '?compose=reply');
      await mail.open();
      await untilBars(mail, 1, 1);
      expect(await mail.insert('Thank you.')).toMatchObject({ ok: true });
      await mail.page.click('[data-folder="sent"]');
      await mail.open(0);
      await untilBars(mail, 0, 0);
      await mail.page.evaluate(() => history.back());
      await mail.open();
      expect((await mail.read()).text).toBe('Thank you.');
      await untilBars(mail, 1, 1);
    });

    test(`44: another account in the same tab, and back (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, '<div>Mine</div>');
      await mail.open();
      const other =
        host === 'gmail'
          ? 'https://mail.google.com/mail/u/1/?compose=new&lang=fr'
          : 'https://outlook.office.com/mail/1/?compose=new&lang=fr';
      await mail.page.goto(other);
      await mail.open();
      await untilBars(mail, 1, 1);
      await mail.page.evaluate(() => history.back());
      // While one page gives way to the other nobody answers.
      await until('the first account', async () => {
        const there = !(await mail.page.url()).includes('lang');
        return there && (await mail.call('count').catch(() => 0)) === 1;
      });
      await untilBars(mail, 1, 1);
    });

    test(`44: a page put to sleep and woken keeps its one bar (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello</div>');
      await mail.open();
      // What the page sees of the back-forward cache; that the browser keeps it is not up to us.
      await mail.page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      });
      await swept(mail);
      await mail.open();
      await untilBars(mail, 1, 1);
      expect(await mail.call('seen')).toBe(1);
      await mail.caret('Hello');
      expect(await mail.insert(' again')).toMatchObject({ ok: true });
    });

    // Playwright starts Chromium without the cache.
    test(`44: woken from the real back-forward cache (${host}) @firefox`, async ({
      openCompose,
    }) => {
      // Firefox does not keep a page that loads anything while one leaves it, which happens now and
      // then on a slow machine. Were it ours to blame, no page would be kept.
      let mail = await openCompose(host, '<div>Hello</div>', '?cache=1');
      for (let left = 4; !(await leftAndWoken(mail)) && left > 0; left -= 1) {
        mail = await openCompose(host, '<div>Hello</div>', '?cache=1');
      }
      expect(await mail.page.evaluate(() => document.documentElement.dataset.before)).toBe('yes');
      await mail.open();
      await untilBars(mail, 1, 1);
      expect(await mail.call('seen')).toBe(1);
      await mail.caret('Hello');
      expect(await mail.insert(' again')).toMatchObject({ ok: true });
      expect((await mail.read()).text).toBe('Hello again');
    });

    test(`42: typing measures nothing and starts no timer (${host})`, async ({ openCompose }) => {
      const mail = await openCompose(host, '<div>Hello</div>');
      await mail.open();
      await mail.caret('Hello');
      await mail.page.type(' an');
      await swept(mail);
      await mail.call('countWork');
      await mail.page.type('d a few words more');
      expect(await mail.call('work')).toEqual([]);
    });

    test(`50: tables and pictures in the text survive a partial replace (${host})`, async ({
      openCompose,
    }) => {
      const picture =
        'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
      const mail = await openCompose(
        host,
        `<div>Helo Ann</div><div><img src="${picture}" alt="Plan" width="40" height="30"></div><table><tbody><tr><td>frist</td><td>42</td></tr><tr><td>secnd</td><td>43</td></tr></tbody></table><div>Thanks alot</div>`,
      );
      await mail.open();
      await mail.caret('Thanks alot');
      await mail.settle();
      const before = await mail.html();
      const snapshot = await mail.read();
      expect(snapshot.atoms.map(({ kind, label }) => [kind, label])).toEqual([['image', 'Plan']]);
      const changes: [string, string][] = [
        ['Helo', 'Hello'],
        ['secnd', 'second'],
        ['alot', 'a lot'],
      ];
      expect(await mail.edit(snapshot, changes)).toMatchObject({ ok: true });
      await mail.settle();
      const wanted = changes.reduce((html, [old, fresh]) => html.replace(old, fresh), before);
      const plain = (html: string) => html.replaceAll('&nbsp;', ' ');
      expect(plain(await mail.html())).toBe(plain(wanted));
      await mail.undo();
      expect(await mail.html()).toBe(before);
    });

    test(`40: beside another extension's marks in the draft the bar stays clickable (${host})`, async ({
      openCompose,
    }) => {
      const mail = await openCompose(host, '<div>Hello wrld</div>');
      await mail.open();
      // As grammar checkers do: marks over the text, a button in the lower corner of the editor.
      await mail.page.evaluate(() => {
        const editor = document.querySelector('[contenteditable="true"][aria-multiline="true"]');
        const box = editor?.getBoundingClientRect() ?? new DOMRect();
        const other = document.createElement('grammar-checker');
        other.style.cssText = `position:fixed;z-index:2147483646;width:36px;height:36px;left:${box.right - 44}px;top:${box.bottom - 44}px;background:#0a0`;
        document.documentElement.append(other);
        editor?.setAttribute('data-gramm', 'true');
        editor?.setAttribute('spellcheck', 'false');
      });
      await swept(mail);
      await untilBars(mail, 1, 1);
      expect(await mail.call('seen')).toBe(1);
      expect((await mail.read()).text).toBe('Hello wrld');
    });
  });
}

test.describe('windows of Gmail', () => {
  test('5: full screen and back keeps window, bar and text (gmail)', async ({ openCompose }) => {
    const mail = await openCompose('gmail', '<div>Start</div>');
    await mail.open();
    await mail.caret('Start');
    await mail.page.click('.Hq');
    await mail.page.waitFor('.aSt [g_editable]');
    await mail.open();
    await untilBars(mail, 1, 1);
    expect(await mail.insert(' large')).toMatchObject({ ok: true });
    expect((await mail.read()).text).toBe('Start large');
    await mail.settle();
    await mail.page.click('.Hq');
    await mail.page.waitFor('.AD [g_editable]');
    await mail.open();
    await untilBars(mail, 1, 1);
    expect((await mail.read()).text).toBe('Start large');
  });

  test('6: the bar goes and comes with a minimised window (gmail)', async ({ openCompose }) => {
    const mail = await openCompose('gmail', '<div>Start</div>');
    await mail.open();
    await untilBars(mail, 1, 1);
    await mail.page.click('.Hl');
    await until('the bar to be hidden', async () => (await bars(mail)).shown === 0);
    await mail.page.click('.Hl');
    await untilBars(mail, 1, 1);
    await mail.open();
    expect((await mail.read()).text).toBe('Start');
    expect(await mail.insert(' again')).toMatchObject({ ok: true });
  });

  test('10: the frame a closed full-screen window leaves gets nothing (gmail)', async ({
    openCompose,
  }) => {
    const mail = await openCompose('gmail', '<div>Start</div>');
    await mail.open();
    await mail.page.click('.Hq');
    await mail.page.click('.aSt .Ha');
    await mail.open(0);
    await swept(mail);
    expect(await mail.page.count('.aSs .aaZ')).toBe(1);
    expect(await bars(mail)).toEqual({ all: 0, shown: 0 });
    await mail.page.click('.T-I-KE');
    await mail.open();
    await untilBars(mail, 1, 1);
  });
});

test.describe('windows of Outlook', () => {
  test('6: the bar goes and comes with the draft in front (outlook)', async ({ openCompose }) => {
    const mail = await openCompose('outlook', '<div>First</div>');
    await mail.open();
    await mail.page.click('.new-mail');
    await mail.open(2);
    await until('one bar in sight', async () => (await bars(mail)).shown === 1);
    await mail.page.click('.tab');
    await until('one bar in sight', async () => (await bars(mail)).shown === 1);
    expect((await mail.read()).text).toBe('First');
    expect(await mail.insert(' again')).toMatchObject({ ok: true });
    expect((await mail.read()).text).toBe('First again');
    expect((await bars(mail)).all).toBe(2);
  });

  test('10: a hidden pane with an old draft gets nothing (outlook)', async ({ openCompose }) => {
    const mail = await openCompose('outlook', '<div>Start</div>');
    await mail.open();
    await untilBars(mail, 1, 1);
    await mail.page.evaluate(() => {
      const pane = document.querySelector<HTMLElement>('[id^="docking_InitVisiblePart"]');
      const stale = pane?.cloneNode(true) as HTMLElement;
      for (const bar of stale.querySelectorAll('iaposte-bar')) bar.parentElement?.remove();
      stale.style.display = 'none';
      pane?.after(stale);
    });
    await swept(mail);
    await mail.open();
    expect(await mail.call('seen')).toBe(1);
    await untilBars(mail, 1, 1);
  });

  for (const name of [
    'outlook.live.com',
    'outlook.office.com',
    'outlook.office365.com',
    'outlook.cloud.microsoft',
  ]) {
    test(`16: found under ${name}, with the paste helper, early and late (outlook)`, async ({
      openCompose,
    }) => {
      const mail = await openCompose('outlook');
      for (const delay of [0, 700]) {
        await mail.page.goto(`https://${name}/mail/?compose=new&fresh=1&delay=${delay}`);
        await mail.open();
        await untilBars(mail, 1, 1);
        expect(await mail.call('ready')).toBe(true);
        expect(await mail.insert('Bonjour')).toEqual({ ok: true, method: 'paste' });
      }
    });
  }

  test('16: found after the redirect to the new address (outlook)', async ({ openCompose }) => {
    const mail = await openCompose('outlook');
    await mail.page.goto('https://outlook.office.com/mail/?compose=new&fresh=1&redirect=1');
    await mail.open();
    expect(await mail.page.url()).toContain('outlook.cloud.microsoft');
    await untilBars(mail, 1, 1);
    expect(await mail.call('ready')).toBe(true);
  });
});
