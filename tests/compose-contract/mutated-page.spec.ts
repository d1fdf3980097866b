import type { ComposeHost, ComposeKind, WriteOutcome } from '../../lib/compose/compose-editor.ts';
import { type ContractPage, expect, test } from './contract-fixtures.ts';

/** How many seeds each kind of page goes through; MUTATOR_BROWSER_SEEDS=500 for the long run. */
const asked = Number(process.env.MUTATOR_BROWSER_SEEDS ?? 20);

interface Remount {
  windows: number;
  delay: number;
  found: number;
  doubts: number;
  windowsRead: { index: number; kind: ComposeKind; text: string }[];
}

interface Appended {
  outcome: WriteOutcome;
  before: string;
  text: string;
}

const signature: Record<ComposeHost, string> = {
  gmail: '<div class="gmail_signature" data-smartmail="gmail_signature">Ann<br>Example Ltd</div>',
  outlook: '<div class="elementToProof" id="Signature">Ann<br>Example Ltd</div>',
};
const draft = (host: ComposeHost) => `<div>Hello there</div><div><br></div>${signature[host]}`;
const settings = (mail: ContractPage) =>
  mail.page.evaluate(() => {
    location.hash = 'settings';
  });

interface Kind {
  name: string;
  host: ComposeHost;
  kind: ComposeKind;
  windows: number;
  open(
    openCompose: (host: ComposeHost, html?: string, query?: string) => Promise<ContractPage>,
  ): Promise<ContractPage>;
}

const kinds: Kind[] = [
  {
    name: 'Gmail, new message over the settings with their signature editor',
    host: 'gmail',
    kind: 'new',
    windows: 1,
    async open(openCompose) {
      const mail = await openCompose('gmail', draft('gmail'));
      await mail.open();
      await settings(mail);
      await mail.page.waitFor('.signature-editor');
      return mail;
    },
  },
  {
    name: 'Gmail, inline reply',
    host: 'gmail',
    kind: 'reply',
    windows: 1,
    open: (openCompose) => openCompose('gmail', undefined, '?compose=reply'),
  },
  {
    name: 'Gmail, two windows',
    host: 'gmail',
    kind: 'new',
    windows: 2,
    async open(openCompose) {
      const mail = await openCompose('gmail', draft('gmail'));
      await mail.open();
      await mail.page.click('.T-I-KE');
      return mail;
    },
  },
  {
    name: 'Gmail, window of its own',
    host: 'gmail',
    kind: 'popout',
    windows: 1,
    async open(openCompose) {
      const mail = await openCompose('gmail');
      await mail.page.goto('https://mail.google.com/mail/u/0/popout');
      return mail;
    },
  },
  {
    name: 'Outlook, new message',
    host: 'outlook',
    kind: 'new',
    windows: 1,
    open: (openCompose) => openCompose('outlook', draft('outlook')),
  },
  {
    name: 'Outlook, inline reply',
    host: 'outlook',
    kind: 'reply',
    windows: 1,
    open: (openCompose) => openCompose('outlook', undefined, '?compose=reply'),
  },
  {
    name: 'Outlook, window of its own',
    host: 'outlook',
    kind: 'popout',
    windows: 1,
    async open(openCompose) {
      const mail = await openCompose('outlook');
      await mail.page.goto('https://outlook.office.com/mail/deeplink/compose/new');
      return mail;
    },
  },
];

/** Inserts, reads back, and takes it back with one Ctrl+Z. */
async function writeContract(mail: ContractPage, index: number, text: string): Promise<void> {
  const { outcome, before, text: after } = await mail.call<Appended>('append', index, ' añadido');
  expect(outcome).toMatchObject({ ok: true });
  expect(after.replaceAll('\u00a0', ' ')).toBe(`${text} añadido`);
  await mail.page.press('Control+z');
  expect(await mail.call('becomes', index, before)).toBe(before);
}

test.describe.configure({ mode: 'parallel' });

/** Puts the page through its releases; in each, every window is found once, read as before and written. */
async function throughReleases(
  mail: ContractPage,
  { kind, windows }: Kind,
  seeds: number,
): Promise<void> {
  await mail.open(windows);
  const first = await mail.call<Remount>('remount', 0);
  for (let seed = 1; seed <= seeds; seed += 1) {
    await test.step(`seed ${seed}`, async () => {
      const page = await mail.call<Remount>('remount', seed);
      expect(page).toMatchObject({ windows, found: windows, doubts: 0 });
      expect(page.windowsRead.map((one) => one.kind)).toEqual(Array(windows).fill(kind));
      const known = (all: Remount) => all.windowsRead.map(({ index: _, ...read }) => read);
      expect(known(page)).toEqual(known(first));
      for (const { index, text } of page.windowsRead) await writeContract(mail, index, text);
    });
  }
  await mail.call('restorePage');
}

for (const page of kinds) {
  // Two windows take twice as long, and each of them alone has its own run.
  const seeds = Math.ceil(asked / page.windows ** 2);
  const title = `12 13 14 15: ${page.name}: ${seeds} releases of the host`;

  test(`${title}, found and read, written and undone`, async ({ openCompose }) => {
    test.setTimeout(60_000 + seeds * 6_000);
    await throughReleases(await page.open(openCompose), page, seeds);
  });
}
