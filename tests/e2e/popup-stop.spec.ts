import { checkAccessibility } from '../browsers/check-accessibility.ts';
import { fill, untilFits } from '../browsers/fill-fields.ts';
import { waitUntil } from '../browsers/mail-page.ts';
import { connectRelay, type RelayWorld, startRelayWorld } from '../browsers/relay-world.ts';
import type { BrowserSession } from '../browsers/session.ts';
import { tabTo, untilFocused } from '../browsers/tab-to.ts';
import { stopBackground } from './fault-steps.ts';
import { expect, test } from './fixtures.ts';
import { openPopup } from './popup-steps.ts';

const listOf = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}@exemple.fr`);

/** Who of these has got how many, at the mail server. */
const got = ({ smtp }: RelayWorld, people: readonly string[]): string[] =>
  smtp.received.flatMap(({ to }) => to).filter((one) => people.includes(one));

const untilAsked = ({ front }: RelayWorld, keys: number): Promise<unknown> =>
  waitUntil(
    async () => front.keys.length >= keys,
    () => `${keys} mails handed over`,
    30_000,
  );

test('X21, R30: the popup’s sending is stopped by the keyboard and gone on with; its background is killed in the midst; everybody has it once', async ({
  start,
}) => {
  const world = await startRelayWorld();
  try {
    const session = await start();
    const options = await connectRelay(session, world);
    await options.close();
    await stopAndGoOn(session, world);
    await killInTheMidst(session, world);
  } finally {
    await world.close();
  }
});

async function stopAndGoOn(session: BrowserSession, world: RelayWorld): Promise<void> {
  const people = listOf('s', 6);
  const page = await openPopup(session);
  await page.waitFor('[data-action="send"]');
  await fill(page, 'input[name="to"]', `${people.join(', ')},`);
  await fill(page, 'textarea[name="body"]', 'Bonjour');
  world.front.holdAnswers();
  await page.press('Control+Enter');
  await page.waitFor('[data-action="stop-sending"]');
  await untilAsked(world, 1);
  await page.resize(320, 600);
  await untilFits(page, 'sending at 320 px');
  await page.resize(420, 600);
  await tabTo(page, '[data-action="stop-sending"]');
  await page.press('Enter');
  await page.waitFor('[data-action="stop-sending"][aria-busy="true"]');
  // The one on its way is told as it is, and the window can go in that very moment.
  await page.waitFor('textarea[name="body"][readonly]');
  await page.close();
  world.front.passAnswers();
  const after = await openPopup(session);
  await after.waitForText('.quick-waiting', '5');
  await expect.poll(() => after.count('.token')).toBe(5);
  await after.waitFor('.notice[data-tone="info"]');
  await after.waitForText('textarea[name="body"]', /^Bonjour$/);
  expect(new Set(world.front.keys).size).toBe(1);
  expect(await checkAccessibility(after), 'stopped').toEqual([]);
  await after.click('[data-action="send"]');
  await after.waitFor('.notice[data-tone="success"]', { timeout: 30_000 });
  await expect.poll(() => got(world, people).sort()).toEqual(people);
  // Stopped in the window that stays, the keyboard is at what goes on.
  world.front.holdAnswers();
  await fill(after, 'input[name="to"]', 't0@exemple.fr, t1@exemple.fr,');
  await fill(after, 'textarea[name="body"]', 'Encore');
  await after.press('Control+Enter');
  await after.waitFor('[data-action="stop-sending"]');
  await untilAsked(world, 7);
  await tabTo(after, '[data-action="stop-sending"]');
  await after.press('Enter');
  await after.waitFor('[data-action="stop-sending"][aria-busy="true"]');
  world.front.passAnswers();
  await after.waitForText('.quick-waiting', '1');
  await untilFocused(after, '[data-action="send"]');
  await after.press('Enter');
  await after.waitFor('.notice[data-tone="success"]', { timeout: 30_000 });
  const others = listOf('t', 2);
  await expect.poll(() => got(world, others).sort()).toEqual(others);
  expect(after.errors).toEqual([]);
  await after.close();
}

/** Only what was on the wire then waits for a press: of it nobody knows. */
async function killInTheMidst(session: BrowserSession, world: RelayWorld): Promise<void> {
  const people = listOf('k', 20).sort();
  const page = await openPopup(session);
  await page.waitFor('[data-action="send"]');
  await fill(page, 'input[name="to"]', `${people.join(', ')},`);
  await fill(page, 'textarea[name="body"]', 'Bonjour à vous');
  const before = world.front.keys.length;
  await page.click('[data-action="send"]');
  await untilAsked(world, before + 4);
  // The next one is on the relay, and its answer is never heard.
  world.front.keepAnswers();
  await untilAsked(world, world.front.keys.length + 1);
  await stopBackground(session);
  world.front.passAnswers();
  await page.close();
  const again = await openPopup(session);
  await expect.poll(() => got(world, people).length, { timeout: 30_000 }).toBe(20);
  await again.waitForText('.quick-waiting', '1', { timeout: 20_000 });
  await expect.poll(() => again.count('.token')).toBe(1);
  await again.click('[data-action="send"]');
  await again.waitFor('.notice[data-tone="success"]', { timeout: 30_000 });
  await again.waitFor('.quick-waiting', { state: 'hidden' });
  expect(got(world, people).sort()).toEqual(people);
  expect(again.errors).toEqual([]);
  await again.close();
}
