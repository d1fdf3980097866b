import { beforeEach, describe, expect, it } from 'vitest';
import { emptyQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import type { SendOutcome } from '@/lib/core/quick-compose/sending';
import { applyLanguage, currentTranslate } from '@/lib/platform/translate';
import { tellOutcome, whyNot } from './popup-foot';

const nothing: SendOutcome = {
  sent: [],
  refused: [],
  takenBefore: [],
  failure: null,
  kept: false,
  writtenSince: false,
  stopped: false,
};
const tell = (outcome: Partial<SendOutcome>) =>
  tellOutcome({ ...nothing, ...outcome }, false, currentTranslate.value);

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
