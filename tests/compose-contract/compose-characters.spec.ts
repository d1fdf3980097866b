import type { WriteOutcome } from '../../lib/compose/compose-editor.ts';
import type { ChromiumPage } from '../browsers/chromium-page.ts';
import { expect, test } from './contract-fixtures.ts';

for (const host of ['gmail', 'outlook'] as const) {
  test(`30: a write waits for the character that an input method composes (${host})`, async ({
    openCompose,
  }, info) => {
    test.skip(info.project.name === 'firefox', 'WebDriver BiDi cannot drive an input method');
    const mail = await openCompose(host, '<div>Start</div>');
    await mail.open();
    await mail.caret('Start');
    const { page } = mail.page as ChromiumPage;
    const session = await page.context().newCDPSession(page);
    const composition = { selectionStart: 1, selectionEnd: 1 };
    await session.send('Input.imeSetComposition', { text: 'に', ...composition });
    const place = await mail.call<{ id: number }>('place', 0);
    let outcome: WriteOutcome | null = null;
    const pending = mail.insert(' WORLD', place.id).then((answer) => {
      outcome = answer;
    });
    await session.send('Input.imeSetComposition', { text: '日本', ...composition });
    expect(outcome).toBeNull();
    expect(await mail.html()).not.toContain('WORLD');
    await session.send('Input.insertText', { text: '日本' });
    await pending;
    expect(outcome).toMatchObject({ ok: true });
    expect((await mail.read()).text).toMatch(/^Start日本/);
    expect((await mail.read()).text).toContain(' WORLD');
  });
}
