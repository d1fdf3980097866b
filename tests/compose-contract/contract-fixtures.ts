import { rmSync } from 'node:fs';
import { test as base, expect } from '@playwright/test';
import { startMailboxServer } from '../../demo/serve.mjs';
import type { ComposeHost, WriteOutcome } from '../../lib/compose/compose-editor.ts';
import { launchChromium } from '../browsers/launch-chromium.ts';
import { launchFirefox } from '../browsers/launch-firefox.ts';
import { type MailPage, waitUntil } from '../browsers/mail-page.ts';
import { buildContractExtension } from './build-contract-extension.ts';
import { savedPages } from './saved-pages.ts';

export interface Snapshot {
  id: number;
  scope: 'draft' | 'selection';
  text: string;
  atoms: { token: string; kind: string; label: string }[];
}

/** One practice page and, in its isolated world, lib/compose. */
export class ContractPage {
  readonly page: MailPage;
  readonly host: ComposeHost;

  constructor(page: MailPage, host: ComposeHost) {
    this.page = page;
    this.host = host;
  }

  /** Runs one operation of contract-driver.ts in the isolated world. */
  async call<T>(name: string, ...args: unknown[]): Promise<T> {
    // A document that was only just opened may not have its content script yet.
    const answer = await until('the driver in the page', () => this.#ask(name, args));
    if (answer.error) throw new Error(answer.error);
    return answer.result as T;
  }

  /** One try; false when nobody was there to take the call. */
  #ask(name: string, args: unknown[]): Promise<{ result?: unknown; error?: string } | false> {
    return this.page.evaluate(
      (operation: string, values: unknown[]) =>
        new Promise<{ result?: unknown; error?: string } | false>((resolve) => {
          const id = crypto.randomUUID();
          const listen = (event: Event) => {
            const body = JSON.parse((event as CustomEvent<string>).detail);
            if (body.id !== id) return;
            document.removeEventListener('contract:answer', listen);
            resolve(body);
          };
          document.addEventListener('contract:answer', listen);
          const detail = JSON.stringify({ id, name: operation, args: values });
          let taken = false;
          const take = () => {
            taken = true;
          };
          document.addEventListener('contract:taken', take, { once: true });
          document.dispatchEvent(new CustomEvent('contract:call', { detail }));
          if (taken) return;
          document.removeEventListener('contract:taken', take);
          document.removeEventListener('contract:answer', listen);
          resolve(false);
        }),
      name,
      args,
    );
  }

  /** Waits until `count` compose windows are known. */
  async open(count = 1): Promise<void> {
    await until(`${count} compose windows`, async () => (await this.call('count')) === count);
  }

  insert(text: string, place?: number): Promise<WriteOutcome> {
    return this.call('insert', 0, text, place);
  }

  /** The snapshot, with the no-break spaces that editors put at the edge of words shown as spaces. */
  async read(scope: 'draft' | 'selection' = 'draft'): Promise<Snapshot> {
    const snapshot = await this.call<Snapshot>('read', 0, scope);
    return { ...snapshot, text: snapshot.text.replaceAll('\u00a0', ' ') };
  }

  edit(snapshot: Snapshot, changes: [string, string][]): Promise<WriteOutcome> {
    return this.call('edit', 0, snapshot.id, changes);
  }

  /** HTML of the editor, as it is. */
  html(): Promise<string> {
    return this.page.evaluate((css: string) => {
      const shown = [...document.querySelectorAll<HTMLElement>(css)].filter((e) =>
        e.checkVisibility(),
      );
      return shown[0]?.innerHTML ?? '';
    }, editorCss[this.host]);
  }

