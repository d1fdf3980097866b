import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyQuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { latePart } from '@/lib/platform/late-part';
import { applyLanguage } from '@/lib/platform/translate';
import { registerQuickCompose } from './background';
import { quickComposePageMessages } from './messages';
import { QuickCompose } from './popup';

sendAsOwnPage('popup.html');
registerQuickCompose();

const written = { ...emptyQuickDraft, subject: 'Devis', body: 'Bonjour' };

beforeEach(async () => {
  localStorage.clear();
  await database.worksInProgress.clear();
  await applyLanguage('en');
  const row = { id: 'quick-compose', kind: 'quick-compose' as const, updatedAt: 1 };
  await database.worksInProgress.put({ ...row, content: written });
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
});

const body = (): HTMLTextAreaElement => screen.getByLabelText('Text of the mail');

function show(): void {
  const bar = latePart(() => Promise.resolve({ openQuickWindow: async () => undefined }));
  render(<QuickCompose bar={bar} reload={() => undefined} />);
}
const stored = async () => (await database.worksInProgress.get('quick-compose'))?.content;

it('X21: clearing moves the focus at once and never later, when the next mail is being written', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  let save: () => void = () => undefined;
  const send = quickComposePageMessages.send.bind(quickComposePageMessages);
  vi.spyOn(quickComposePageMessages, 'send').mockImplementation(async (name, ...data) => {
    if (name === 'quickCompose.clear') await new Promise<void>((resolve) => (save = resolve));
    return send(name, ...data);
  });
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  expect(document.activeElement?.getAttribute('name')).toBe('to');
  expect(body().value).toBe('');
  body().focus();
  save();
  await vi.waitFor(async () => expect(await stored()).toMatchObject({ subject: '' }));
  expect(document.activeElement).toBe(body());
});

it('X21: what was cleared can be taken back in the next popup too, and one goes on in its text', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  await screen.findByText('Undo');
  cleanup();
  show();
  const undo = await screen.findByText('Undo');
  // While the next mail is being written it would take that one's place.
  fireEvent.input(body(), { target: { value: 'Autre' } });
  await vi.waitFor(() => expect(screen.queryByText('Undo')).toBeNull());
  fireEvent.input(body(), { target: { value: '' } });
  undo.focus();
  fireEvent.click(await screen.findByText('Undo'));
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  expect(document.activeElement).toBe(body());
  await vi.waitFor(async () => expect(await stored()).toMatchObject(written));
  expect(screen.queryByText('Undo')).toBeNull();
});

it('X5, X21: what cannot be kept for an undo is not cleared', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  const full = new DOMException('full', 'QuotaExceededError');
  vi.spyOn(database.worksInProgress, 'put').mockRejectedValueOnce(full);
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  await screen.findByRole('alert');
  expect(body().value).toBe('Bonjour');
});

it('X5, X21: what could not be kept for an undo is kept with the next mail that was begun meanwhile', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  const full = new DOMException('full', 'QuotaExceededError');
  vi.spyOn(database.worksInProgress, 'put').mockRejectedValueOnce(full);
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  fireEvent.input(body(), { target: { value: 'Autre' } });
  await vi.waitFor(async () =>
    expect(await stored()).toMatchObject({ subject: '', body: 'Autre' }),
  );
  const { asides } = await quickComposePageMessages.send('quickCompose.left');
  expect(asides.map(({ draft }) => draft.body)).toEqual(['Bonjour']);
  expect(body().value).toBe('Autre');
});

it('Ctrl+Enter sends from any field, and what was typed to whom is meant too', async () => {
  localStorage.setItem('quick-compose.relay-sends', 'yes');
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  const button = screen.getByRole('button', { name: /^Send/ });
  expect(button.getAttribute('aria-keyshortcuts')).toBe('Control+Enter');
  fireEvent.keyDown(body(), { key: 'Enter' });
  fireEvent.keyDown(body(), { key: 'Enter', ctrlKey: true });
  await screen.findByText('Say to whom the mail goes.');
  const to = screen.getByLabelText('To');
  fireEvent.input(to, { target: { value: 'luc' } });
  fireEvent.keyDown(to, { key: 'Enter', ctrlKey: true });
  await screen.findByText(/cannot be used: luc \(the @ is missing\)/);
});

it('what is typed twice to whom is one recipient', async () => {
  localStorage.setItem('quick-compose.relay-sends', 'yes');
  const row = { id: 'quick-compose', kind: 'quick-compose' as const, updatedAt: 1 };
  const typed = 'luc@y.example luc@y.example';
  await database.worksInProgress.put({ ...row, content: { ...emptyQuickDraft, typed } });
  show();
  // Nothing else is written: it is not sent.
  fireEvent.keyDown(await screen.findByLabelText('To'), { key: 'Enter', ctrlKey: true });
  await screen.findByText(/neither a subject/);
  expect(await stored()).toMatchObject({ to: [{ address: 'luc@y.example', name: '' }] });
});

it('X21: of a mail in doubt alone, since its background was ended, nothing is told twice and nothing blank', async () => {
  const row = { kind: 'quick-compose' as const, updatedAt: 1 };
  const to = [{ address: 'luc@y.example', name: '' }];
  const content = { ...written, to, keys: { 'luc@y.example': 'k' } };
  await database.worksInProgress.bulkPut([
    { ...row, id: 'quick-compose', content },
    { ...row, id: 'quick-compose-sending', content: { id: 's', state: 'over', total: 1 } },
  ]);
  show();
  await screen.findByText(/For 1 recipient it is not known yet/);
  await vi.waitFor(async () => {
    expect(await quickComposePageMessages.send('quickCompose.sending')).toMatchObject({
      seen: true,
    });
  });
  await quickComposePageMessages.send('quickCompose.load');
  expect(document.querySelector('.notice')).toBeNull();
});
