import { afterEach, describe, expect, test } from 'vitest';
import { savedFolder, savedPages } from '@/tests/compose-contract/saved-pages';
import { adapterFor } from './adapter-for';
import type { ComposeParts } from './compose-adapter';
import type { ComposeHost } from './compose-editor';
import { readDraftView, takeSnapshot } from './draft/read-draft';

function load(html: string): void {
  document.documentElement.innerHTML = html.replace(/<!--[\s\S]*?-->|<!doctype html>/gi, '');
}

function find(host: ComposeHost): ComposeParts[] {
  const adapter = adapterFor(host);
  return adapter.candidates(document).flatMap((element) => adapter.locate(element) ?? []);
}

function describePart(host: ComposeHost, parts: ComposeParts) {
  const adapter = adapterFor(host);
  const view = readDraftView(parts.element, adapter.isForeign);
  return {
    kind: parts.kind,
    text: takeSnapshot(view, 'draft', null).text,
    subject: adapter.subject(parts),
    recipients: adapter.recipients(parts),
  };
}

afterEach(() => load('<head></head><body></body>'));

const pages = savedPages();
const withWindows = pages.filter(({ windows }) => windows.length > 0);
const change = (names: readonly string[], value: (before: string) => string) => {
  for (const name of names) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, value(element.getAttribute(name) ?? ''));
    }
  }
};

describe.skipIf(!savedFolder)('pages of the real sites (skipped where ../shared is absent)', () => {
  test.each(pages)('1 2 3 6 15 17 19 20: $file', ({ file, html, host, windows }) => {
    load(html);
    const found = find(host);
    expect(found.map((parts) => describePart(host, parts))).toEqual(windows);
    expect(new Set(found.map((parts) => parts.root)).size).toBe(found.length);
    if (file.includes('fragments')) return;
    for (const { root } of found) {
      const { sendButton, mountPoint } = adapterFor(host);
      expect([sendButton(root), mountPoint(root)]).not.toContain(null);
    }
  });

  test('12: with every class token renamed, every window is still found', () => {
    for (const { file, html, host, windows } of withWindows) {
      load(html);
      change(['class'], (names) => names.replace(/\S+/g, (token) => `z${token.length}q`));
      // What only a class tells apart is not in a reduced fragment.
      if (!file.includes('fragments')) expect(find(host), file).toHaveLength(windows.length);
    }
  });

  test('13: with every label translated, every window is still found', () => {
    for (const { file, html, host, windows } of withWindows) {
      load(html);
      change(['aria-label', 'title', 'placeholder', 'data-tooltip', 'alt'], () => '本文 — متن');
      if (!file.includes('fragments')) expect(find(host), file).toHaveLength(windows.length);
    }
  });
});

describe('15: what is no compose window', () => {
  test.each<[string, ComposeHost, string]>([
    [
      'the signature editor of Gmail’s settings',
      'gmail',
      '<div role="main"><div g_editable="true" contenteditable="true" role="textbox"></div><button>Save</button></div>',
    ],
    [
      'a chat beside a compose',
      'gmail',
      '<div class="chat"><div contenteditable="true" role="textbox"></div></div><div><form><input name="subjectbox"></form></div>',
    ],
    [
      'a search box',
      'gmail',
      '<form role="search"><div contenteditable="true" role="textbox"></div></form>',
    ],
    [
      'the signature editor of Outlook’s settings',
      'outlook',
      '<div role="dialog"><div contenteditable="true" role="textbox" aria-multiline="true"></div><button>Save</button></div>',
    ],
    [
      'a read body',
      'outlook',
      '<main><div id="MSG_1_FROM">Bob</div><div id="MSG_1_TO">You</div><div role="document" aria-label="Message body">x</div></main>',
    ],
    [
      'the recipient box of Outlook',
      'outlook',
      '<div><div id="MSG_1_TO"><div contenteditable="true" role="textbox" aria-controls="FloatingSuggestionsList"></div></div><button id="s__primaryActionButton"></button><button id="discardCompose"></button></div>',
    ],
    [
      'a hidden draft',
      'outlook',
      '<div style="display: none"><div id="editorParent_1"><div contenteditable="true" role="textbox"></div></div><button id="s__primaryActionButton"></button></div>',
    ],
  ])('%s', (_name, host, html) => {
    load(`<body>${html}</body>`);
    expect(find(host)).toEqual([]);
  });
});

test('2: the evidence of one window never counts for another', () => {
  const body = '<div g_editable="true" contenteditable="true" role="textbox"></div>';
  const window = `<div><form><input name="subjectbox"></form><div>${body}</div></div>`;
  load(`<body><div>${window}${window}<div>${body}</div></div></body>`);
  const found = find('gmail');
  expect(found).toHaveLength(2);
  expect(found[0]?.root).not.toBe(found[1]?.root);
});
