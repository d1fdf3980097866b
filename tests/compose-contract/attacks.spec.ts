import { expect, test } from './contract-fixtures.ts';

/** Counts the paste events that reach the editor, and what text they bring. */
function countPastes(): void {
  const seen: string[] = [];
  (window as typeof window & { pastes: string[] }).pastes = seen;
  document.addEventListener(
    'paste',
    (event) => {
      seen.push(event.clipboardData?.getData('text/plain') ?? '');
    },
    true,
  );
}

function pastes(): string[] {
  return (window as typeof window & { pastes: string[] }).pastes;
}

test('S31: 10,000 forged, replayed and oversized events make the paste helper do nothing', async ({
  openCompose,
}) => {
  const mail = await openCompose('outlook', '<div>Start</div>');
  await mail.open();
  expect(await mail.call('ready')).toBe(true);
  await mail.page.evaluate(countPastes);
  await mail.page.evaluate(() => {
    const editor = document.querySelector('[contenteditable="true"][aria-multiline="true"]');
    const names = ['iaposte:hello', 'iaposte:present', 'iaposte:paste', '__proto__', 'constructor'];
    const secret = '0'.repeat(32);
    for (let round = 0; round < 2000; round += 1) {
      for (const name of names) {
        const detail = round % 100 === 0 ? 'x'.repeat(100_000) : `${secret}forged ${round}`;
        document.dispatchEvent(new CustomEvent(name, { detail }));
        editor?.dispatchEvent(new CustomEvent(secret, { detail, bubbles: true }));
        editor?.dispatchEvent(new CustomEvent(`${secret}:answer`, { detail, bubbles: true }));
      }
      if (round % 100 === 0) postMessage({ type: 'iaposte:paste', text: 'forged' }, '*');
    }
    const { port1 } = new MessageChannel();
    port1.postMessage({ type: 'iaposte:paste', text: 'forged' });
  });
  expect(await mail.page.evaluate(pastes)).toEqual([]);
  expect((await mail.read()).text).toBe('Start');
  await mail.caret('Start');
  expect(await mail.insert(' real')).toEqual({ ok: true, method: 'paste' });
  expect(await mail.page.evaluate(pastes)).toEqual([' real']);
  expect((await mail.read()).text).toBe('Start real');
});

test('S31: who knows the channel needs its nonce, once, and can reach an editor only', async ({
  openCompose,
}) => {
  const mail = await openCompose('outlook', '<div>Start</div>');
  await mail.open();
  await mail.page.evaluate(countPastes);
  await mail.caret('Start');
  expect(await mail.insert(' once')).toEqual({ ok: true, method: 'paste' });
  const editor = '[contenteditable="true"][aria-multiline="true"]';
  expect(await mail.call('knock', 'guessed', 'forged', editor)).toBe(32);
  expect(await mail.call('knock', 'used', 'again', editor)).toBe(32);
  expect(await mail.call('knock', 'right', 'elsewhere', 'body')).toBe(32);
  expect(await mail.page.evaluate(pastes)).toEqual([' once']);
  // None of that has shut the way of the draft.
  expect(await mail.insert(' more')).toEqual({ ok: true, method: 'paste' });
  expect(await mail.page.evaluate(pastes)).toEqual([' once', ' more']);

  // Nobody gets a channel of their own once the page runs.
  const answered = await mail.page.evaluate(() => {
    const mine = 'a'.repeat(32);
    let answers = 0;
    document.addEventListener(`${mine}:answer`, () => {
      answers += 1;
    });
    document.dispatchEvent(new CustomEvent('iaposte:hello', { detail: mine }));
    return answers;
  });
  expect(answered).toBe(0);
});

test('S33: natives that the page replaces change nothing and see nothing', async ({
  openCompose,
}) => {
  const mail = await openCompose('outlook', '<div>Start</div>');
  await mail.open();
  await mail.caret('Start');
  await mail.page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    /** Looks on where the page's own scripts need it working. */
    const spy = (
      owner: object,
      name: string,
      secret: (self: unknown, given: unknown[]) => boolean,
    ) => {
      const real = Reflect.get(owner, name) as (...given: unknown[]) => unknown;
      const { apply } = Reflect;
      Reflect.set(owner, name, function (this: unknown, ...given: unknown[]) {
        if (secret(this, given)) seen.push(name);
        return apply(real, this, given);
      });
    };
    const isNonce = (text: unknown) => /^[0-9a-f]{32}/.test(text as string);
    spy(String.prototype, 'slice', isNonce);
    spy(Number.prototype, 'toString', (self, [base]) => base === 16 && Number(self) > 0xff_ffff);
    spy(EventTarget.prototype, 'dispatchEvent', (_, [event]) => {
      const { type } = event as Event;
      return type === 'paste' || isNonce(type);
    });
    spy(EventTarget.prototype, 'addEventListener', (_, [type]) => isNonce(type));
    for (const [owner, name] of [
      [CustomEvent.prototype, 'detail'],
      [HTMLElement.prototype, 'isContentEditable'],
    ] as const) {
      const real = Object.getOwnPropertyDescriptor(owner, name)?.get;
      const { apply } = Reflect;
      Object.defineProperty(owner, name, {
        get() {
          const value = real && apply(real, this, []);
          if (isNonce(value) || name === 'isContentEditable') seen.push(name);
          return value;
        },
      });
    }
    const evil = () => {
      throw new Error('replaced');
    };
    Object.assign(DataTransfer.prototype, { setData: evil });
    Object.assign(Crypto.prototype, { getRandomValues: evil });
    Object.assign(window, { DataTransfer: evil, ClipboardEvent: evil, Uint32Array: evil });
    Object.assign(Reflect, { apply: evil });
    Object.assign(Object, { defineProperty: evil });
  });
  expect(await mail.insert(' real')).toEqual({ ok: true, method: 'paste' });
  const seen = await mail.page.evaluate(() => (window as typeof window & { seen: string[] }).seen);
  expect(seen).toEqual([]);
  expect((await mail.read()).text).toBe('Start real');
});

test('S33: without the helper the text still lands, as one step', async ({ openCompose }) => {
  const mail = await openCompose('outlook', '<div>Start</div>');
  await mail.open();
  await mail.caret('Start');
  await mail.settle();
  const before = await mail.html();
  // A page that keeps every paste from its editor.
  await mail.page.evaluate(() => {
    document.addEventListener('paste', (event) => event.stopImmediatePropagation(), true);
  });
  expect(await mail.insert(' one\ntwo')).toEqual({ ok: true, method: 'composition' });
  expect((await mail.read()).text).toBe('Start one\ntwo');
  await mail.settle();
  await mail.undo();
  expect(await mail.html()).toBe(before);
});

for (const host of ['gmail', 'outlook'] as const) {
  test(`41 S34: markup stays text, nothing is fetched, no policy is made (${host})`, async ({
    openCompose,
  }) => {
    const mail = await openCompose(host, '<div>Start</div>');
    await mail.open();
    await mail.caret('Start');
    const known = mail.page.errors.length;
    const evil = ' <img src=x onerror="document.title=1"><script>1</script>';
    expect(await mail.insert(evil)).toMatchObject({ ok: true });
    const snapshot = await mail.read();
    expect(snapshot.text).toBe(`Start${evil}`);
    expect(await mail.edit(snapshot, [['Start', '<b>Start</b>\n<svg onload=1>']])).toMatchObject({
      ok: true,
    });
    const html = await mail.html();
    expect(html).not.toMatch(/<(img|script|svg|b)\b/);
    expect(mail.page.errors.slice(known)).toEqual([]);
  });
}
