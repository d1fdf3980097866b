import { type ParsedMail, simpleParser } from 'mailparser';
import { chooseLook, violationsInLooks } from '../browsers/choose-look.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import type { RelayWorld } from '../browsers/relay-world.ts';
import { unseenWithForcedColors } from '../browsers/unseen-controls.ts';
import { expect } from './fixtures.ts';

/** What the journeys through batches have in common. */

/** In every look, and with forced colours. */
export async function expectAccessible(page: MailPage, what: string): Promise<void> {
  expect(await violationsInLooks(page), what).toEqual([]);
  expect(await unseenWithForcedColors(page), `${what}, forced colours`).toEqual([]);
}

/** The same in the midst of a journey in French. Chromium only: the other browser has the same names, roles and colours. */
export async function expectAccessibleOnTheWay(page: MailPage, what: string): Promise<void> {
  if (page.browser !== 'chromium') return;
  await expectAccessible(page, what);
  await chooseLook(page, ['fr', 'light']);
}

export const count = async (page: MailPage, kind: string): Promise<number> =>
  Number(((await page.text(`.batch-number[data-kind="${kind}"] dd`)) ?? '').replace(/\D/g, ''));

export async function untilState(page: MailPage, state: string): Promise<void> {
  await page.waitFor(`.tag[data-state="${state}"]`, { timeout: 60_000 });
}

/** The relay of these journeys runs on this computer: nobody could follow its links, which is told and has to be read. */
export async function readRules(page: MailPage): Promise<void> {
  await page.waitFor('[data-warning="local-links"][data-level="rule"]', { timeout: 20_000 });
  await page.click('input[name="agree-rules"]');
}

/** Mails by their address: exactly one each, or the test says who got two. */
export async function inbox(world: RelayWorld, from = 0): Promise<Map<string, ParsedMail>> {
  const mails = new Map<string, ParsedMail>();
  for (const { raw, to } of world.smtp.received.slice(from)) {
    const address = to[0] ?? '';
    expect(mails.has(address), `${address} got two mails`).toBe(false);
    mails.set(address, await simpleParser(raw));
  }
  return mails;
}
