import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Contact, contactPageMessages } from '@/lib/features/contacts/messages';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { everybody, readContacts } from './contact-table';
import { ContactRows } from './panel-contact-rows';

sendAsOwnPage();

const contact = (index: number): Contact =>
  ({ id: `c${index}`, email: `p${index}@x.fr`, name: `P ${index}`, organisation: '' }) as Contact;
let people: Contact[];
/** What happens after a part was answered. */
let then: () => void;
let held: Promise<void> | undefined;
contactPageMessages.handle('contacts.search', async ({ from = 0, limit = 0 }) => {
  const answer = { items: people.slice(from, from + limit), total: people.length };
  then();
  await held;
  return answer;
});

beforeEach(async () => {
  await applyLanguage('en');
  people = Array.from({ length: 1_200 }, (_, index) => contact(index));
  then = () => undefined;
  held = undefined;
});
afterEach(cleanup);

it('nobody is missed when somebody before them is deleted between two parts of a long list', async () => {
  then = () => {
    people = people.filter(({ id }) => id !== 'c3');
  };
  const all = await readContacts(everybody);
  expect(new Set(all.map(({ id }) => id)).size).toBe(1_199);
  expect(all.some(({ id }) => id === 'c500')).toBe(true);
});

function Picker() {
  const [picked, setPicked] = useState(['c1']);
  const contacts = {
    ...{ total: people.length, failure: null, at: (index: number) => people[index] ?? null },
    ...{ need: () => undefined, reload: () => undefined },
  };
  return (
    <>
      <output>{picked.length}</output>
      <ContactRows
        contacts={contacts}
        wish={everybody}
        picked={picked}
        onPicked={setPicked}
        onFailure={() => undefined}
      />
    </>
  );
}

it('who is unpicked while many are read stays unpicked, and can be picked at once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  held = promise;
  render(<Picker />);
  const press = (name: string) =>
    fireEvent.click(document.querySelector(`[data-action="${name}"]`) as HTMLElement);
  press('pick-found');
  press('pick-none');
  await screen.findByText('0', { selector: 'output' });
  let parts = 0;
  then = () => {
    parts += 1;
  };
  held = undefined;
  resolve();
  // The first of three was on its way; once one more question is answered, so is what was read before it.
  await waitFor(() => expect(parts).toBe(2));
  await contactPageMessages.send('contacts.search', { query: '', limit: 1 });
  expect(document.querySelector('output')?.textContent).toBe('0');
  press('pick-found');
  await screen.findByText('1200', { selector: 'output' });
  press('pick-none');
  await waitFor(() => expect(document.querySelector('output')?.textContent).toBe('0'));
});
