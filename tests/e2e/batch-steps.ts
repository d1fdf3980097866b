import { type ParsedMail, simpleParser } from 'mailparser';
import { checkAccessibility } from '../browsers/check-accessibility.ts';
import type { MailPage } from '../browsers/mail-page.ts';
import type { RelayWorld } from '../browsers/relay-world.ts';
import { expect } from './fixtures.ts';

/** What the journeys through batches have in common. */

/** Colours do not depend on the language: each language once, each theme once. */
const looks = [
  ['fr', 'light'],
  ['en', 'light'],
  ['es', 'dark'],
] as const;

async function chooseLook(page: MailPage, language: string, theme: string): Promise<void> {
  await page.evaluate(
    async (settings) => {
      const api = (globalThis as unknown as { browser?: typeof chrome }).browser ?? chrome;
      await api.storage.local.set({ settings });
    },
    { language, theme },
  );
  await page.waitFor(`html[lang="${language}"][data-theme="${theme}"]`);
}

export async function expectAccessible(page: MailPage, what: string): Promise<void> {
  for (const [language, theme] of looks) {
    await chooseLook(page, language, theme);
    expect(await checkAccessibility(page), `${what} ${language} ${theme}`).toEqual([]);
  }
}

export async function fill(page: MailPage, field: string, text: string): Promise<void> {
  await page.click(field);
  await page.press('Control+a');
  await page.type(text);
}

export async function setValue(page: MailPage, field: string, value: string): Promise<void> {
  await page.evaluate(
    (selector, next) => {
      const control = document.querySelector(selector) as HTMLInputElement;
      control.value = next;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    },
    field,
    value,
  );
}

/** One view in both themes, in Chromium only: the other browser draws the same colours, names and roles. */
export async function expectAccessibleThemes(page: MailPage, what: string): Promise<void> {
  if (page.browser !== 'chromium') return;
  for (const theme of ['dark', 'light']) {
    await chooseLook(page, 'fr', theme);
    expect(await checkAccessibility(page), `${what} ${theme}`).toEqual([]);
  }
}

export const count = async (page: MailPage, kind: string): Promise<number> =>
  Number(((await page.text(`.batch-number[data-kind="${kind}"] dd`)) ?? '').replace(/\D/g, ''));

export async function untilState(page: MailPage, state: string): Promise<void> {
  await page.waitFor(`.tag[data-state="${state}"]`, { timeout: 60_000 });
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
