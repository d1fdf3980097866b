import { cleanup, render, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { batchPageMessages, type Recipient, type RecipientQuery } from './messages';
import { type RecipientFilter, type RecipientRows, useRecipients } from './panel-recipients';

sendAsOwnPage();

const all = 100_000;
let asked: RecipientQuery[] = [];
let atOnce = 0;
let most = 0;
/** What the relay says of each at this moment. */
let state: Recipient['state'] = 'pending';
/** Resolves when the relay may answer. */
let gate: Promise<void> = Promise.resolve();

batchPageMessages.handle('batch.recipients', async (query) => {
  asked.push(query);
  atOnce += 1;
  most = Math.max(most, atOnce);
  await gate;
  atOnce -= 1;
  const from = Number(query.cursor ?? -1) + 1;
  const to = Math.min(all, from + query.limit);
  const items = Array.from({ length: to - from }, (_, at): Recipient => {
    const index = from + at;
    return {
      ...{ index, address: `r${index}@x.fr`, state, name: null, subject: null, html: null },
      ...{ messageId: '', attempts: 0, lastError: null, sentAt: null, kept: false },
    };
  });
  return { items, next: to < all ? String(to - 1) : null };
});

let rows: RecipientRows;
function List(filter: RecipientFilter) {
  rows = useRecipients(filter);
  return null;
}
const filter: RecipientFilter = { id: 'b1', state: '', search: '', known: all, stamp: '0' };

beforeEach(() => {
  asked = [];
  most = 0;
  state = 'pending';
  gate = Promise.resolve();
});
afterEach(cleanup);

it('of 100,000 only what is about to be seen is asked for, in pages; the last one too when one goes there', async () => {
  render(<List {...filter} />);
  await waitFor(() => expect(rows.row(199)?.address).toBe('r199@x.fr'));
  expect(rows.count).toBe(all);
  expect(rows.row(200)).toBeNull();
  expect(asked).toHaveLength(1);
  rows.want(700);
  await waitFor(() => expect(rows.row(699)?.address).toBe('r699@x.fr'));
  expect(rows.row(2_000)).toBeNull();
  rows.want(all);
  await waitFor(() => expect(rows.row(all - 1)?.address).toBe('r99999@x.fr'), { timeout: 20_000 });
  expect(most).toBe(1);
  expect(asked.length).toBeLessThan(110);
});

it('what has changed is asked for again, as far as it was read, and never twice at once', async () => {
  const { rerender } = render(<List {...filter} />);
  rows.want(900);
  await waitFor(() => expect(rows.row(899)).not.toBeNull());
  state = 'sent';
  const held = Promise.withResolvers<void>();
  gate = held.promise;
  for (const stamp of ['1', '2', '3']) rerender(<List {...filter} stamp={stamp} />);
  await waitFor(() => expect(atOnce).toBe(1));
  // What was read stands there until the new is.
  expect(rows.row(899)?.state).toBe('pending');
  held.resolve();
  await waitFor(() => expect(rows.row(899)?.state).toBe('sent'));
  expect(rows.row(0)?.state).toBe('sent');
  expect(most).toBe(1);
});

it('a search asks the relay anew, and counts what was found so far', async () => {
  const { rerender } = render(<List {...filter} />);
  await waitFor(() => expect(rows.row(0)).not.toBeNull());
  rerender(<List {...filter} known={null} search="r9" state="failed" />);
  await waitFor(() => expect(rows.count).toBe(201));
  expect(asked.at(-1)).toEqual({ id: 'b1', limit: 200, state: 'failed', search: 'r9' });
});
