import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import { batchPageMessages, type TestMail } from './messages';
import { TestSend, type TestSendProps } from './panel-test-send';

sendAsOwnPage();

let handed: TestMail[] = [];
let lost = false;
let refused = '';
batchPageMessages.handle('batch.sendTest', (mail) => {
  handed.push(mail);
  if (refused !== '') throw new AppError('relay-invalid', { detail: refused });
  if (lost) throw new AppError('relay-unreachable');
  return 'b1';
});
relayAccountPageMessages.handle('relayAccount.status', () => ({
  state: 'connected',
  url: 'https://relay.example',
  account: 'me@x.test',
  scopes: ['send', 'read'],
  device: 'd',
  ai: false,
}));

const texts = { subject: 'Pour {{ prenom }}', html: '<p>a</p>', text: 'a' };
const plan: TestSendProps['plan'] = {
  content: { ...texts, variables: [], error: '' },
  draft: { ...newDraft('d', 'UTC'), name: 'Vœux' },
};
const recipient = { address: 'claire@x.fr', name: 'Claire', fields: { prenom: 'Claire' } };

const address = () => document.querySelector('[name="test-address"]') as HTMLInputElement;
const press = () =>
  fireEvent.click(document.querySelector('[data-action="send-test"]') as HTMLElement);

beforeEach(async () => {
  handed = [];
  lost = false;
  refused = '';
  await applyLanguage('en');
});
afterEach(cleanup);

it('goes to oneself, with the values of the recipient that is shown', async () => {
  render(<TestSend plan={plan} recipient={recipient} />);
  await waitFor(() => expect(address().value).toBe('me@x.test'));
  press();
  await screen.findByText(/Handed over for me@x.test/);
  expect(handed).toMatchObject([
    {
      address: 'me@x.test',
      recipientName: 'Claire',
      fields: { prenom: 'Claire' },
      subject: 'Pour {{ prenom }}',
      name: 'Test · Vœux',
      unsubscribe: true,
    },
  ]);
});

it('R30: after a lost answer the same test has the same key; another one, and one after an answer, has its own', async () => {
  render(<TestSend plan={plan} recipient={recipient} />);
  await waitFor(() => expect(address().value).toBe('me@x.test'));
  lost = true;
  press();
  await screen.findByText(/does not answer/);
  lost = false;
  press();
  await screen.findByText(/Handed over/);
  press();
  await waitFor(() => expect(handed).toHaveLength(3));
  fireEvent.input(address(), { target: { value: 'other@x.test' } });
  press();
  await waitFor(() => expect(handed).toHaveLength(4));
  const [first, again, next, other] = handed.map(({ idempotencyKey }) => idempotencyKey);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(again).toBe(first);
  expect(new Set([first, next, other]).size).toBe(3);
});

it('leaves from the account that was chosen, and from another one it is another test', async () => {
  const { rerender } = render(<TestSend plan={plan} recipient={recipient} />);
  await waitFor(() => expect(address().value).toBe('me@x.test'));
  lost = true;
  press();
  await screen.findByText(/does not answer/);
  expect(handed[0]).not.toHaveProperty('account');
  lost = false;
  const own = { ...plan, draft: { ...plan.draft, account: 'a1' } };
  rerender(<TestSend plan={own} recipient={recipient} />);
  press();
  await screen.findByText(/Handed over/);
  expect(handed[1]?.account).toBe('a1');
  expect(handed[1]?.idempotencyKey).not.toBe(handed[0]?.idempotencyKey);
  refused = 'unknown-account: There is no such mail account.';
  press();
  await screen.findByText(/is not there any more/);
});
