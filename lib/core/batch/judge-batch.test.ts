import { expect, it } from 'vitest';
import { isGmail, judgeBatch, type PlannedBatch } from './judge-batch';

const fine: PlannedBatch = {
  total: 100,
  toGmail: 10,
  sender: 'lettre@atelier-nord.fr',
  delivers: true,
  perDay: null,
  unsubscribe: true,
  localLinks: false,
  bytes: 4_000,
};
const ids = (change: Partial<PlannedBatch>) =>
  judgeBatch({ ...fine, ...change }).map(({ id, level }) => `${level}:${id}`);

it('has nothing to say about an ordinary batch', () => {
  expect(ids({})).toEqual([]);
});

it.each([
  [{ unsubscribe: false }, ['rule:no-unsubscribe']],
  [{ unsubscribe: false, total: 1 }, []],
  [{ total: 9_000, toGmail: 5_000 }, ['rule:gmail-bulk']],
  [{ sender: 'Me@Gmail.com', total: 501 }, ['rule:free-mailbox']],
  [{ sender: 'me@gmail.com', total: 400 }, []],
  [{ sender: 'me@gmail.com', total: 900, perDay: 500 }, ['note:days']],
  [{ sender: 'me@gmail.com', total: 900, perDay: 600 }, ['rule:free-mailbox', 'note:days']],
  [
    { sender: 'me@gmx.de', total: 6_000, toGmail: 5_000, perDay: 100 },
    ['rule:free-mailbox', 'rule:gmail-bulk', 'note:days'],
  ],
  [{ sender: 'me@gmx.de', total: 6_000 }, []],
  [{ sender: 'me@hotmail.fr', total: 301 }, ['rule:free-mailbox']],
  [{ perDay: 500, total: 1_200 }, ['note:days']],
  [{ delivers: false }, ['note:outbox']],
  [{ localLinks: true }, ['rule:local-links']],
  [{ localLinks: true, delivers: false }, ['note:outbox']],
  [{ localLinks: true, unsubscribe: false }, ['rule:no-unsubscribe']],
  [{ localLinks: true, total: 1 }, []],
  [{ bytes: 110_000 }, ['note:clipped']],
  [{ bytes: 12_000_000 }, ['rule:too-large']],
] as [Partial<PlannedBatch>, string[]][])('%j → %j', (change, expected) => {
  expect(ids(change)).toEqual(expected);
});

it('counts the days that a daily ceiling makes of it', () => {
  expect(judgeBatch({ ...fine, perDay: 500, total: 1_001 })[0]?.values).toEqual({
    count: 3,
    limit: 500,
  });
});

it('knows the addresses of Gmail itself', () => {
  expect(['a@gmail.com', 'A@GoogleMail.com', 'a@gmail.com.evil.fr'].map(isGmail)).toEqual([
    true,
    true,
    false,
  ]);
});
