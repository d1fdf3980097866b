import { configure } from '@testing-library/preact';
import { options } from 'preact';
import { afterAll, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

// Preact's hooks wait for a frame that may come after jsdom has gone; at once is soon enough for tests.
options.requestAnimationFrame = (run) => {
  queueMicrotask(run as VoidFunction);
};

// A busy machine needs seconds to compute the roles of a whole page in jsdom.
configure({ asyncUtilTimeout: 10_000 });
// The same for what waits without a page; a second of its own accord is not enough there either.
const { waitFor } = vi;
Object.assign(vi, {
  waitFor: ((ask, settings = 10_000) => waitFor(ask, settings)) satisfies typeof waitFor,
});

// What a page asked last would else be answered when its file has ended and its browser is gone: nobody's error.
type Send = (message: unknown, tell: (answer: unknown) => void) => unknown;
const sendMessage: Send = fakeBrowser.runtime.sendMessage;
const unanswered = new Set<symbol>();
const remembering: Send = (message, tell) => {
  if (typeof tell !== 'function') return sendMessage(message, tell);
  const asked = Symbol('asked');
  unanswered.add(asked);
  return sendMessage(message, (answer) => {
    unanswered.delete(asked);
    tell(answer);
  });
};
Object.assign(fakeBrowser.runtime, { sendMessage: remembering });
// Some tests ask what is never answered: for those a moment is enough.
afterAll(() => vi.waitUntil(() => unanswered.size === 0, { timeout: 500 }).catch(() => undefined));

// Asked now and then by what keeps a background awake, also when a test is long over.
Object.assign(fakeBrowser.runtime, { getPlatformInfo: async () => ({ os: 'linux' }) });

// jsdom knows <dialog> but not its modal methods: focus goes back on close, as browsers do it.
if (typeof HTMLDialogElement !== 'undefined') {
  let before: Element | null = null;
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    before = document.activeElement;
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
    if (this.isConnected && before instanceof HTMLElement) before.focus();
  };
}

// A file of the package, as the browser would answer it: the catalogues are made from their source at a build.
const { fetch } = globalThis;
globalThis.fetch = async (address, settings) => {
  const [, file = ''] = /^[\w-]+:\/\/[^/]*\/(catalogues\/\w+\.json)$/.exec(String(address)) ?? [];
  if (file === '') return fetch(address, settings);
  const { catalogueFiles } = await import('../scripts/catalogue-files.ts');
  const found = catalogueFiles().find(({ relativeDest }) => relativeDest === file);
  return new Response(found?.contents, { status: found ? 200 : 404 });
};
