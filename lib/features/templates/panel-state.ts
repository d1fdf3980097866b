import { signal } from '@preact/signals';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { currentTranslate } from '@/lib/platform/translate';
import { templatePageMessages } from './messages';
import { dropUnsavedTemplate } from './panel-unsaved';

/** What list and editor share: the word after an action, and what went wrong. */
export const toast = signal<{ text: string; undo?: () => void } | null>(null);
export const failure = signal<Failure | null>(null);

const route = '/templates';

/** The template whose editor is open, by the address of the page; null = the list. */
export function openedTemplate(): string | null {
  const [, id = ''] = location.hash.split(`#${route}/`);
  return id === '' ? null : decodeURIComponent(id);
}

/** Goes to the editor of a template, or to the list. */
export function goTo(id: string | null): void {
  if (id !== null) toast.value = null;
  location.hash = id === null ? route : `${route}/${encodeURIComponent(id)}`;
}

/** Runs it; what goes wrong is shown. Answers whether it went well. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    failure.value = toFailure(thrown);
    return false;
  }
}

/** Deletes a template and offers the way back. */
export async function removeTemplate(id: string): Promise<void> {
  const t = currentTranslate.value;
  if (!(await attempt(() => templatePageMessages.send('templates.delete', { id })))) return;
  dropUnsavedTemplate(id);
  toast.value = {
    text: t('templates.panel.deleted'),
    undo: () => {
      toast.value = null;
      void attempt(() => templatePageMessages.send('templates.undelete', { id }));
    },
  };
}

/** Copies a template; answers the id of the copy, null when it failed. */
export async function copyTemplate(id: string, name: string): Promise<string | null> {
  const copyName = currentTranslate.value('templates.panel.copyName', { name });
  let copy: string | null = null;
  await attempt(async () => {
    copy = await templatePageMessages.send('templates.duplicate', { id, name: copyName });
  });
  return copy;
}
