import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import { registerQuickCompose } from '@/lib/features/quick-compose/background';
import { quickComposePageMessages } from '@/lib/features/quick-compose/messages';
import {
  type RelayConnection,
  relayAccountPageMessages,
  relayChanges,
} from '@/lib/features/relay-account/messages';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { installFakePorts } from '@/lib/platform/fake-ports';
import { applyLanguage } from '@/lib/platform/translate';
import {
  type Batch,
  batchFollowStream,
  batchPageMessages,
  type MailOfHistory,
  type Recipient,
} from './messages';
import { BatchPanel } from './panel';

sendAsOwnPage();
registerQuickCompose();

const mailOf = (batchId: string, more: Partial<MailOfHistory> = {}): MailOfHistory => ({
  batchId,
  to: `${batchId}@x.test`,
  subject: `Subject ${batchId}`,
  state: 'sent',
  createdAt: '2026-11-20T10:00:00Z',
  sentAt: null,
  lastError: null,
  kept: false,
  ...more,
});

/** What the relay has, newest first, and how many it tells at once. */
let mails: MailOfHistory[] = [];
let pageSize = 10;
let failure: AppError | null = null;
batchPageMessages.handle('batch.mails', ({ cursor }) => {
  if (failure) throw failure;
  const from = Number(cursor ?? 0);
  const to = from + pageSize;
  return { items: mails.slice(from, to), next: to < mails.length ? String(to) : null };
});
batchPageMessages.handle('batch.list', () => ({ items: [], next: null }));
batchPageMessages.handle('batch.waiting', () => []);
let recipient: Partial<Recipient> = {};
let unasked: AppError | null = null;
batchPageMessages.handle('batch.recipients', ({ id }) => {
  if (unasked) throw unasked;
  const one = { index: 0, address: `${id}@x.test`, messageId: '<m@x>', attempts: 1 };
  const rest = { state: 'sent' as const, lastError: null, sentAt: null, kept: false };
  return { items: [{ ...one, ...rest, name: 'Ada', fields: {}, ...recipient }], next: null };
});
batchPageMessages.handle('batch.content', () => ({
  from: { address: 'me@x.test', name: null },
  replyTo: null,
  subject: 'Thursday',
  html: '<p>See you {{ there }}</p>',
  text: 'See you {{ there }}',
  isTemplate: false,
  unsubscribe: false,
  attachments: [],
}));
let relayState: RelayConnection['state'] = 'connected';
let account = 'me@x.test';
relayAccountPageMessages.handle('relayAccount.status', () => ({
  state: relayState,
  url: 'https://relay.example',
  account,
  scopes: ['send', 'read'],
  device: 'd',
  ai: false,
}));

const rows = () =>
  [...document.querySelectorAll('.batch-row')].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );
const names = () => rows().map(([name]) => name);
/** The relay tells about a mail of its own as a batch that is over. */
const follow = (): void => {
  installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
  batchFollowStream.accept((stream) => {
    stream.onMessage(() => stream.post({ type: 'progress', batch: single({}) }));
  });
};
const searchField = () => document.querySelector('[name="search-batches"]') as HTMLInputElement;
const search = (value: string) => fireEvent.input(searchField(), { target: { value } });
const open = (hash: string): void => {
  location.hash = hash;
  render(
    <main class="panel-main">
      <BatchPanel />
    </main>,
  );
};

beforeEach(async () => {
  await applyLanguage('en');
  mails = [];
  pageSize = 10;
  failure = null;
  recipient = {};
  unasked = null;
  relayState = 'connected';
  account = 'me@x.test';
});
afterEach(cleanup);

it('beside the batches stand the mails sent one by one, each with whom it went to and what became of it', async () => {
  mails = [
    mailOf('a', { state: 'pending' }),
    mailOf('b', { state: 'failed', lastError: '550 5.1.1 no such mailbox' }),
    mailOf('c', { state: 'uncertain', subject: '' }),
    mailOf('d', { kept: true }),
    mailOf('e'),
  ];
  open('#/batches');
  await screen.findByText('One mail, many people');
  fireEvent.click(screen.getByLabelText('Single mails'));
  await waitFor(() => expect(location.hash).toBe('#/batches/mails'));
  await waitFor(() => expect(names()).toHaveLength(5));
  expect(rows().map(([name, state]) => [name, state])).toEqual([
    ['Subject a', 'waiting'],
    ['Subject b', 'refused (550)'],
    ['No subject', 'uncertain'],
    ['Subject d', 'kept at the relay'],
    ['Subject e', 'sent'],
  ]);
  expect(rows()[0]?.[2]).toMatch(/^a@x\.test · .*\d/);
});

