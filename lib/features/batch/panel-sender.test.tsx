import 'fake-indexeddb/auto';
import { Blob as NodeBlob } from 'node:buffer';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import {
  type RelayConnection,
  relayAccountPageMessages,
} from '@/lib/features/relay-account/messages';
import { keepChannelsApart } from '@/lib/platform/fake-own-channels';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { openFakeTable } from '@/lib/platform/table/fake-open-table';
import { applyLanguage, currentTranslate } from '@/lib/platform/translate';
import { type BatchDraft, newDraft } from './batch-draft';
import { batchPageMessages, type OwnAccount } from './messages';
import { contentOf, sourcesOf } from './panel-content';
import type { DraftState } from './panel-draft';
import type { BatchPlan } from './panel-lay-ready';
import { BatchRules } from './panel-rules';
import { SendStep } from './panel-step-send';
import { readSubmission, saveDraft } from './store';

keepChannelsApart();

sendAsOwnPage();
// That of the imitated page does not survive the imitated disk.
vi.stubGlobal('Blob', NodeBlob);

const sender = { address: 'relay@r.test', name: 'The North', delivers: true };
const connected: RelayConnection = {
  ...{ state: 'connected', url: 'https://relay.example', account: 'me@x.test', device: 'd' },
  ...{ scopes: ['send', 'read'], ai: false, sender: { ...sender, perMinute: 60, perDay: null } },
};
const office: OwnAccount = {
  ...{ id: 'a1', name: 'Office', from: 'ada@gmail.com', fromName: 'Ada' },
  ...{ perMinute: 5, perDay: 2 },
};

let relay: RelayConnection;
let accounts: OwnAccount[] | AppError;
let askedSenders = 0;
/** The relay answers once this has. */
let answering: Promise<void> | undefined;
let submit: () => { batchId: string; rejected: number };
relayAccountPageMessages.handle('relayAccount.status', () => relay);
batchPageMessages.handle('batch.suppressed', () => []);
batchPageMessages.handle('batch.senders', async () => {
  askedSenders += 1;
  await answering;
  if (accounts instanceof AppError) throw accounts;
  return accounts;
});
batchPageMessages.handle('batch.submit', () => submit());

let turn = 0;
let plan: BatchPlan;

/** A batch for three people, all decided, in its last step. */
async function planOf(part: Partial<BatchDraft>): Promise<BatchPlan> {
  turn += 1;
  const draft = { ...newDraft(`d${turn}`, 'UTC'), subject: 'S', body: 'Text', ...part };
  await saveDraft(draft);
  const table = await openFakeTable('Mail\na@x.fr\nb@x.fr\nc@x.fr', { language: 'en' });
  const { summary } = table;
  const columns = summary.guess;
  const content = contentOf(draft, currentTranslate.value);
  const { sources } = sourcesOf(content, draft, summary.headers, columns);
  const wish = { required: [], skipped: [], skipMissing: false };
  const check = await table.check({ address: columns.address, ...wish });
  return { draft, table, columns, check, content, sources };
}

/** The step with a draft that keeps what is chosen, as the wizard's does. */
function Step() {
  const [draft, setDraft] = useState(plan.draft);
  const state: DraftState = {
    ...{ draft, source: null, failure: null, left: [], changed: false, cellsTurn: 0 },
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    replaceSource: async () => undefined,
    saved: () => saveDraft(draft),
    follow: async () => undefined,
    handing: () => undefined,
  };
  return (
    <SendStep
      arrived={false}
      plan={{ ...plan, draft }}
      included={3}
      state={state}
      onBack={() => undefined}
    />
  );
}

async function open(part: Partial<BatchDraft> = {}): Promise<void> {
  plan = await planOf(part);
  render(<Step />);
}

const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[name="sender"]')];
const choose = (account: string) =>
  fireEvent.click(
    document.querySelector(`input[name="sender"][value="${account}"]`) as HTMLElement,
  );
