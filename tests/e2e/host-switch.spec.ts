import { mailboxes } from '../browsers/journey.ts';
import { expect, test } from './fixtures.ts';

const names = { gmail: /^Gmail/, outlook: /^Outlook/ } as const;

/** What of ours stands in the page, wherever. */
function ours(): number {
  const all = document.querySelectorAll('iaposte-bar, iaposte-layer, [data-iaposte-place]');
  return all.length;
}

for (const host of ['gmail', 'outlook'] as const) {
  test(`47: switched off for one site, nothing of ours is there, and back again (${host})`, async ({
    shared: session,
  }) => {
    const mail = await session.newPage(`${mailboxes[host].home}?lang=en&compose=new`);
    await mail.waitFor('[data-action="dictate"]');
    await mail.click(mailboxes[host].editor);
    await mail.press('Control+Home');
    await mail.type('Kept words');
    const options = await session.openExtensionPage('options.html');
    const turn = { role: 'switch', name: names[host] };
    await options.click(turn);
    await options.waitForText('#hosts .card-saved', 'Saved');
    await mail.waitFor('iaposte-bar', { state: 'hidden' });
    await expect.poll(() => mail.evaluate(ours)).toBe(0);
    expect(await mail.text(mailboxes[host].editor)).toContain('Kept words');
    // A page that is opened now stays untouched as well, and the self-check says why.
    await mail.reload();
    await mail.waitFor(mailboxes[host].editor);
    await options.bringToFront();
    await options.click('[data-action="self-check"]');
    await options.waitFor('[data-verdict="off"]');
    expect(await mail.evaluate(ours)).toBe(0);
    await options.click(turn);
    await mail.bringToFront();
    await mail.waitFor('[data-action="dictate"]');
    await expect.poll(() => mail.count('iaposte-bar')).toBe(1);
    await options.bringToFront();
    await options.click('[data-action="self-check"]');
    await options.waitFor('[data-verdict="good"]');
    expect(mail.errors).toEqual([]);
  });
}
