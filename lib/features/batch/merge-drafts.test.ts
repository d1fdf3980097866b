// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { type BatchDraft, newDraft } from './batch-draft';
import { isSameBatch, mergeDrafts } from './merge-drafts';

const base: BatchDraft = {
  ...newDraft('d', 'UTC'),
  revision: 'r0',
  sourceId: 's0',
  subject: 'Subject',
  body: 'Text',
  edits: [{ row: 1, column: 0, text: 'one' }],
  skipped: [4],
  variables: { a: 'A' },
};

describe('merging two changes of one draft', () => {
  it('takes each field from who changed it, and the step of the window', () => {
    const merged = mergeDrafts(
      base,
      { ...base, subject: 'mine', skipped: [4, 5], step: 'check' },
      { ...base, body: 'theirs', skipped: [], perMinute: 3, variables: { a: 'A', b: 'B' } },
    );
    expect(merged).toMatchObject({
      subject: 'mine',
      body: 'theirs',
      skipped: [5],
      perMinute: 3,
      variables: { a: 'A', b: 'B' },
      step: 'check',
      aside: [],
    });
    expect(['r0', '']).not.toContain(merged.revision);
  });

  it('contacts picked in both windows are all picked, and change nothing that is sent', () => {
    const merged = mergeDrafts(
      { ...base, picked: ['a', 'b'] },
      { ...base, picked: ['a', 'b', 'c'] },
      { ...base, picked: ['b', 'd'] },
    );
    expect(merged.picked).toEqual(['b', 'c', 'd']);
    expect(isSameBatch(base, { ...base, picked: ['a'] })).toBe(true);
  });

  it('says what both chose differently, and what only one chose not', () => {
    const merged = mergeDrafts(
      base,
      { ...base, sendAt: '2027-01-01T09:00', perMinute: 5, unsubscribe: false, nameColumn: 'A' },
      { ...base, sendAt: '2027-01-01T10:00', perMinute: 5, skipDoubles: true, nameColumn: 'B' },
    );
    expect(merged).toMatchObject({
      sendAt: '2027-01-01T09:00',
      nameColumn: 'A',
      skipDoubles: true,
    });
    expect(merged.aside).toEqual([
      { place: 'choice', text: 'columns' },
      { place: 'choice', text: 'when' },
    ]);
  });

  it('takes the sender from who chose one, and says when both chose another', () => {
    const from = (account: string) => ({ ...base, account });
    expect(mergeDrafts(base, base, from('a'))).toMatchObject({ account: 'a', aside: [] });
    expect(mergeDrafts(from('a'), from('a'), from(''))).toMatchObject({ account: '', aside: [] });
    expect(mergeDrafts(base, from('a'), from('b'))).toMatchObject({
      account: 'a',
      aside: [{ place: 'choice', text: 'sender' }],
    });
    expect(isSameBatch(base, from('a'))).toBe(false);
  });

  it('keeps aside the text that a template of the other window hides', () => {
    const template = { ...base, templateId: 't', html: '<p>T</p>' };
    expect(mergeDrafts(base, { ...base, body: 'Mine' }, template).aside).toEqual([
      { place: 'body', text: 'Mine' },
    ]);
    expect(mergeDrafts(base, base, template).aside).toEqual([]);
  });

  it('keeps a text aside that would be lost, and none that stands already', () => {
    const aside = (mine: string, theirs: string) =>
      mergeDrafts(base, { ...base, body: mine }, { ...base, body: theirs }).aside;
    expect(aside('Mine', 'Theirs')).toEqual([{ place: 'body', text: 'Theirs' }]);
    expect(aside('Text and more', 'Text and')).toEqual([]);
    expect(aside('Mine', '')).toEqual([]);
    const edit = (text: string) => ({ ...base, edits: [{ row: 1, column: 0, text }] });
    expect(mergeDrafts(base, edit('x'), edit('y'))).toMatchObject({
      edits: [{ row: 1, column: 0, text: 'x' }],
      aside: [{ place: 'cell', text: 'y' }],
    });
  });

  it('keeps what both windows have begun in different cells, letter by letter', () => {
    const [one, other] = [4, 8].map((row) => ({ row, column: 1, text: `line ${row}` })) as [
      BatchDraft['begun'][number],
      BatchDraft['begun'][number],
    ];
    const mine = { ...base, begun: [one] };
    const both = mergeDrafts(base, mine, { ...base, begun: [other] });
    expect(both).toMatchObject({ begun: [one, other], aside: [] });
    // One is put right in its window; the other goes on.
    const next = { ...both, begun: [{ ...one, text: 'line 4!' }, other] };
    const right = { ...both, begun: [one], edits: [...both.edits, other] };
    expect(mergeDrafts(both, next, right)).toMatchObject({
      begun: [{ ...one, text: 'line 4!' }],
      edits: right.edits,
    });
  });

  it('never puts the corrections of one table into another', () => {
    const other = { ...base, sourceId: 's1', sourceName: 'new.csv', edits: [], skipped: [] };
    const corrected = {
      ...base,
      edits: [...base.edits, { row: 7, column: 1, text: 'put right' }],
      begun: [{ row: 8, column: 1, text: 'beg' }],
      skipped: [4, 9],
      addressColumn: 'Mail',
    };
    for (const [mine, theirs] of [
      [other, corrected],
      [corrected, other],
    ] as const) {
      expect(mergeDrafts(base, mine, theirs)).toMatchObject({
        sourceId: 's1',
        sourceName: 'new.csv',
        edits: [],
        begun: [],
        skipped: [],
        addressColumn: null,
        aside: [
          { place: 'cell', text: 'put right' },
          { place: 'cell', text: 'beg' },
        ],
      });
    }
  });

  it('knows whether two states are the same mail to the same people', () => {
    expect(isSameBatch(base, { ...base, step: 'send', revision: 'x', updatedAt: 9 })).toBe(true);
    expect(isSameBatch(base, { ...base, skipped: [] })).toBe(false);
    expect(isSameBatch(base, { ...base, readings: [{ chosen: [], read: [], kept: {} }] })).toBe(
      true,
    );
  });
});
