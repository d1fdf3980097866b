import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { noOutcome } from '@/lib/core/quick-compose/sending';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { latePart } from '@/lib/platform/late-part';
import { applyLanguage } from '@/lib/platform/translate';
import { registerQuickCompose } from './background';
import { quickComposePageMessages } from './messages';
import { QuickCompose } from './popup';

sendAsOwnPage('popup.html');
registerQuickCompose();

const to = ['luc@y.example', 'zoe@y.example'].map((address) => ({ address, name: '' }));
const draft: QuickDraft = {
  ...{ ...emptyQuickDraft, to, subject: 'Devis', body: 'Bonjour' },
  keys: { 'luc@y.example': 'k1', 'zoe@y.example': 'k2' },
  untried: ['zoe@y.example'],
  keysFor: 'https://relay.example me@x.test',
};

/** The popup over this draft, after or in this press of Send. */
async function show(sending: object): Promise<void> {
  const row = { kind: 'quick-compose' as const, updatedAt: 1 };
  await database.worksInProgress.bulkPut([
    { ...row, id: 'quick-compose', content: draft },
    { ...row, id: 'quick-compose-sending', content: { id: 's', total: 2, ...sending } },
  ]);
  const bar = latePart(() => Promise.resolve({ openQuickWindow: async () => undefined }));
  render(<QuickCompose bar={bar} reload={() => undefined} />);
}
const press = async (name: string): Promise<void> =>
  void fireEvent.click(await screen.findByRole('button', { name }));
const stored = () => quickComposePageMessages.send('quickCompose.load');

beforeEach(async () => {
  localStorage.clear();
  await database.worksInProgress.clear();
  await applyLanguage('en');
});
afterEach(cleanup);

const changed = { state: 'over', outcome: { ...noOutcome, failure: { code: 'relay-changed' } } };

it('R30: of a mail begun with another relay those in doubt are put aside, and the others are free to go', async () => {
  await show(changed);
  const told = await screen.findByText(/nobody knows whether luc@y\.example got it/);
  expect(told.textContent).toContain('relay.example, me@x.test');
  await press('Put this one aside');
  await screen.findByText('Put aside: “Devis”.');
  await vi.waitFor(() => expect(screen.queryByText(/nobody knows whether/)).toBeNull());
  await screen.findByText(/^Nothing has been sent to 1 recipient yet/);
  expect(await stored()).toMatchObject({ to: [to[1]], keysFor: '' });
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('body'));
});

it('R30: made a new mail it says who may get it twice, before anything is sent', async () => {
  await show(changed);
  await press('Make it a new mail');
  await screen.findByText(/gets it twice: ask luc@y\.example before you press Send/);
  expect(await stored()).toMatchObject({ to, keys: { 'zoe@y.example': 'k2' }, keysFor: '' });
});

it('R30: made a new mail in another window it is not said once more that anybody may get it twice', async () => {
  await show(changed);
  const again = await screen.findByRole('button', { name: 'Make it a new mail' });
  await quickComposePageMessages.send('quickCompose.part', { as: 'new' });
  await vi.waitFor(() => expect(screen.queryByText(/not known yet/)).toBeNull());
  fireEvent.click(again);
  await vi.waitFor(() => expect(screen.queryByText(/nobody knows whether/)).toBeNull());
  expect(screen.queryByText(/It is a new mail now/)).toBeNull();
});

it('R30: while another window sends it nothing is parted, and that is said', async () => {
  await show(changed);
  const aside = await screen.findByRole('button', { name: 'Put this one aside' });
  const content = { id: 't', state: 'running', total: 2, mail: draft };
  const row = { kind: 'quick-compose' as const, updatedAt: 1 };
  await database.worksInProgress.put({ ...row, id: 'quick-compose-sending', content });
  fireEvent.click(aside);
  await screen.findByText(/changed in another window, or has left from there/);
  expect(await stored()).toMatchObject({ to, keysFor: draft.keysFor });
});

it('X21: Stop stands beside the counter, and says what is still awaited', async () => {
  await show({ state: 'running', mail: draft, outcome: noOutcome });
  await screen.findByText('Sending: 0 of 2');
  await press('Stop');
  await screen.findByText(/^Stopping: the answer for the mail on its way/);
  const stop = screen.getByRole('button', { name: 'Stop' });
  expect(stop.getAttribute('aria-busy')).toBe('true');
  const asked = vi.spyOn(quickComposePageMessages, 'send');
  fireEvent.click(stop);
  expect(asked).not.toHaveBeenCalled();
});

it('R30: while it leaves it is opened nowhere else, and nothing takes its place', async () => {
  const row = { kind: 'quick-compose' as const, updatedAt: 1 };
  const aside = { ...emptyQuickDraft, subject: 'Autre', body: 'Autre' };
  await database.worksInProgress.put({ ...row, id: 'quick-compose-aside:1', content: aside });
  await show({ state: 'running', mail: draft, outcome: noOutcome });
  await screen.findByText('Sending: 0 of 2');
  for (const name of ['Gmail', 'Outlook', 'Mail program']) {
    expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled, name).toBe(true);
  }
  const up = await screen.findByRole('button', { name: 'Take it up again' });
  expect(up.getAttribute('aria-disabled')).toBe('true');
});

it('Send says how many get it, of whom the field shows a few; what was wrong with one goes with it', async () => {
  localStorage.setItem('quick-compose.relay-sends', 'yes');
  await show({ state: 'over', seen: true, outcome: noOutcome });
  await screen.findByRole('button', { name: /^Send to 2/ });
  const field = screen.getByLabelText('To');
  fireEvent.input(field, { target: { value: 'dan@exemple' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await press('Gmail');
  await screen.findByText(/^This address cannot be used: dan@exemple/, { selector: '.notice *' });
  await press('Remove dan@exemple');
  await vi.waitFor(() => expect(screen.queryByText(/cannot be used/)).toBeNull());
});

it('X21: of one mail alone there is nothing to stop', async () => {
  await show({ state: 'running', total: 1, mail: draft, outcome: noOutcome });
  await screen.findByText('Sending: 0 of 1');
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
});
