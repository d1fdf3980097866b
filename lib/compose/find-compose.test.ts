import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { adapterFor } from './adapter-for';
import type { ComposeParts } from './compose-adapter';
import type { ComposeHost } from './compose-editor';
import { readDraftView, takeSnapshot } from './draft/read-draft';

/** Saved and rebuilt pages of the real sites; not part of the project. */
const pages = ['../shared/webmail-pages', '../../shared/webmail-pages']
  .map((folder) => path.resolve(process.cwd(), folder))
  .find((folder) => existsSync(folder));

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
    send: adapter.sendButton(parts.root) !== null,
    mount: adapter.mountPoint(parts.root) !== null,
  };
}

afterEach(() => load('<head></head><body></body>'));

const ann = { to: ['ann@example.test'], cc: [], bcc: [] };
const bob = { to: ['bob@example.test'], cc: [], bcc: [] };
const none = { to: [], cc: [], bcc: [] };
const whole = { send: true, mount: true };
const expected: Record<string, object[]> = {
  'gmail-2020-recorded-new-compose.html': [
    { kind: 'new', text: '', subject: '', recipients: none, ...whole },
  ],
  'gmail-2026-rebuilt-new-compose.html': [
    { kind: 'new', text: 'Hi Ann,', subject: 'Hello', recipients: ann, ...whole },
  ],
  'gmail-2026-rebuilt-inline-reply.html': [
    { kind: 'reply', text: '', subject: 'Re: Hello', recipients: bob, ...whole },
  ],
  'gmail-2026-rebuilt-inline-reply-quote-open.html': [
    { kind: 'reply', text: '', subject: 'Re: Hello', recipients: bob, ...whole },
  ],
  'outlook-2026-rebuilt-new-message.html': [
    { kind: 'new', text: '', subject: '', recipients: ann, ...whole },
  ],
  'outlook-2026-rebuilt-inline-reply.html': [
    { kind: 'reply', text: '', subject: 'Subject', recipients: ann, ...whole },
  ],
};

describe.skipIf(!pages)('pages of the real sites (skipped where ../shared is absent)', () => {
  const read = (file: string) => readFileSync(path.join(pages ?? '', file), 'utf8');

  test.each(Object.entries(expected))('1 3 17 19 20: %s', (file, windows) => {
    load(read(file));
    const host = file.startsWith('gmail') ? 'gmail' : 'outlook';
    expect(find(host).map((parts) => describePart(host, parts))).toEqual(windows);
  });

  test('2 6: two windows, one of them minimised', () => {
    load(read('gmail-2026-rebuilt-two-composes.html'));
    const found = find('gmail');
    expect(new Set(found.map((parts) => parts.root)).size).toBe(found.length);
    expect(found.length).toBeGreaterThanOrEqual(1);
    for (const parts of found) expect(describePart('gmail', parts).send).toBe(true);
  });

  test('12: with every class token renamed, every window is still found', () => {
    for (const file of Object.keys(expected)) {
      load(read(file));
      for (const element of document.querySelectorAll('[class]')) {
        element.setAttribute(
          'class',
          (element.getAttribute('class') ?? '').replace(/\S+/g, (token) => `z${token.length}q`),
        );
      }
      expect(find(file.startsWith('gmail') ? 'gmail' : 'outlook'), file).toHaveLength(1);
    }
  });

  test('13: with every label translated, every window is still found', () => {
    for (const file of Object.keys(expected)) {
      load(read(file));
      for (const name of ['aria-label', 'title', 'placeholder', 'data-tooltip', 'alt']) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
          element.setAttribute(name, '本文 — متن');
        }
      }
      expect(find(file.startsWith('gmail') ? 'gmail' : 'outlook'), file).toHaveLength(1);
    }
  });

  test('fragments: the inline reply and the Outlook window are found, the signature editor is not', () => {
    const counts = readdirSync(path.join(pages ?? '', 'fragments')).map((file) => {
      load(`<body>${read(`fragments/${file}`)}</body>`);
      return [file.split('_')[0], find(file.startsWith('G') ? 'gmail' : 'outlook').length];
    });
    expect(Object.fromEntries(counts)).toMatchObject({ G10: 1, O2: 0, O7: 1, O4: 0, O1: 0 });
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
