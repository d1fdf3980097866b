import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkPage } from '@/lib/compose/check-page';
import type { ComposeEditor } from '@/lib/compose/compose-editor';
import { mountBar } from '@/lib/compose/mount-bar';
import { watchCompose } from '@/lib/compose/watch-compose';
import { type HostPage, hostPages } from './host-pages';
import { mutatePage } from './mutate-page';

/** A few while one works; `npm test` asks for 500 a kind of page. */
const seeds = Number(process.env.MUTATOR_SEEDS ?? 40);

let end: AbortController;

const bars = () => document.querySelectorAll('iaposte-bar');

/** The watch of the product with a bar for each window, as the shell starts it. */
function watch(page: HostPage) {
  const editors: ComposeEditor[] = [];
  watchCompose(document, {
    host: page.host,
    signal: end.signal,
    onCompose(editor) {
      editors.push(editor);
      mountBar(editor, document.createElement('iaposte-bar'), editor.signal);
    },
  });
  return () => editors.filter(({ signal }) => !signal.aborted);
}

function check(page: HostPage, bodies: readonly Element[], open: readonly ComposeEditor[]): void {
  const inOrder = bodies.map((one) => open.find(({ element }) => element === one));
  expect(open.length).toBe(page.windows.length);
  expect(inOrder.map((editor) => editor?.kind)).toEqual(page.windows);
  expect(bars().length).toBe(page.windows.length);
  expect(checkPage(document, page.host).doubts).toBe(0);
  for (const editor of open) {
    expect(editor.read('draft').text).toBe('Hello');
    expect(editor.subject()).toBe(page.subject);
    expect(editor.recipients().to).toEqual(['bob@example.test']);
  }
}

async function runSeed(page: HostPage, seed: number): Promise<void> {
  end = new AbortController();
  document.body.innerHTML = page.html;
  const bodies = [...document.querySelectorAll('[data-test-body]')];
  const first = mutatePage(document.body, page.parts, seed);
  const open = watch(page);
  // Until every late part is there, and the second detector has looked at the page at rest.
  await vi.advanceTimersByTimeAsync(first.delay + 1200);
  check(page, bodies, open());
  if (seed % 5 === 0) {
    // The host changes again under the open windows.
    const second = mutatePage(document.body, page.parts, seed + 1_000_000);
    await vi.advanceTimersByTimeAsync(second.delay + 1200);
    check(page, bodies, open());
  }
  end.abort();
  expect(bars().length).toBe(0);
}

const several = hostPages.filter(({ windows }) => windows.length > 1);
const costly = hostPages.filter(({ name }) => /^Gmail, (new|full|inline)/.test(name));

/** Every kind of page in one of three files of about the same cost, so that two run at the same time. */
export const groups = {
  several,
  costly,
  others: hostPages.filter((page) => !several.includes(page) && !costly.includes(page)),
} as const;

/** Puts each page of a group through its seeds. */
export function testMutations(group: keyof typeof groups): void {
  beforeEach(() => {
    vi.useFakeTimers();
    end = new AbortController();
  });
  afterEach(() => {
    end.abort();
    vi.useRealTimers();
    document.body.replaceChildren();
  });
  test.each(groups[group])(
    `$name: ${seeds} seeds, every window found once and read right, no decoy`,
    // Pure work; a busy machine takes longer, and no time is asserted.
    { timeout: 400_000 },
    async (page) => {
      history.replaceState(null, '', page.path);
      for (let seed = 1; seed <= seeds; seed += 1) {
        await runSeed(page, seed).catch((error: unknown) => {
          throw new Error(`seed ${seed}: ${error}\n${document.body.innerHTML}`, { cause: error });
        });
      }
    },
  );
}
