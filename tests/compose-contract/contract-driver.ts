import { checkPage } from '@/lib/compose/check-page';
import type { ComposeEditor, DraftSnapshot, RememberedPlace } from '@/lib/compose/compose-editor';
import { mountBar } from '@/lib/compose/mount-bar';
import { connectPagePaste } from '@/lib/compose/page-paste';
import { watchCompose } from '@/lib/compose/watch-compose';
import { closeStep, holds, remountWindows, restorePage } from './remount-windows';

/**
 * Content script of the contract's own little extension: lib/compose in the isolated world, driven by
 * events of the test. Nothing of this is shipped.
 */
const editors: ComposeEditor[] = [];
const snapshots: DraftSnapshot[] = [];
const places: RememberedPlace[] = [];
const sends: number[] = [];
const host = location.hostname === 'mail.google.com' ? 'gmail' : 'outlook';
/** The test plays a page that came to know the channel, which a page cannot. */
const channel = crypto.randomUUID().replaceAll('-', '');
const nonces: string[] = [];
document.addEventListener(`${channel}:answer`, (event) => {
  nonces.push(String((event as CustomEvent).detail).slice(6));
});
const pagePaste = host === 'outlook' ? connectPagePaste(document, () => channel) : null;
const end = new AbortController();

const work: string[] = [];

/** Notes each call of these functions made in this world. */
function countCalls(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
    Object.defineProperty(owner, name, {
      configurable: true,
      value(this: unknown, ...args: unknown[]) {
        work.push(name);
        return Reflect.apply(original, this === undefined ? globalThis : this, args);
      },
    });
  }
}

function editorAt(index: number): ComposeEditor {
  const open = editors.filter((editor) => !editor.signal.aborted);
  const editor = open[index];
  if (!editor) throw new Error(`no compose window ${index}; ${open.length} are open`);
  return editor;
}

function describeWindow(editor: ComposeEditor) {
  return {
    kind: editor.kind,
    subject: editor.subject(),
    recipients: editor.recipients(),
    text: editor.read('draft').text,
  };
}

