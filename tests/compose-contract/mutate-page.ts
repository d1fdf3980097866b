/**
 * Changes a mail page as a release of the host could. The same code runs in the simulated pages and in the
 * browsers, on the practice mailbox while its editors run; what it does can be taken back.
 */

import { seededNumbers } from '@/lib/core/seeded-numbers.test-data';

/** What a mutation may move, remove or delay; found before anything is renamed. */
export interface MutableParts {
  /** Rows of buttons: left alone, turned round or removed. */
  readonly toolbars: string;
  /** Parts of a compose window that may come later than the rest of it. */
  readonly late: string;
  /** True where an editor engine runs: what it holds is the draft, and its history remembers it so. */
  readonly keepDrafts?: boolean;
  /** Share (0–1) of the late parts that do come late. */
  readonly lateness: number;
}

export interface Mutation {
  /** Resolves when every delayed part stands in the page. */
  readonly complete: Promise<void>;
  /** Milliseconds after which the last delayed part comes, 0 when none is delayed. */
  readonly delay: number;
  /** Puts everything back that can be put back; what is still missing comes at once. */
  restore(): void;
}

const labels = ['aria-label', 'title', 'placeholder', 'data-tooltip', 'alt'];
const words = [
  'Envoyer',
  '送信',
  'إرسال',
  'Отправить',
  'Gửi',
  'Senden',
  '보내기',
  'Enviar',
  'Skicka',
];
const wrappable = 'div, form, table, input, button, textarea, section, main';
/** Longest delay of a part, in ms. */
const patience = 1500;

/** Changes everything under `scope` that the seed says, synchronously; only late parts come later. */
export function mutatePage(scope: HTMLElement, parts: MutableParts, seed: number): Mutation {
  const next = seededNumbers(seed);
  const undo: (() => void)[] = [];
  const toolbars = [...scope.querySelectorAll<HTMLElement>(parts.toolbars)];
  const late = [...scope.querySelectorAll<HTMLElement>(parts.late)];
  // Now and then the names stay: then what is wrong with the rest is not hidden behind them.
  if (next() < 0.85) renameClasses(scope, next, undo, parts.keepDrafts ?? false);
  if (next() < 0.85) translate(scope, next, undo);
  moveToolbars(toolbars, next, undo);
  wrap(scope, next, undo);
  const { delay, complete } = delayParts(late, parts.lateness, next, undo);
  return {
    delay,
    complete,
    restore() {
      for (const step of undo.reverse()) step();
      undo.length = 0;
    },
  };
}

type Undo = (() => void)[];

function setAttribute(element: Element, name: string, value: string, undo: Undo): void {
  const before = element.getAttribute(name);
  element.setAttribute(name, value);
  undo.push(() => {
    if (before === null) element.removeAttribute(name);
    else element.setAttribute(name, before);
  });
}

function renameClasses(
  scope: HTMLElement,
  next: () => number,
  undo: Undo,
  keepDrafts: boolean,
): void {
  const renamed = new Map<string, string>();
  for (const element of scope.querySelectorAll('[class]')) {
    if (keepDrafts && element.parentElement?.closest('[aria-multiline="true"]')) continue;
    const tokens = [...element.classList].map((token) => {
      const other = renamed.get(token) ?? `q${Math.floor(next() * 1e9).toString(36)}`;
      renamed.set(token, other);
      return other;
    });
    if (tokens.length > 0) setAttribute(element, 'class', tokens.join(' '), undo);
  }
}

/** Labels and shown text become words of other languages; an address in a label stays, as in any language. */
function translate(scope: HTMLElement, next: () => number, undo: Undo): void {
  const word = () => words[Math.floor(next() * words.length)] ?? '';
  for (const name of labels) {
    for (const element of scope.querySelectorAll(`[${name}]`)) {
      const address = /[^\s<>]+@[^\s<>]+/.exec(element.getAttribute(name) ?? '')?.[0];
      setAttribute(element, name, address ? `${word()} <${address}>` : word(), undo);
    }
  }
  const walker = scope.ownerDocument.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const before = node.nodeValue ?? '';
    // What people have written is theirs: the draft, the recipients, a subject that stands as text.
    const own = node.parentElement?.closest(
      '[contenteditable="true"], textarea, style, script, [id^="CONV_"]',
    );
    if (own || before.trim() === '' || /@/.test(before)) continue;
    node.nodeValue = word();
    undo.push(() => {
      node.nodeValue = before;
    });
  }
}

function moveToolbars(rows: readonly HTMLElement[], next: () => number, undo: Undo): void {
  for (const row of rows) {
    const fate = next();
    if (fate < 0.25) undo.push(takeOut(row));
    else if (fate < 0.6) {
      const before = [...row.children];
      row.append(...before.toReversed());
      undo.push(() => {
        // Among its own children only: a bar that came meanwhile stays.
        row.append(...before.filter((child) => child.parentElement === row));
      });
    }
  }
}

/** Removes an element and answers how to put it back where it was. */
function takeOut(element: HTMLElement): () => void {
  const place = element.ownerDocument.createComment('');
  element.replaceWith(place);
  return () => {
    if (place.parentNode) place.replaceWith(element);
  };
}

function wrap(scope: HTMLElement, next: () => number, undo: Undo): void {
  for (const element of scope.querySelectorAll<HTMLElement>(wrappable)) {
    const inDraft = element.parentElement?.closest('[contenteditable="true"]');
    const inTable = /^(TABLE|TBODY|TR|COLGROUP)$/.test(element.parentElement?.tagName ?? '');
    if (inDraft || inTable || next() > 0.2) continue;
    let inside = element;
    for (let depth = 1 + Math.floor(next() * 3); depth > 0; depth -= 1) {
      const wrapper = element.ownerDocument.createElement(next() < 0.5 ? 'div' : 'section');
      inside.before(wrapper);
      wrapper.append(inside);
      undo.push(() => wrapper.replaceWith(...wrapper.childNodes));
      inside = wrapper;
    }
  }
}

/** Takes some of the late parts out of the page for up to 1,500 ms. */
function delayParts(
  parts: readonly HTMLElement[],
  lateness: number,
  next: () => number,
  undo: Undo,
) {
  let delay = 0;
  const all = parts.flatMap((part) => {
    if (next() > lateness || !part.isConnected) return [];
    const ms = Math.floor(next() * (patience + 1));
    delay = Math.max(delay, ms);
    const putBack = takeOut(part);
    undo.push(putBack);
    return new Promise<void>((resolve) => {
      setTimeout(() => {
        putBack();
        resolve();
      }, ms);
    });
  });
  return { delay, complete: Promise.all(all).then(() => undefined) };
}
