import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { keepChannelsApart } from '@/lib/platform/fake-own-channels';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { batchChanges } from './changes';
import { type Batch, batchPageMessages } from './messages';
import { BatchHome } from './panel-home';

keepChannelsApart();

sendAsOwnPage();

const none = { pending: 0, sending: 0, failed: 0, uncertain: 0, suppressed: 0, cancelled: 0 };
const batchOf = (id: string, name: string, createdAt: string): Batch => ({
  id,
  name,
  state: 'done',
  counts: { ...none, sent: 3 },
  total: 3,
  kept: 0,
  createdAt,
  sendAt: null,
  perMinute: null,
  pauseReason: null,
});

/** What the relay has, newest first, and how many it tells at once. */
let batches: Batch[] = [];
let pageSize = 2;
let asked = 0;
let silent = false;
/** Older ones are told once this has come to pass. */
let older: Promise<void> | undefined;
batchPageMessages.handle('batch.list', async ({ cursor }) => {
  asked += 1;
  if (silent) throw new AppError('offline');
  if (cursor !== undefined) await older;
  const from = Number(cursor ?? 0);
  const to = from + pageSize;
  return {
    items: batches.slice(from, to),
    next: to < batches.length ? String(to) : null,
  };
});
batchPageMessages.handle('batch.waiting', () => []);
relayAccountPageMessages.handle('relayAccount.status', () => ({
  state: 'connected',
  url: 'https://relay.example',
  account: 'me@x.test',
  scopes: ['send', 'read'],
  device: 'd',
  ai: false,
}));

const names = () =>
  [...document.querySelectorAll('.batch-row-name')].map(({ textContent }) => textContent);
const field = (name: string) => document.querySelector(`[name="${name}"]`) as HTMLInputElement;
const type = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });
const show = (wanted: string[]) => waitFor(() => expect(names()).toEqual(wanted));

beforeEach(async () => {
  await applyLanguage('en');
  pageSize = 2;
  asked = 0;
  older = undefined;
  batches = [
    batchOf('5', 'Invitation été', '2026-06-20T12:00:00'),
    batchOf('4', 'Relance', '2026-05-31T23:59:00'),
    batchOf('3', 'Invitation hiver', '2026-01-15T12:00:00'),
    batchOf('2', 'Vœux', '2026-01-01T00:00:00'),
    batchOf('1', 'Essai', '2025-12-31T23:59:00'),
  ];
});
afterEach(cleanup);

it('shows what is newest, and older ones when asked for', async () => {
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  fireEvent.click(document.querySelector('[data-action="more-batches"]') as HTMLElement);
  await show(['Invitation été', 'Relance', 'Invitation hiver', 'Vœux']);
});

it('searches everything the relay has, whatever accents and capitals, each word', async () => {
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  type('search-batches', 'INVITATION');
  await show(['Invitation été', 'Invitation hiver']);
  type('search-batches', 'voeux');
  await show(['Vœux']);
  type('search-batches', 'invitation ete');
  await show(['Invitation été']);
  type('search-batches', 'essai');
  await show(['Essai']);
});

it('a search that is still looking has no button for more', async () => {
  const held = Promise.withResolvers<void>();
  older = held.promise;
  const more = () => document.querySelector('[data-action="more-batches"]');
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  expect(more()).not.toBeNull();
  type('search-batches', 'essai');
  await show([]);
  await waitFor(() => expect(asked).toBe(2));
  expect(more()).toBeNull();
  held.resolve();
  await show(['Essai']);
});

it('a search that the relay did not answer goes on at the next try', async () => {
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  silent = true;
  type('search-batches', 'essai');
  const retry = () => document.querySelector('.notice .button, .notice button') as HTMLElement;
  await waitFor(() => expect(retry()).toBeTruthy());
  silent = false;
  fireEvent.click(retry());
  await show(['Essai']);
});

it('filters by day, the first and the last one included', async () => {
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  fireEvent.click(document.querySelector('[data-action="filter-dates"]') as HTMLElement);
  await waitFor(() => expect(field('date-from')).toBeTruthy());
  type('date-from', '2026-01-01');
  await show(['Invitation été', 'Relance', 'Invitation hiver', 'Vœux']);
  type('date-to', '2026-05-31');
  await show(['Relance', 'Invitation hiver', 'Vœux']);
  // Closed, they narrow nothing any more.
  fireEvent.click(document.querySelector('[data-action="filter-dates"]') as HTMLElement);
  await waitFor(() => expect(names()).toContain('Essai'));
});

it('what was read stays when the newest are asked for again, unless something is missing between the two', async () => {
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  fireEvent.click(document.querySelector('[data-action="more-batches"]') as HTMLElement);
  await show(['Invitation été', 'Relance', 'Invitation hiver', 'Vœux']);
  // One is new: the older ones are as they were.
  batches.unshift(batchOf('6', 'Rentrée', '2026-09-01T12:00:00'));
  batchChanges.announce();
  await show(['Rentrée', 'Invitation été', 'Relance', 'Invitation hiver', 'Vœux']);
  // Three more: between the newest two and those known is one that nobody has read.
  batches.unshift(
    ...['9', '8', '7'].map((id) => batchOf(id, `Lettre ${id}`, '2026-10-01T12:00:00')),
  );
  batchChanges.announce();
  await show(['Lettre 9', 'Lettre 8']);
});

it('a search stops by itself in a long history, says so, and goes on when asked to', async () => {
  pageSize = 1_000;
  const many = Array.from({ length: 2_500 }, (_, index) =>
    batchOf(`n${index}`, `Lettre ${index}`, '2026-01-01T00:00:00'),
  );
  batches = [...many, batchOf('old', 'Trouvaille', '2020-01-01T00:00:00')];
  render(<BatchHome />);
  await waitFor(() => expect(names()).toHaveLength(1_000));
  type('search-batches', 'trouvaille');
  await waitFor(() => expect(asked).toBe(2));
  await show([]);
  const more = () => document.querySelector('[data-action="more-batches"]') as HTMLElement;
  await waitFor(() => expect(more()).toBeTruthy());
  fireEvent.click(more());
  await show(['Trouvaille']);
});

it('a batch under way is asked about again where it stands, also after the relay was silent for a moment', async () => {
  const counts = { ...none, pending: 2, sent: 1 };
  const running: Batch = { ...batchOf('3', 'Invitation', '2026-01-15'), state: 'running', counts };
  batches = [...batches.slice(0, 2), running, ...batches.slice(3)];
  render(<BatchHome />);
  await show(['Invitation été', 'Relance']);
  fireEvent.click(document.querySelector('[data-action="more-batches"]') as HTMLElement);
  await waitFor(() => expect(names()).toContain('Invitation'));
  const row = () => document.querySelector('[data-id="3"]')?.textContent;
  expect(row()).toContain('1 of 3 sent');
  silent = true;
  await waitFor(() => expect(document.querySelector('.notice')).toBeTruthy());
  silent = false;
  batches[2] = batchOf('3', 'Invitation', '2026-01-15');
  await waitFor(() => expect(row()).toContain('3 of 3 sent'));
  expect(document.querySelector('.notice')).toBeNull();
});