  /** Puts the caret behind the first occurrence of `text`, or selects it. */
  async caret(text: string, mode: 'behind' | 'select' = 'behind'): Promise<void> {
    await this.page.evaluate(
      (css: string, wanted: string, how: string) => {
        const editor = [...document.querySelectorAll<HTMLElement>(css)].find((e) =>
          e.checkVisibility(),
        );
        if (!editor) throw new Error('no editor');
        editor.focus();
        const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode;
          const at = (node.nodeValue ?? '').indexOf(wanted);
          if (at < 0) continue;
          const from = how === 'select' ? at : at + wanted.length;
          getSelection()?.setBaseAndExtent(node, from, node, at + wanted.length);
          return;
        }
        throw new Error(`${wanted} is not in the editor`);
      },
      editorCss[this.host],
      text,
      mode,
    );
  }

  /** Lets the host close its undo step (Closure does after 250 ms) before the next key. */
  async settle(): Promise<void> {
    let last = await this.html();
    await until('the editor to rest', async () => {
      await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 350)));
      const now = await this.html();
      const same = now === last;
      last = now;
      return same;
    });
  }

  async undo(): Promise<void> {
    await this.page.press('Control+z');
    await this.settle();
  }

  async redo(): Promise<void> {
    await this.page.press('Control+y');
    await this.settle();
  }
}

const editorCss: Record<ComposeHost, string> = {
  gmail: '[g_editable="true"][contenteditable="true"]',
  outlook: '[id^="editorParent_"] [contenteditable="true"][role="textbox"]',
};

interface ContractBrowser {
  newPage(url?: string, kind?: 'tab' | 'window'): Promise<MailPage>;
  close(): Promise<void>;
}

const mailAddress: Record<ComposeHost, string> = {
  gmail: 'https://mail.google.com/mail/u/0/',
  outlook: 'https://outlook.office.com/mail/',
};

/** Asks again until the answer is truthy. */
export async function until<T>(what: string, ask: () => Promise<T | false>): Promise<T> {
  return (await waitUntil(ask, () => what)) as T;
}

interface WorkerFixtures {
  mailbox: { port: number; close(): Promise<void> };
  browserWithCompose: ContractBrowser;
}

interface TestFixtures {
  /** Opens a practice page, with a stored draft of that HTML when given. */
  openCompose: (
    host: ComposeHost,
    html?: string,
    query?: string,
    kind?: 'tab' | 'window',
  ) => Promise<ContractPage>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  mailbox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape.
    async ({}, use) => {
      const pages = savedPages().map(({ html }, index) => [`/mail/saved/${index}`, html]);
      const server = await startMailboxServer({ port: 0, pages: Object.fromEntries(pages) });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  browserWithCompose: [
    async ({ mailbox }, use, info) => {
      const extension = await buildContractExtension();
      const launch = info.project.name === 'firefox' ? launchFirefox : launchChromium;
      const browser = await launch({ extensionFolder: extension, mailboxPort: mailbox.port });
      await use(browser);
      await browser.close();
      rmSync(extension, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  openCompose: async ({ browserWithCompose }, use) => {
    const pages: MailPage[] = [];
    await use(async (host, html, query = '', kind = 'tab') => {
      const page = await browserWithCompose.newPage(`${mailAddress[host]}${query}`, kind);
      pages.push(page);
      if (html !== undefined) await openDraft(page, host, html);
      return new ContractPage(page, host);
    });
    for (const page of pages) {
      await page.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
      await page.close();
    }
  },
});

export { expect };

/** Stores a draft as the practice mailbox does and reloads, so that it opens by itself. */
async function openDraft(page: MailPage, host: ComposeHost, html: string): Promise<void> {
  await page.evaluate(
    (mailbox: string, body: string) => {
      const draft = {
        id: 'r-42',
        kind: 'new',
        threadId: null,
        to: [{ name: 'Ann', address: 'ann@example.test' }],
        cc: [],
        bcc: [],
        subject: 'Contract',
        html: body,
        plainText: false,
        quoteInside: true,
        confidential: false,
        savedAt: 1,
      };
      localStorage.setItem(`practice-mailbox:${mailbox}:drafts`, JSON.stringify([draft]));
      sessionStorage.setItem('practice-mailbox:outlook:open', JSON.stringify([draft.id]));
      if (mailbox === 'gmail') location.hash = `inbox?compose=${draft.id}`;
    },
    host,
    html,
  );
  await page.reload();
}
