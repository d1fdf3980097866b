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

test('a paste that arrives late is taken', async () => {
  const job = surfaceOf((element) => {
    element.innerHTML = '<div>Hello Ann</div>';
  });
  expect(await insert(job)).toEqual({ ok: true, method: 'paste' });
});
