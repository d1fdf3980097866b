import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { type ContactPage, contactPageMessages } from '@/lib/features/contacts/messages';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { Recipients } from './popup-recipients';

sendAsOwnPage('popup.html');

/** What is asked, each answered when the test lets it be. */
const asked = new Map<string, PromiseWithResolvers<ContactPage>>();
contactPageMessages.handle('contacts.search', ({ query }) => {
  const answer = Promise.withResolvers<ContactPage>();
  asked.set(query, answer);
  return answer.promise;
});
let recent: string[] = [];
contactPageMessages.handle('contacts.recent', ({ limit }) =>
  recent.slice(0, limit).map((email) => ({ email, name: '' }) as ContactPage['items'][0]),
);
const answer = async (query: string, ...emails: string[]): Promise<void> => {
  await waitFor(() => expect(asked.has(query)).toBe(true));
  const items = emails.map(
    (email) => ({ email, name: `Name of ${email}` }) as ContactPage['items'][0],
  );
  asked.get(query)?.resolve({ items, total: items.length });
};

let draft: QuickDraft;
function Popup() {
  const [now, set] = useState(parseQuickDraft(null));
  draft = now;
  const change = async (part: Partial<QuickDraft>) => set((before) => ({ ...before, ...part }));
  const rest = {
    send: async () => ({ id: '' }),
    clear: async () => undefined,
    clearing: false,
    load: async () => {},
    failure: null,
    keptAside: false,
  };
  return <Recipients hand={{ draft: now, now: () => now, change, ...rest }} locked={false} />;
}

beforeEach(async () => {
  await applyLanguage('en');
  asked.clear();
  render(<Popup />);
});
afterEach(cleanup);

const field = () => document.querySelector('input') as HTMLInputElement;
const type = (value: string) => fireEvent.input(field(), { target: { value } });
const enter = () => fireEvent.keyDown(field(), { key: 'Enter' });
const options = () =>
  [...document.querySelectorAll('.token-option-detail')].map(({ textContent }) => textContent);

it('Enter while the contacts for what was typed are on their way waits for them', async () => {
  type('cla');
  await answer('cla', 'claire@x.test', 'claude@x.test');
  await waitFor(() => expect(options()).toHaveLength(2));
  type('claude');
  enter();
  expect(draft.to).toEqual([]);
  await answer('claude', 'claude@x.test');
  const claude = { address: 'claude@x.test', name: 'Name of claude@x.test' };
  await waitFor(() => expect(draft).toMatchObject({ to: [claude], typed: '' }));
});

it('an address typed in full is that one, with its contact’s name, and never a longer one', async () => {
  type('bob@x.test');
  enter();
  await answer('bob@x.test', 'jacobbob@x.test', 'bob@x.test');
  const bob = { address: 'bob@x.test', name: 'Name of bob@x.test' };
  await waitFor(() => expect(draft.to).toEqual([bob]));
  type('al@x.test');
  enter();
  await answer('al@x.test', 'cal@x.test');
  await waitFor(() => expect(draft.to).toEqual([bob, { address: 'al@x.test', name: '' }]));
});

it('an address that cannot be used is told under the field, and a press takes it back to be corrected', async () => {
  type('faux@@exemple, luc.exemple.fr,');
  const told = () => document.querySelector('.token-faults')?.textContent;
  await waitFor(() => expect(told()).toContain('luc.exemple.fr: the @ is missing'));
  expect(told()).toContain('faux@@exemple');
  fireEvent.click(screen.getByRole('button', { name: 'Correct luc.exemple.fr' }));
  expect(draft).toMatchObject({ to: [{ address: 'faux@@exemple' }], typed: 'luc.exemple.fr' });
  expect(field().value).toBe('luc.exemple.fr');
  expect(document.activeElement).toBe(field());
});

it('the arrow down in the empty field offers the most recent contacts, and whom the mail goes to already no more', async () => {
  recent = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'e@x.test', 'f@x.test', 'g@x.test'];
  const labels = () =>
    [...document.querySelectorAll('.token-option-label')].map(({ textContent }) => textContent);
  const isOpen = () => field().getAttribute('aria-expanded') === 'true';
  field().focus();
  fireEvent.keyDown(field(), { key: 'ArrowDown' });
  await waitFor(() => expect(isOpen()).toBe(true));
  expect(labels()).toEqual(recent.slice(0, 6));
  fireEvent.keyDown(field(), { key: 'ArrowDown' });
  enter();
  await waitFor(() => expect(draft.to).toEqual([{ address: 'b@x.test', name: '' }]));
  expect(isOpen()).toBe(false);
  fireEvent.keyDown(field(), { key: 'ArrowDown' });
  await waitFor(() => expect(labels()).toEqual(['a@x.test', ...recent.slice(2)]));
  // A letter is a search again.
  type('cla');
  await answer('cla', 'claire@x.test');
  await waitFor(() => expect(labels()).toEqual(['Name of claire@x.test']));
});