const from = () => document.querySelector('[data-part="from"]')?.textContent;
const warning = (name: string) => document.querySelector(`[data-warning="${name}"]`);
const button = () => document.querySelector('[data-action="send-batch"]') as HTMLButtonElement;
const need = () => document.querySelector('#wizard-need')?.textContent;

async function pressSend(): Promise<void> {
  await waitFor(() => expect(button()?.disabled).toBe(false));
  fireEvent.click(button());
}

/** What lies ready to be handed over. */
async function request() {
  const ready = await waitFor(async () => {
    const found = await readSubmission(plan.draft.id);
    expect(found).toBeTruthy();
    return found;
  });
  return JSON.parse((await ready?.body.text()) ?? '');
}

beforeEach(async () => {
  askedSenders = 0;
  answering = undefined;
  relay = connected;
  accounts = [office, { ...office, id: 'a2', name: 'Home', from: 'ada@home.test', fromName: null }];
  submit = () => ({ batchId: 'b1', rejected: 0 });
  await applyLanguage('en');
});
afterEach(cleanup);

it('without an account of one’s own there is no choice, and the sender is named before anything leaves', async () => {
  accounts = [];
  await open();
  await waitFor(() => expect(from()).toBe('The North <relay@r.test>'));
  await pressSend();
  expect(await request()).not.toHaveProperty('account');
  expect(radios()).toHaveLength(0);
});

it('the relay’s sender stands first and is taken unless another one is chosen, which goes with the batch', async () => {
  await open();
  await waitFor(() => expect(radios()).toHaveLength(3));
  expect(radios().map(({ value, checked }) => [value, checked])).toEqual([
    ['', true],
    ['a1', false],
    ['a2', false],
  ]);
  const labels = [...document.querySelectorAll('.sender')].map(({ textContent }) => textContent);
  expect(labels[0]).toBe('The North <relay@r.test>The sender of the relay');
  expect(labels[1]).toBe('Ada <ada@gmail.com>Your mail account “Office”');
  expect(labels[2]).toMatch(/^ada@home.testYour/);
  choose('a2');
  await waitFor(() => expect(from()).toBe('ada@home.test'));
  await pressSend();
  expect(await request()).toMatchObject({ account: 'a2' });
});

it('judges with the address and the ceilings of whom it comes from', async () => {
  relay = { ...connected, sender: { ...sender, delivers: false, perMinute: 60, perDay: null } };
  await open({ perMinute: 7 });
  await waitFor(() => expect(warning('outbox')).toBeTruthy());
  expect(screen.getByText('From this sender 60 a minute are allowed.')).toBeTruthy();
  expect(warning('days')).toBeNull();
  choose('a1');
  await waitFor(() => expect(warning('days')?.textContent).toContain('At 2 mails a day'));
  expect(warning('outbox')).toBeNull();
  expect(screen.getByText('From this sender 5 a minute are allowed.')).toBeTruthy();
});

it('what was agreed to about one sender is not agreed about another', async () => {
  await open({ unsubscribe: false });
  const agree = () => document.querySelector('input[name="agree-rules"]') as HTMLInputElement;
  await waitFor(() => expect(agree()).toBeTruthy());
  fireEvent.click(agree());
  expect(agree().checked).toBe(true);
  choose('a1');
  await waitFor(() => expect(agree()?.checked).toBe(false));
});

it('an account that is gone is told, and nothing leaves before another one is chosen', async () => {
  await open({ account: 'gone' });
  await waitFor(() => expect(warning('sender-gone')).toBeTruthy());
  expect(radios().some(({ checked }) => checked)).toBe(false);
  await pressSend();
  await waitFor(() => expect(need()).toMatch(/Choose another sender/));
  expect(document.activeElement).toBe(radios()[0]);
  expect(await readSubmission(plan.draft.id)).toBeNull();
  choose('a1');
  await waitFor(() => expect(warning('sender-gone')).toBeNull());
  await pressSend();
  expect(await request()).toMatchObject({ account: 'a1' });
});