it('each mail that is under way is asked about again, also behind the newest page, and what was read there stays', async () => {
  pageSize = 2;
  const late = { state: 'sending' } as const;
  mails = [mailOf('a', { state: 'pending' }), mailOf('b'), mailOf('c', late), mailOf('d')];
  open('#/batches/mails');
  await waitFor(() => expect(names()).toEqual(['Subject a', 'Subject b']));
  fireEvent.click(screen.getByText('Show older mails'));
  const older = ['Subject c', 'Subject d'];
  await waitFor(() => expect(names()).toEqual(['Subject a', 'Subject b', ...older]));
  mails = [mailOf('a'), mailOf('b'), mailOf('c', { state: 'failed' }), mailOf('d')];
  await waitFor(() => expect(rows()[2]?.[1]).toBe('failed'), { timeout: 10_000 });
  expect(rows()[0]?.[1]).toBe('sent');
  expect(names()).toEqual(['Subject a', 'Subject b', ...older]);
});

it('they are found by subject and by address, over everything the relay has', async () => {
  pageSize = 1;
  mails = [mailOf('a'), mailOf('b', { subject: 'Été à Nîmes' }), mailOf('c', { to: 'eve@y.test' })];
  open('#/batches/mails');
  await waitFor(() => expect(names()).toEqual(['Subject a']));
  search('ete nimes');
  await waitFor(() => expect(names()).toEqual(['Été à Nîmes']));
  search('eve@y');
  await waitFor(() => expect(names()).toEqual(['Subject c']));
  search('nobody');
  await screen.findByText('No mail matches.');
});

it('they are found by the name of a contact and by what became of them too', async () => {
  const contact = { organisation: '', category: '', fields: {}, createdAt: 1, updatedAt: 1 };
  await database.contacts.put({ ...contact, id: '1', email: 'b@x.test', name: 'Élodie Petit' });
  mails = [mailOf('a'), mailOf('b', { to: 'B@x.test' }), mailOf('c', { state: 'failed' })];
  open('#/batches/mails');
  await waitFor(() => expect(rows()[1]?.[2]).toMatch(/^Élodie Petit <B@x\.test> · /));
  search('elodie');
  await waitFor(() => expect(names()).toEqual(['Subject b']));
  search('failed');
  await waitFor(() => expect(names()).toEqual(['Subject c']));
});

it('whoever comes back from one of them finds the search and the rows, and from elsewhere none', async () => {
  follow();
  pageSize = 1;
  mails = [mailOf('a'), mailOf('b', { state: 'failed' }), mailOf('c', { state: 'failed' })];
  open('#/batches/mails');
  await waitFor(() => expect(names()).toEqual(['Subject a']));
  search('failed');
  await waitFor(() => expect(names()).toEqual(['Subject b', 'Subject c']));
  location.hash = '#/batches/mails/c';
  await screen.findByText('All single mails');
  location.hash = '#/batches/mails';
  // At once, before the relay has told anything.
  failure = new AppError('offline');
  await waitFor(() => expect(names()).toEqual(['Subject b', 'Subject c']));
  expect(searchField().value).toBe('failed');
  await waitFor(() => expect(document.activeElement?.getAttribute('data-id')).toBe('c'));
  failure = null;
  location.hash = '#/batches';
  await screen.findByText('One mail, many people');
  location.hash = '#/batches/mails';
  await waitFor(() => expect(names()).toEqual(['Subject a']));
  expect(searchField().value).toBe('');
});

it('nothing of another account stands in the list, whenever it was changed', async () => {
  mails = [mailOf('a')];
  open('#/batches/mails');
  await waitFor(() => expect(names()).toEqual(['Subject a']));
  account = 'other@x.test';
  mails = [mailOf('z')];
  relayChanges.announce();
  await waitFor(() => expect(names()).toEqual(['Subject z']));
  follow();
  location.hash = '#/batches/mails/z';
  await screen.findByText('All single mails');
  account = 'third@x.test';
  failure = new AppError('offline');
  location.hash = '#/batches/mails';
  await waitFor(() => expect(document.querySelector('.notice')).toBeTruthy());
  await waitFor(() => expect(names()).toEqual([]));
});

it('nothing sent, no relay, a silent relay and an old one each say so', async () => {
  open('#/batches/mails');
  await screen.findByText('One mail, one person');
  expect(document.querySelector('[data-action="connect-relay"]')).toBeNull();
  cleanup();
  relayState = 'none';
  failure = new AppError('relay-none');
  open('#/batches/mails');
  await waitFor(() => expect(document.querySelector('[data-action="connect-relay"]')).toBeTruthy());
  cleanup();
  relayState = 'connected';
  failure = new AppError('relay-old');
  open('#/batches/mails');
  await screen.findByText(/too old/);
  failure = new AppError('offline');
  mails = [mailOf('a')];
  fireEvent.click(screen.getByText('Try again'));
  await screen.findByText(/offline|network|connection/i);
  failure = null;
  fireEvent.click(screen.getByText('Try again'));
  await waitFor(() => expect(names()).toEqual(['Subject a']));
  expect(document.querySelector('.notice')).toBeNull();
});

