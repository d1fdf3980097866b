import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyLanguage } from '@/lib/platform/translate';
import { RecipientDialog, type RecipientDialogProps } from './panel-resolve';

const recipient = {
  index: 7,
  address: 'claire@x.fr',
  state: 'uncertain' as const,
  messageId: '<m@x>',
  attempts: 1,
  lastError: 'Connection closed',
  sentAt: null,
  kept: false,
};

let resolved: unknown[] = [];
const dialog = (more: Partial<RecipientDialogProps>) => (
  <RecipientDialog
    recipient={recipient}
    uncertain={3}
    onResolve={async (...wish) => {
      resolved.push(wish);
    }}
    onClose={() => undefined}
    {...more}
  />
);
const open = (more: Partial<RecipientDialogProps> = {}) => render(dialog(more));
const press = (as: string) =>
  fireEvent.click(document.querySelector(`[data-action="resolve-${as}"]`) as HTMLElement);

beforeEach(async () => {
  resolved = [];
  await applyLanguage('en');
});
afterEach(cleanup);

it('says what is known and not known of an uncertain mail, and decides about it alone', () => {
  open();
  screen.getByText(/its answer never came/);
  screen.getByText(/may bring the mail twice/);
  screen.getByText('The connection to the mail server broke.');
  for (const as of ['sent', 'failed', 'resend']) press(as);
  expect(resolved).toEqual([
    ['sent', false],
    ['failed', false],
    ['resend', false],
  ]);
});

it('decides about all of them only where that was ticked, and offers it only where there are more', () => {
  open();
  fireEvent.click(screen.getByLabelText(/all 3/));
  press('failed');
  expect(resolved).toEqual([['failed', true]]);
  cleanup();
  open({ uncertain: 1 });
  expect(document.querySelector('input[type="checkbox"]')).toBeNull();
});

it('does not decide about mails that became uncertain after all were ticked', () => {
  const { rerender } = open();
  fireEvent.click(screen.getByLabelText(/all 3/));
  rerender(dialog({ uncertain: 5 }));
  expect(screen.getByLabelText<HTMLInputElement>(/all 5/).checked).toBe(false);
  press('resend');
  expect(resolved).toEqual([['resend', false]]);
});

it('offers nothing to decide about a mail that was sent', () => {
  open({ recipient: { ...recipient, state: 'sent', lastError: null } });
  expect(document.querySelector('[data-action^="resolve-"]')).toBeNull();
});
