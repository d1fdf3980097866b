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
templateMessages.handle('templates.fields', () => []);
templateMessages.handle('templates.used', () => undefined);
templateMessages.handle('templates.fill', async () => {
  filling.started.resolve();
  await filling.done.promise;
  return { text: 'Bonjour', html: 'Bonjour', rich: null, subject: '', gaps: [], pictures: 0 };
});

function open() {
  const place = { hasSelection: false };
  const dialog = document.createElement('div');
  const insertText = vi.fn(
    async (): Promise<WriteOutcome> => ({ ok: true, method: 'exec-command' }),
  );
  let send: () => void = () => undefined;
  const editor: Partial<ComposeEditor> = {
    signal: new AbortController().signal,
    subject: () => '',
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
  return { insertText, send: () => send(), expand: () => templates.expand('t', place) };
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
