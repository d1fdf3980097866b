import type { ComposeHost } from '@/lib/compose/compose-editor';
import { type MutableParts, type Mutation, mutatePage } from './mutate-page';

const running = { keepDrafts: true, lateness: 0.15 };

/** Where the practice mailbox has what a mutation moves and delays. */
const practice: Record<ComposeHost, MutableParts & { window: string }> = {
  gmail: {
    ...running,
    window: '.M9',
    toolbars: '.aDh table tr',
    late: '.M9 form, .M9 .GP, .M9 .aDg',
  },
  outlook: {
    ...running,
    window: '[id^="docking_InitVisiblePart"]',
    toolbars: '.compose-tools',
    late: '.compose-tools, .compose .well, .editor-parent',
  },
};
const editable = '[contenteditable="true"][aria-multiline="true"]';

export interface Remounted {
  /** Elements that must be found: the running editors of the windows, in document order. */
  readonly bodies: readonly HTMLElement[];
  readonly delay: number;
}

/** Polls until it holds; rejects with `what` after five seconds. */
export async function holds(what: string, ask: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!ask()) {
    if (performance.now() > end) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

let before: Mutation | null = null;

/** Takes back what the last seed has done to the page. */
export function restorePage(): void {
  before?.restore();
  before = null;
}

/**
 * Takes the compose windows of the practice mailbox out of the page, waits until nobody knows them any
 * more, and puts them back into a page that is changed in the same moment, as if the host had been
 * released anew. Their editors go on running. Resolves when the last delayed part is back.
 */
export async function remountWindows(
  host: ComposeHost,
  seed: number,
  forgotten: () => boolean,
): Promise<Remounted> {
  restorePage();
  const parts = practice[host];
  const windows = [...document.querySelectorAll<HTMLElement>(parts.window)].map((window) => {
    const place = document.createComment('');
    window.replaceWith(place);
    return { window, place };
  });
  await holds('the windows to be forgotten', forgotten);
  for (const { window, place } of windows) {
    window.dataset.composeWindow = '';
    place.replaceWith(window);
  }
  const bodies = windows.flatMap(({ window }) => [
    ...window.querySelectorAll<HTMLElement>(editable),
  ]);
  before = mutatePage(document.body, parts, seed);
  const { delay } = before;
  await before.complete;
  return { bodies, delay };
}

/**
 * Leaves the editor: Closure then notes at once what it else notes a quarter of a second after a change. Until it has
 * noted an undo, it notes no other change; and Firefox, other than Chromium, tells it nothing when a field that has the
 * focus is taken out of the page. Firefox also goes on taking such a field for focused, and its keys go nowhere.
 */
export function closeStep(body: HTMLElement): void {
  body.blur();
}
