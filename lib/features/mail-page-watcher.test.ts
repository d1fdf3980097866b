import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { startMailPageWatcher, watcherOf } from '@/lib/features/mail-page-watcher';
import { browser } from '@/lib/platform/browser';

const loader = vi.hoisted(() => ({ load: vi.fn(async () => undefined) }));
vi.mock('@/lib/platform/compose-loader', () => ({ loadComposeHalf: loader.load }));

const compose =
  '<div><form><input name="subjectbox"><input name="composeid"></form><div g_editable="true" contenteditable="true" role="textbox"></div></div>';
const show = (html: string) =>
  document.body.replaceChildren(document.createRange().createContextualFragment(html));
const store = (hosts: object) => browser.storage.local.set({ settings: { hosts } });

let end: AbortController;
/** How many observers of the page are at work. */
let watching = 0;
beforeEach(() => {
  fakeBrowser.reset();
  loader.load.mockClear();
  end = new AbortController();
  watching = 0;
  const { observe, disconnect } = MutationObserver.prototype;
  vi.spyOn(MutationObserver.prototype, 'observe').mockImplementation(function (
    this: MutationObserver,
    ...target
  ) {
    watching += 1;
    return observe.apply(this, target);
  });
  vi.spyOn(MutationObserver.prototype, 'disconnect').mockImplementation(function (
    this: MutationObserver,
  ) {
    watching -= 1;
    return disconnect.call(this);
  });
});
afterEach(() => {
  end.abort();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe('47: a mail host that is switched off', () => {
  it('is not watched at all, whatever happens in the page', async () => {
    await store({ gmail: false });
    const listened = vi.spyOn(document, 'addEventListener');
    startMailPageWatcher(document, 'gmail', end.signal);
    show(compose);
    await vi.waitFor(() => expect(watcherOf(globalThis).wanted.aborted).toBe(true));
    expect(watching).toBe(0);
    expect(listened).not.toHaveBeenCalled();
    expect(loader.load).not.toHaveBeenCalled();
  });

  it('is watched again once it is on, and left alone once it is off', async () => {
    await store({ gmail: false });
    startMailPageWatcher(document, 'gmail', end.signal);
    show(compose);
    await store({ gmail: true });
    await vi.waitFor(() => expect(loader.load).toHaveBeenCalledTimes(1));
    const { wanted } = watcherOf(globalThis);
    expect(wanted.aborted).toBe(false);
    await store({ gmail: false });
    await vi.waitFor(() => expect(wanted.aborted).toBe(true));
    expect(watching).toBeLessThanOrEqual(0);
    await store({ gmail: true });
    await vi.waitFor(() => expect(loader.load).toHaveBeenCalledTimes(2));
  });

  it('leaves the other host on, and damaged settings turn nothing off', async () => {
    await browser.storage.local.set({ settings: { hosts: { outlook: false, gmail: 'no' } } });
    startMailPageWatcher(document, 'gmail', end.signal);
    show(compose);
    await vi.waitFor(() => expect(loader.load).toHaveBeenCalledTimes(1));
  });
});
