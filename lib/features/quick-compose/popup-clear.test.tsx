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
  await applyLanguage('en');
  const row = { id: 'quick-compose', kind: 'quick-compose' as const, updatedAt: 1 };
  await database.worksInProgress.put({ ...row, content: written });
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
});

const body = (): HTMLTextAreaElement => screen.getByLabelText('Text of the mail');

it('X21: clearing moves the focus at once and never later, when the next mail is being written', async () => {
  const bar = latePart(() => Promise.resolve({ openQuickWindow: async () => undefined }));
  render(<QuickCompose bar={bar} reload={() => undefined} />);
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
  let save: () => void = () => undefined;
  const send = quickComposePageMessages.send.bind(quickComposePageMessages);
  vi.spyOn(quickComposePageMessages, 'send').mockImplementation(async (name, ...data) => {
    if (name === 'quickCompose.save') await new Promise<void>((resolve) => (save = resolve));
    return send(name, ...data);
  });
  fireEvent.click(screen.getByRole('button', { name: 'Start afresh' }));
  expect(document.activeElement?.getAttribute('name')).toBe('to');
  await screen.findByText('Undo');
  body().focus();
  save();
  await vi.waitFor(async () =>
    expect((await database.worksInProgress.get('quick-compose'))?.content).toMatchObject({
      subject: '',
    }),
  );
  expect(document.activeElement).toBe(body());
  fireEvent.click(screen.getByText('Undo'));
  await vi.waitFor(() => expect(body().value).toBe('Bonjour'));
});
