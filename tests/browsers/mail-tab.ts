import type { ComposeHost } from '../../lib/compose/compose-editor.ts';
import { type BrowserPage, until } from './browser-page.ts';

/** Where something is: in the page, or inside one of our closed shadow roots. */
export type Target =
  | { page: string; nth?: number; text?: string }
  | { ours: string; nth?: number; text?: string };

export const mailAddress: Record<ComposeHost, string> = {
  gmail: 'https://mail.google.com/mail/u/0/',
  outlook: 'https://outlook.office.com/mail/',
};

/** The editors of the two practice pages, as a person sees them: visible and editable. */
const editorSelector: Record<ComposeHost, string> = {
  gmail: 'div[g_editable="true"][contenteditable="true"]',
  outlook: '[id^="editorParent_"] [contenteditable="true"]',
};

interface Found {
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
  value: string | null;
  disabled: boolean;
  name: string;
}

/** Looks one element up; sent to the browser as text, so it names nothing outside itself. */
function look(
  roots: ParentNode[],
  selector: string,
  nth: number,
  text: string | null,
): Found | null {
  const all = roots
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)])
    .filter((element) => text === null || (element.textContent ?? '').includes(text));
  const element = all.filter((candidate) => {
    const box = candidate.getBoundingClientRect();
    return (
      box.width > 0 && box.height > 0 && candidate.checkVisibility({ visibilityProperty: true })
    );
  })[nth];
  if (!element) return null;
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const box = element.getBoundingClientRect();
  return {
    x: box.x,
    y: box.y,
    width: box.width,
    height: box.height,
    text: element.innerText ?? element.textContent ?? '',
    value: 'value' in element ? String((element as HTMLInputElement).value) : null,
    disabled: element.matches(':disabled, [aria-disabled="true"]'),
    name: element.getAttribute('aria-label') ?? element.innerText ?? '',
  };
}

const lookInPage = `(selector, nth, text) => (${look.toString()})([document], selector, nth, text)`;

/** A tab driven as a person would: look, click, type. Everything waits for its condition. */
export class MailTab {
  readonly page: BrowserPage;

  constructor(page: BrowserPage) {
    this.page = page;
  }

  async find(target: Target): Promise<Found | null> {
    const nth = target.nth ?? 0;
    const text = target.text ?? null;
    if ('ours' in target) return this.page.inOurRoots(look, target.ours, nth, text);
    const run = { toString: () => lookInPage } as never as (
      selector: string,
      nth: number,
      text: string | null,
    ) => Found | null;
    return this.page.evaluate(run, target.page, nth, text);
  }

  waitFor(target: Target, limitMs?: number): Promise<Found> {
    return until(`${JSON.stringify(target)} to be seen`, () => this.find(target), limitMs);
  }

  waitGone(target: Target, limitMs?: number): Promise<true> {
    return until(
      `${JSON.stringify(target)} to be gone`,
      async () => ((await this.find(target)) === null ? true : null),
      limitMs,
    );
  }

  /** Clicks the middle of an enabled element that has stopped moving. */
  async click(target: Target): Promise<void> {
    let last = '';
    const found = await until(`${JSON.stringify(target)} to be clickable`, async () => {
      const now = await this.find(target);
      if (!now || now.disabled) return null;
      const place = `${now.x},${now.y},${now.width},${now.height}`;
      const still = place === last;
      last = place;
      return still && now;
    });
    await this.page.mouseClick(found.x + found.width / 2, found.y + found.height / 2);
  }

  async fill(target: Target, text: string): Promise<void> {
    await this.click(target);
    await this.page.press('Control+a');
    if (text === '') await this.page.press('Delete');
    else await this.page.type(text);
  }

  async textOf(target: Target): Promise<string> {
    return (await this.waitFor(target)).text;
  }

  async valueOf(target: Target): Promise<string> {
    return (await this.waitFor(target)).value ?? '';
  }

  async count(target: Target): Promise<number> {
    const run = (roots: ParentNode[], selector: string): number =>
      roots.reduce((sum, root) => sum + root.querySelectorAll(selector).length, 0);
    if ('ours' in target) return this.page.inOurRoots(run, target.ours);
    return this.page.evaluate(
      (selector: string) => document.querySelectorAll(selector).length,
      target.page,
    );
  }

  press(keys: string): Promise<void> {
    return this.page.press(keys);
  }

  type(text: string): Promise<void> {
    return this.page.type(text);
  }

  /** Opens one of the practice pages, with its options (`compose=new`, `lang=fr`, `theme=dark` …). */
  async openMail(host: ComposeHost, options: Record<string, string> = {}): Promise<void> {
    const query = new URLSearchParams(options).toString();
    await this.page.goto(`${mailAddress[host]}${query ? `?${query}` : ''}`);
  }

  /** The draft as a person reads it, without signature and quote. */
  async draftText(host: ComposeHost, nth = 0): Promise<string> {
    return this.page.evaluate(
      (selector: string, index: number) => {
        const editor = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) =>
          element.checkVisibility(),
        )[index];
        if (!editor) return '';
        // Read on a copy: the draft itself must not be touched by a test that only looks.
        const copy = editor.cloneNode(true) as HTMLElement;
        for (const name of [...copy.getAttributeNames()]) copy.removeAttribute(name);
        const rest =
          '.gmail_signature, .gmail_signature_prefix, .gmail_quote, .gmail_extra, #Signature, [id$="RplyFwdMsg"], [id$="RplyFwdMsg"] ~ *, #appendonsend, hr';
        for (const element of copy.querySelectorAll(rest)) element.remove();
        copy.style.cssText = 'position:absolute;left:-9999px;white-space:pre-wrap';
        document.documentElement.append(copy);
        const text = copy.innerText;
        copy.remove();
        return text.replaceAll('\u200b', '').replace(/\s+$/, '');
      },
      editorSelector[host],
      nth,
    );
  }

  editor(host: ComposeHost, nth = 0): Target {
    return { page: editorSelector[host], nth };
  }
}