it('one that goes in the moment of sending is asked for again, also where none is left', async () => {
  await open({ account: 'a1' });
  await waitFor(() => expect(from()).toBe('Ada <ada@gmail.com>'));
  accounts = [];
  submit = () => {
    throw new AppError('relay-invalid', { detail: 'unknown-account: There is no such account.' });
  };
  await pressSend();
  await waitFor(() => expect(location.hash).toBe('#/batches'));
  await waitFor(() => expect(warning('sender-gone')).toBeTruthy());
  expect(document.body.textContent).not.toContain('unknown-account');
  expect(radios().map(({ checked }) => checked)).toEqual([false]);
});

it('while nobody knows whether it is still there, nothing leaves; it is asked again by a press', async () => {
  accounts = new AppError('relay-failed');
  await open({ account: 'a1' });
  await waitFor(() => expect(warning('sender-unknown')).toBeTruthy());
  await pressSend();
  await waitFor(() => expect(need()).toContain('still there'));
  expect(await readSubmission(plan.draft.id)).toBeNull();
  accounts = [office];
  fireEvent.click(document.querySelector('[data-action="check-sender"]') as HTMLElement);
  await waitFor(() => expect(from()).toBe('Ada <ada@gmail.com>'));
  // What was known stays when the relay falls silent: the batch lies ready, as ever.
  relay = { ...connected, state: 'unreachable' };
  dispatchEvent(new Event('focus'));
  await screen.findByText(/does not answer/);
  await pressSend();
  expect(await request()).toMatchObject({ account: 'a1' });
});

it('accounts of one person are not offered to another; those of the same one stay when they cannot be read again', async () => {
  await open({ account: 'a1' });
  await waitFor(() => expect(from()).toBe('Ada <ada@gmail.com>'));
  accounts = new AppError('relay-failed');
  relay = { ...connected, device: 'renamed' };
  dispatchEvent(new Event('focus'));
  await waitFor(() => expect(askedSenders).toBe(2));
  expect(from()).toBe('Ada <ada@gmail.com>');
  expect(warning('sender-unknown')).toBeNull();
  const held = Promise.withResolvers<void>();
  answering = held.promise;
  relay = { ...connected, account: 'other@x.test' };
  dispatchEvent(new Event('focus'));
  await waitFor(() => expect(askedSenders).toBe(3));
  expect(radios()).toHaveLength(0);
  held.resolve();
  await waitFor(() => expect(warning('sender-unknown')).toBeTruthy());
  expect(radios()).toHaveLength(0);
});

it('a list that cannot be read asks nothing of who never chose an account', async () => {
  accounts = new AppError('relay-failed');
  await open();
  await waitFor(() => expect(from()).toBe('The North <relay@r.test>'));
  expect(warning('sender-unknown')).toBeNull();
  await pressSend();
  expect(await request()).not.toHaveProperty('account');
});

it('the check before says it too, and judges with the chosen one', async () => {
  const show = async (account: string, bytes = 100) => {
    cleanup();
    plan = await planOf({ account });
    render(<BatchRules plan={plan} included={3} bytes={bytes} />);
  };
  await show('a1');
  await waitFor(() => expect(warning('days')?.textContent).toContain('At 2 mails a day'));
  await show('gone');
  await waitFor(() => expect(warning('sender-gone')).toBeTruthy());
  expect(warning('days')).toBeNull();
  // And how large the mail is, where receivers hide or refuse it.
  await show('', 120_000);
  await waitFor(() => expect(warning('clipped')?.textContent).toContain('117'));
  await show('', 12_340_000);
  await waitFor(() => expect(warning('too-large')?.textContent).toContain('12.3'));
  expect(warning('too-large')?.getAttribute('data-level')).toBe('rule');
  expect(warning('clipped')).toBeNull();
});
