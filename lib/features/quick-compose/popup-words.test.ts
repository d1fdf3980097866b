import { beforeEach, describe, expect, it } from 'vitest';
import { emptyQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { noOutcome, type SendOutcome } from '@/lib/core/quick-compose/sending';
import { applyLanguage, currentTranslate } from '@/lib/platform/translate';
import { tellOutcome, tellUnfinished, whyNot } from './popup-words';

const tell = (outcome: Partial<SendOutcome>) =>
  tellOutcome({ ...noOutcome, ...outcome }, emptyQuickDraft, currentTranslate.value);

describe('what came of sending a quick mail', () => {
  beforeEach(() => applyLanguage('en'));

  it('stays beside the mail when its only recipient gets nothing', () => {
    const told = tell({ refused: [{ address: 'zoe@x.example', why: 'suppressed' }] });
    expect(told).toMatchObject({ tone: 'warning', whileEmpty: false });
    expect(told.text).toContain('zoe@x.example');
  });

  it('stays when the relay had taken an earlier text, or more was written since', () => {
    expect(tell({ takenBefore: ['zoe@x.example'] })).toMatchObject({
      tone: 'warning',
      whileEmpty: false,
    });
    expect(tell({ sent: ['zoe@x.example'], writtenSince: true })).toMatchObject({
      tone: 'warning',
      whileEmpty: false,
    });
  });

  it('goes with the next mail when all of it has left', () => {
    expect(tell({ sent: ['zoe@x.example'] })).toMatchObject({ tone: 'success', whileEmpty: true });
    expect(tell({ sent: ['zoe@x.example'], kept: true })).toMatchObject({ tone: 'info' });
  });
});

describe('a mail that left in part', () => {
  beforeEach(() => applyLanguage('en'));
  const to = ['a@x.fr', 'b@x.fr', 'c@x.fr'].map((address) => ({ address, name: '' }));
  const keys = { 'a@x.fr': 'k1', 'b@x.fr': 'k2', 'c@x.fr': 'k3' };
  const keysFor = 'https://relay.example me@x.test';
  const draft: QuickDraft = {
    ...emptyQuickDraft,
    to,
    keys,
    keysFor,
    untried: ['b@x.fr', 'c@x.fr'],
  };
  const failure = { code: 'relay-changed' } as const;

  it('counts those not tried apart from those of whom nobody knows', () => {
    const t = currentTranslate.value;
    const told = tellUnfinished(draft, t);
    expect(told).toMatch(
      /^For 1 recipient it is not known yet .* Nothing has been sent to 2 recip/,
    );
    expect(tellUnfinished({ ...draft, untried: Object.keys(keys) }, t)).toMatch(
      /^Nothing has been sent to 3 recipients yet\. Press Send again/,
    );
    expect(tellUnfinished({ ...draft, untried: [] }, t)).not.toContain('Nothing has been sent');
  });

  it('stopped is told as wished, with what has left, and a failure at the same time as a failure', () => {
    const stopped = { sent: ['z@x.fr'], stopped: true };
    expect(tell(stopped)).toMatchObject({
      ...{ tone: 'info', whileEmpty: false },
      text: 'Stopped, as you asked. 1 mail handed to the relay.',
    });
    expect(tell({ ...stopped, failure: { code: 'offline' } }).tone).toBe('error');
    const refused = [{ address: 'z@x.fr', why: 'suppressed' }] as const;
    expect(tell({ stopped: true, refused: [...refused] }).tone).toBe('warning');
  });

  it('says of another relay whom it is about, in words of this mail', () => {
    const t = currentTranslate.value;
    const { text } = tellOutcome({ ...noOutcome, failure }, draft, t);
    expect(text).toContain('(relay.example, me@x.test), and nobody knows whether a@x.fr got it');
    expect(text).not.toContain('batch');
    const free = { ...draft, untried: Object.keys(keys) };
    expect(tellOutcome({ ...noOutcome, failure }, free, t).text).toBe(
      'Another relay or account was connected meanwhile.',
    );
  });
});

it('what is missing is said before anything is asked, also where subject and text cannot be seen', async () => {
  await applyLanguage('en');
  const missing = (draft: Partial<QuickDraft>) =>
    whyNot({ ...emptyQuickDraft, ...draft }, currentTranslate.value);
  const to = [{ address: 'zoe@x.example', name: '' }];
  expect(missing({})).toContain('to whom');
  expect(missing({ to, subject: ' ', body: '\u200b\n' })).toContain('neither a subject');
  expect(missing({ to, subject: 'Thursday' })).toBeNull();
  expect(missing({ to, body: '?' })).toBeNull();
  const faulty = [...to, { address: 'faux@@exemple', name: '' }, { address: 'luc', name: '' }];
  expect(missing({ to: faulty, body: '?' })).toContain('faux@@exemple (');
  expect(missing({ to: faulty, body: '?' })).toContain('luc (the @ is missing)');
});
