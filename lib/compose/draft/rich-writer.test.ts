import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutlookAdapter } from '@/lib/compose/outlook/create-outlook-adapter';
import type { PagePaste } from '@/lib/compose/page-paste';
import { createRichSurface } from './rich-surface';

const { isForeign } = createOutlookAdapter();

/** An editor whose host takes the paste event and then does `later`, 100 ms after. */
function surfaceOf(later: (editor: HTMLElement) => void) {
  const element = document.createElement('div');
  element.contentEditable = 'true';
  element.innerHTML = '<div>Hello</div>';
  document.body.append(element);
  const pagePaste: PagePaste = {
    ready: true,
    paste: () => {
      setTimeout(() => later(element), 100);
      return true;
    },
  };
  return {
    element,
    surface: createRichSurface(element, { isForeign, insertMethod: 'paste', pagePaste }),
  };
}

async function insert({ surface }: ReturnType<typeof surfaceOf>) {
  const outcome = surface.insert(' Ann', surface.rememberPlace());
  await vi.advanceTimersByTimeAsync(5000);
  return outcome;
}

beforeEach(() => {
  vi.useFakeTimers();
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView ??= () => undefined;
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test('a paste that was taken but brings no text is not tried another way', async () => {
  const job = surfaceOf(() => undefined);
  expect(await insert(job)).toEqual({ ok: false, reason: 'not-inserted', restored: true });
  expect(job.element.innerHTML).toBe('<div>Hello</div>');
});

test('what the user typed during a failed paste stays', async () => {
  const job = surfaceOf((element) => {
    element.append(Object.assign(document.createElement('div'), { textContent: 'typed' }));
  });
  expect(await insert(job)).toEqual({ ok: false, reason: 'draft-changed', restored: false });
  expect(job.element.innerHTML).toBe('<div>Hello</div><div>typed</div>');
});

test('a long text is put in at once, not typed line by line nor pasted', async () => {
  const pasted = vi.fn();
  const job = surfaceOf(pasted);
  const text = Array.from({ length: 1_000 }, (_, line) => `line ${line}`).join('\n');
  const outcome = job.surface.insert(text, job.surface.rememberPlace());
  await vi.advanceTimersByTimeAsync(5000);
  expect(await outcome).toMatchObject({ ok: true });
  expect(job.element.childElementCount).toBe(1_000);
  expect(job.element.lastElementChild?.textContent).toBe('line 999');
  expect(pasted).not.toHaveBeenCalled();
});

test('a text of 96,000 characters in one line is one node, and one that would stop the page is refused', async () => {
  const job = surfaceOf(() => undefined);
  const place = job.surface.rememberPlace();
  expect(await job.surface.insert('a'.repeat(990_000), place)).toEqual({
    ok: false,
    reason: 'text-too-long',
    restored: true,
  });
  expect(job.element.innerHTML).toBe('<div>Hello</div>');
  const outcome = job.surface.insert('words '.repeat(16_000), place);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await outcome).toMatchObject({ ok: true });
  expect(job.element.textContent).toHaveLength(96_005);
  expect(job.element.firstElementChild?.childNodes).toHaveLength(1);
});

test('a paste that arrives late is taken', async () => {
  const job = surfaceOf((element) => {
    element.innerHTML = '<div>Hello Ann</div>';
  });
  expect(await insert(job)).toEqual({ ok: true, method: 'paste' });
});
