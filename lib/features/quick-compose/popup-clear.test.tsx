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

/** Clearing is asked for, and the background hears of it, and of what follows, when `save` lets it. */
function holdClearing(): { save(): void; over: Promise<void> } {
  const held = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const send = quickComposePageMessages.send.bind(quickComposePageMessages);
  vi.spyOn(quickComposePageMessages, 'send').mockImplementation(async (name, ...data) => {
    if (name === 'quickCompose.clear' || name === 'quickCompose.save') await held.promise;
    const answer = send(name, ...data);
    if (name === 'quickCompose.clear')
      void answer.catch(() => undefined).then(() => over.resolve());
    return answer;
  });
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  return { save: held.resolve, over: over.promise };
}

it('X21: nothing is cleared before it is on disk; the focus moves at once and never later', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  const { save } = holdClearing();
  const to = screen.getByLabelText('To') as HTMLInputElement;
  expect(document.activeElement).toBe(to);
  await vi.waitFor(() => expect(body().readOnly).toBe(true));
  expect(body().value).toBe('Bonjour');
  // The next mail begins meanwhile.
  fireEvent.input(to, { target: { value: 'lu' } });
  body().focus();
  save();
  await vi.waitFor(() => expect(body().value).toBe(''));
  await vi.waitFor(async () => expect(await stored()).toMatchObject({ subject: '', body: '' }));
  expect(body().readOnly).toBe(false);
  expect(document.activeElement).toBe(body());
  expect((await quickComposePageMessages.send('quickCompose.load')).to).toEqual([
    { address: 'lu', name: '' },
  ]);
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

it('X5, X21: what cannot be kept for an undo is not cleared, and that is said; the next press clears it', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  const drawn: string[] = [];
  const watch = new MutationObserver(() => drawn.push(body().value));
  watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  const full = new DOMException('full', 'QuotaExceededError');
  vi.spyOn(database.worksInProgress, 'put').mockRejectedValueOnce(full);
  const clear = screen.getByRole('button', { name: 'Start afresh' });
  fireEvent.click(clear);
  expect((await screen.findByRole('alert')).textContent).toContain('was not cleared');
  watch.disconnect();
  expect(new Set(drawn)).toEqual(new Set(['Bonjour']));
  expect(await stored()).toMatchObject(written);
  await vi.waitFor(() => expect(body().readOnly).toBe(false));
  fireEvent.click(clear);
  await screen.findByText('Undo');
  expect(body().value).toBe('');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('X5, X21: on a full disk a popup that closes while it clears has lost nothing, nor what was not saved before', async () => {
  const put = vi.spyOn(database.worksInProgress, 'put');
  const full = new DOMException('full', 'QuotaExceededError');
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  put.mockRejectedValueOnce(full);
  fireEvent.input(body(), { target: { value: 'Bonjour à vous' } });
  await screen.findByText(/kept aside/);
  // Every write is refused from here on.
  put.mockRejectedValue(full);
  const { save, over } = holdClearing();
  cleanup();
  save();
  await over;
  expect(await stored()).toMatchObject(written);
  vi.restoreAllMocks();
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour à vous'));
  await vi.waitFor(async () => expect(await stored()).toMatchObject({ body: 'Bonjour à vous' }));
});

it('X5, X21: what was cleared stays to be taken back where the disk refuses that', async () => {
  show();
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  const undo = await screen.findByText('Undo');
  const full = new DOMException('full', 'QuotaExceededError');
  const put = vi.spyOn(database.worksInProgress, 'put');
  put.mockResolvedValueOnce('quick-compose').mockRejectedValueOnce(full);
  fireEvent.click(undo);
  await screen.findByRole('alert');
  expect(await stored()).toMatchObject({ body: '' });
  cleanup();
  show();
  fireEvent.click(await screen.findByText('Undo'));
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
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