const operations = {
  count: () => editors.filter((editor) => !editor.signal.aborted).length,
  seen: () => editors.length,
  ready: () => pagePaste?.ready ?? false,
  /** Sends a request over the paste helper's channel as somebody who knows it. */
  knock: (nonce: 'guessed' | 'used' | 'right', text: string, css: string) => {
    const known = {
      guessed: '0'.repeat(32),
      used: nonces.at(-2) ?? '',
      right: nonces.at(-1) ?? '',
    };
    const detail = known[nonce] + text;
    document.querySelector(css)?.dispatchEvent(new CustomEvent(channel, { detail }));
    return known[nonce].length;
  },
  describe: (index: number) => {
    const { kind, evidence, element, root } = editorAt(index);
    return { kind, evidence, tag: element.localName, root: root.localName };
  },
  subject: (index: number) => editorAt(index).subject(),
  recipients: (index: number) => editorAt(index).recipients(),
  read: (index: number, scope: 'draft' | 'selection') => {
    const snapshot = editorAt(index).read(scope);
    return { ...snapshot, id: snapshots.push(snapshot) - 1 };
  },
  place: (index: number) => {
    const place = editorAt(index).rememberPlace();
    return { id: places.push(place) - 1, hasSelection: place.hasSelection };
  },
  insert: (index: number, text: string, place?: number) =>
    editorAt(index).insertText(text, place === undefined ? undefined : places[place]),
  insertTwice: (index: number, text: string, place: number) =>
    Promise.all([
      editorAt(index).insertText(text, places[place]),
      editorAt(index).insertText(text, places[place]),
    ]),
  /** Replaces each `[old, new]` where it first occurs in the snapshot. */
  edit: (index: number, snapshot: number, changes: readonly [string, string][]) => {
    const source = snapshots[snapshot];
    if (!source) throw new Error('no such snapshot');
    const edits = changes.map(([old, fresh]) => {
      const start = source.text.indexOf(old);
      if (start < 0) throw new Error(`"${old}" is not in ${JSON.stringify(source.text)}`);
      return { start, end: start + old.length, text: fresh };
    });
    return editorAt(index).applyEdits(source, edits);
  },
  /** The same on the window that was opened as the `seen`-th, be it closed or replaced by now. */
  lateWrites: async (seen: number, snapshot: number, text: string) => {
    const [editor, source] = [editors[seen], snapshots[snapshot]];
    if (!editor || !source) throw new Error('no such window or snapshot');
    const edits = [{ start: 0, end: source.text.length, text }];
    return [await editor.applyEdits(source, edits), await editor.insertText(text)];
  },
  setSubject: (index: number, text: string) => editorAt(index).setSubject(text),
  /** Puts the windows into a page changed as the seed says; answers how they are found in it. */
  remount: async (seed: number) => {
    const seen = editors.length;
    const open = () => editors.filter((editor) => !editor.signal.aborted);
    const { bodies, delay } = await remountWindows(host, seed, () => open().length === 0);
    const bars = () => document.querySelectorAll('iaposte-bar').length;
    await holds(`${bodies.length} windows, each with its bar (${open().length}, ${bars()})`, () => {
      return open().length === bodies.length && bars() === bodies.length;
    });
    return {
      windows: bodies.length,
      delay,
      found: editors.length - seen,
      doubts: checkPage(document, host).doubts,
      // In document order; which of them is found first depends on what comes late.
      windowsRead: bodies.map((body) => {
        const index = open().findIndex(({ element }) => element === body);
        return { index, ...describeWindow(editorAt(index)) };
      }),
    };
  },
  /** Everything that is open, as it reads now. */
  readAll: () => editors.filter((editor) => !editor.signal.aborted).map(describeWindow),
  restorePage: () => {
    restorePage();
    return true;
  },
  /** Inserts at the end of the text, as one step of the host's history. */
  append: async (index: number, text: string) => {
    const editor = editorAt(index);
    const before = editor.element.innerHTML;
    const outcome = await editor.insertText(text);
    closeStep(editor.element);
    editor.focus();
    return { outcome, before, text: editor.read('draft').text };
  },
  /** Waits until the editor holds exactly this again; answers what it holds. */
  becomes: async (index: number, html: string) => {
    const { element } = editorAt(index);
    await holds('undo', () => element.innerHTML === html).catch(() => undefined);
    closeStep(element);
    return element.innerHTML;
  },
  caret: (index: number) => editorAt(index).caretRect().toJSON(),
  watchSend: (index: number) => {
    const editor = editorAt(index);
    editor.onSend(() => sends.push(index), editor.signal);
    return true;
  },
  sends: () => sends.length,
  /** Counts from now on what costs time at rest or while typing: our timers, frames and measuring. */
  countWork: () => {
    countCalls(globalThis, ['setTimeout', 'setInterval', 'requestAnimationFrame']);
    countCalls(Element.prototype, ['getBoundingClientRect', 'getClientRects', 'checkVisibility']);
    countCalls(Range.prototype, ['getBoundingClientRect', 'getClientRects']);
    countCalls(globalThis, ['getComputedStyle']);
    return true;
  },
  work: () => work,
  stop: () => {
    end.abort();
    return true;
  },
} satisfies Record<string, (...args: never[]) => unknown>;

document.addEventListener('contract:call', (event) => {
  const { id, name, args } = JSON.parse((event as CustomEvent<string>).detail);
  const answer = (body: object) =>
    document.dispatchEvent(
      new CustomEvent('contract:answer', { detail: JSON.stringify({ id, ...body }) }),
    );
  document.dispatchEvent(new Event('contract:taken'));
  Promise.resolve()
    .then(() => (operations as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args))
    .then(
      (result) => answer({ result }),
      (error: unknown) => answer({ error: String(error) }),
    );
});

function newBar(): HTMLElement {
  const bar = document.createElement('iaposte-bar');
  const shadow = bar.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent =
    ':host{display:inline-flex}div{height:30px;width:240px;background:#eef}:host([data-room=narrow]) div{width:96px}';
  shadow.append(style, document.createElement('div'));
  return bar;
}

function start(): void {
  watchCompose(document, {
    host,
    signal: end.signal,
    pagePaste,
    takeover: 'iaposte:known-to-the-test',
    onCompose: (editor) => {
      editors.push(editor);
      const bar = newBar();
      mountBar(editor, bar, editor.signal);
    },
  });
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
