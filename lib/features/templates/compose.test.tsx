import { waitFor } from '@testing-library/preact';
import { type ComponentChildren, render } from 'preact';
import { expect, it, vi } from 'vitest';
import type { ComposeEditor, WriteOutcome } from '@/lib/compose/compose-editor';
import type { ComposeContext } from '@/lib/features/compose-feature';
import { en } from '@/lib/locales/en';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { createTranslate } from '@/lib/platform/translate';
import { TemplatesInCompose } from './compose';
import { templateMessages } from './messages';

sendAsOwnPage('popup.html');
const filling = { started: Promise.withResolvers<void>(), done: Promise.withResolvers<void>() };
const prenom = { name: 'prenom', fallback: null, value: '', concept: null, words: '' };
templateMessages.handle('templates.fields', ({ id }) => (id === 'asks' ? [prenom] : []));
templateMessages.handle('templates.get', ({ id }) => ({
  ...{ id, name: 'Suite', category: '', language: 'fr', subject: 'Its own subject' },
  ...{ html: 'Bonjour', shortcut: 'suite', favourite: false, createdAt: 0, updatedAt: 0 },
}));
templateMessages.handle('templates.used', () => undefined);
templateMessages.handle('templates.fill', async () => {
  filling.started.resolve();
  await filling.done.promise;
  return {
    text: 'Bonjour',
    html: 'Bonjour',
    rich: null,
    subject: 'Its own subject',
    gaps: [],
    pictures: 0,
  };
});

function open(subject = '') {
  const place = { hasSelection: false };
  const dialog = document.createElement('div');
  const insertText = vi.fn(
    async (): Promise<WriteOutcome> => ({ ok: true, method: 'exec-command' }),
  );
  let send: () => void = () => undefined;
  const editor: Partial<ComposeEditor> = {
    signal: new AbortController().signal,
    subject: () => subject,
    setSubject: () => ({ ok: true, method: 'field' }),
    recipients: () => ({ to: [], cc: [], bcc: [] }),
    element: document.createElement('textarea'),
    kind: 'new',
    rememberPlace: () => place,
    insertText,
    onSend: (callback: () => void) => {
      send = callback;
    },
  };
  const context: ComposeContext = {
    editor: editor as ComposeEditor,
    t: createTranslate(en, 'en'),
    setButton: () => undefined,
    showLive: () => undefined,
    showDialog: (content: ComponentChildren | null) => render(content, dialog),
    dialogOpen: () => dialog.childElementCount > 0,
    showNotice: () => undefined,
    showFailure: () => undefined,
    announce: () => undefined,
    copy: async () => true,
  };
  const templates = new TemplatesInCompose(context);
  const expand = (id = 't') => templates.expand(id, place);
  return { dialog, insertText, send: () => send(), expand };
}

it('a shortcut works after a press of Send that was refused, and none lands in what is left after one', async () => {
  const { insertText, send, expand } = open();
  const begun = expand();
  await filling.started.promise;
  send();
  filling.done.resolve();
  await begun;
  expect(insertText).not.toHaveBeenCalled();
  await expand();
  expect(insertText).toHaveBeenCalledOnce();
});

it('the preview shows the subject that will be inserted, and where one stands already that this stays', async () => {
  filling.done.resolve();
  const fresh = open();
  await fresh.expand('asks');
  await waitFor(() => expect(fresh.dialog.textContent).toContain('Its own subject'));
  const titled = open('Thursday');
  await titled.expand('asks');
  await waitFor(() => expect(titled.dialog.textContent).toContain('Your subject stays.'));
  expect(titled.dialog.textContent).not.toContain('Its own subject');
});
