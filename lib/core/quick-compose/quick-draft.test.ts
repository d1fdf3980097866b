import { expect, it } from 'vitest';
import {
  emptyQuickDraft,
  isEmptyDraft,
  notTried,
  parseQuickDraft,
  type QuickDraft,
  unresolved,
  withKeys,
  withTry,
} from '@/lib/core/quick-compose/quick-draft';

it('reads what was stored value by value, whatever it is', () => {
  const draft = {
    to: [{ address: 'a@x.fr', name: 'A' }],
    typed: 'b',
    subject: 's',
    body: 'b',
    keys: { 'a@x.fr': 'k' },
    untried: ['a@x.fr'],
    sent: ['a@x.fr'],
    sentTexts: { 'a@x.fr': 's\nb' },
    tried: [{ to: [{ address: 'a@x.fr', name: 'A' }], subject: 's', body: 'b' }],
    keysFor: 'https://relay.example me@x.fr',
  };
  expect(parseQuickDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  for (const broken of [null, 7, 'x', [], { to: 'a', keys: 4, sent: {}, subject: 1 }]) {
    expect(parseQuickDraft(broken)).toEqual(emptyQuickDraft);
  }
  expect(parseQuickDraft({ to: [null, { address: 3 }, { address: 'a' }] }).to).toEqual([
    { address: 'a', name: '' },
  ]);
});

it('knows when there is nothing to lose', () => {
  expect(isEmptyDraft({ ...emptyQuickDraft, body: ' \n' })).toBe(true);
  expect(isEmptyDraft({ ...emptyQuickDraft, typed: 'a' })).toBe(false);
});

it('remembers each version tried while an answer is missing, once, and at most five', () => {
  const to = [{ address: 'a@x.fr', name: '' }];
  let draft: QuickDraft = { ...emptyQuickDraft, to, keys: { 'a@x.fr': 'k' } };
  for (const body of ['1', '2', '1', '3']) draft = withTry({ ...draft, body });
  expect(draft.tried.map(({ body }) => body)).toEqual(['2', '1', '3']);
  for (const body of ['4', '5', '6', '7']) draft = withTry({ ...draft, body });
  expect(draft.tried.map(({ body }) => body)).toEqual(['3', '4', '5', '6', '7']);
  expect(withTry({ ...draft, sent: ['a@x.fr'] }).tried).toHaveLength(1);
});

it('gives each recipient one key for good, and tells whose mail is not settled from whose was not tried', () => {
  let count = 0;
  const key = () => `k${++count}`;
  const to = [
    { address: 'a@x.fr', name: '' },
    { address: 'b@x.fr', name: '' },
  ];
  const first = withKeys({ ...emptyQuickDraft, to }, key);
  expect([unresolved(first), notTried(first)]).toEqual([[], ['a@x.fr', 'b@x.fr']]);
  const tried = { ...first, untried: [] };
  const more = [...to, { address: 'c@x.fr', name: '' }];
  const again = withKeys({ ...tried, to: more, subject: 'changed', sent: ['a@x.fr'] }, key);
  expect(again.keys).toEqual({ 'a@x.fr': 'k1', 'b@x.fr': 'k2', 'c@x.fr': 'k3' });
  expect([unresolved(again), notTried(again)]).toEqual([['b@x.fr'], ['c@x.fr']]);
  // Out of the list nobody waits for it.
  expect(notTried({ ...again, to })).toEqual([]);
});