const none = { pending: 0, sending: 0, sent: 0, failed: 0, uncertain: 0 };
const single = (more: Partial<Batch>): Batch => ({
  id: 'b',
  name: 'Thursday',
  state: 'done',
  counts: { ...none, suppressed: 0, cancelled: 0 },
  total: 1,
  kept: 0,
  createdAt: '2026-11-20T10:00:00Z',
  sendAt: null,
  perMinute: null,
  pauseReason: null,
  ...more,
});

it('one of them is read again as it was sent, with the reason why it was refused; nothing sends it again', async () => {
  follow();
  recipient = { state: 'failed', lastError: '550 5.1.1 no such mailbox' };
  open('#/batches/mails/b');
  await screen.findByText('550 5.1.1 no such mailbox');
  expect(screen.getByText('The mail server said')).toBeTruthy();
  expect(document.querySelector('.tag')?.textContent).toBe('refused (550)');
  expect(document.querySelector('.batch-facts dd')?.textContent).toBe('Ada <b@x.test>');
  await waitFor(() =>
    expect(document.querySelector('iframe')?.getAttribute('srcdoc')).toContain(
      'See you {{ there }}',
    ),
  );
  expect(document.querySelector('[name="preview-number"]')).toBeNull();
  expect(document.querySelector('[data-action="retry-failed"]')).toBeNull();
  expect(screen.getByText('All single mails').closest('a')?.getAttribute('href')).toBe(
    '#/batches/mails',
  );
});

it('one whose recipient cannot be asked for says so, and is there at the next try', async () => {
  follow();
  unasked = new AppError('offline');
  open('#/batches/mails/b');
  const again = await screen.findByText('Try again');
  expect(document.querySelector('.skeleton-line')).toBeNull();
  unasked = null;
  fireEvent.click(again);
  await waitFor(() => expect(document.querySelector('.tag')?.textContent).toBe('sent'));
  expect(screen.queryByText('Try again')).toBeNull();
});

it('an empty mail is not said to be the fault of the mail server, an uncertain one is explained, a paused one leads to where it goes on', async () => {
  installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
  let batch = single({});
  batchFollowStream.accept((stream) => {
    stream.onMessage(() => stream.post({ type: 'progress', batch }));
  });
  const lastError =
    'message: it has neither a subject nor any text; fields that this recipient lacks are left empty';
  recipient = { state: 'failed', lastError };
  open('#/batches/mails/b');
  await screen.findByText('It has neither a subject nor any text.');
  expect(screen.queryByText('The mail server said')).toBeNull();
  cleanup();
  recipient = { state: 'uncertain' };
  open('#/batches/mails/b');
  await screen.findByText(/nobody knows whether it arrived/);
  cleanup();
  batch = single({ state: 'paused', pauseReason: 'restored' });
  recipient = { state: 'pending' };
  open('#/batches/mails/b');
  await screen.findByText(/restored from a backup/);
  expect(screen.getByText('Show and decide').getAttribute('href')).toBe('#/batches/b');
});

it('a refused one is written again in the popup’s form, what stood there is put aside, and a second press changes nothing', async () => {
  follow();
  const opened: string[] = [];
  vi.spyOn(browser.tabs, 'create').mockImplementation(async ({ url }) => {
    opened.push(String(url));
    return undefined as never;
  });
  const part = { subject: 'Begun', body: 'Something else' };
  await quickComposePageMessages.send('quickCompose.save', { part, page: 'p', sequence: 1 });
  recipient = { state: 'failed', lastError: '550 5.1.1 no such mailbox' };
  open('#/batches/mails/b');
  const again = await screen.findByText('Write it again');
  for (const times of [1, 2]) {
    fireEvent.click(again);
    await waitFor(() => expect(opened).toHaveLength(times));
  }
  expect(opened[0]).toMatch(/\/popup\.html#tab$/);
  expect(await quickComposePageMessages.send('quickCompose.load')).toMatchObject({
    to: [{ address: 'b@x.test', name: 'Ada' }],
    subject: 'Thursday',
    body: 'See you {{ there }}',
    keys: {},
  });
  const { asides } = await quickComposePageMessages.send('quickCompose.left');
  expect(asides.map(({ draft }) => draft.body)).toEqual(['Something else']);
  // What the popup keeps of it itself is offered there no more.
  const keptThere = { key: 'k', address: 'b@x.test', name: '', subject: 'Thursday', body: 'Kept' };
  const more = { batchId: 'b', keysFor: '', at: Date.now(), state: 'failed', reason: '' } as const;
  const left = { mails: [{ ...keptThere, ...more }], asides: [] };
  await quickComposePageMessages.send('quickCompose.restore', left);
  fireEvent.click(again);
  await waitFor(() => expect(opened).toHaveLength(3));
  expect((await quickComposePageMessages.send('quickCompose.load')).body).toBe('Kept');
  expect((await quickComposePageMessages.send('quickCompose.left')).mails).toEqual([]);
  cleanup();
  recipient = { state: 'sent' };
  open('#/batches/mails/b');
  await waitFor(() => expect(document.querySelector('.tag')?.textContent).toBe('sent'));
  expect(screen.queryByText('Write it again')).toBeNull();
});
