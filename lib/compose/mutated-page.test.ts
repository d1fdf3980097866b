import { describe, expect, test } from 'vitest';
import { adapterFor } from './adapter-for';
import type { ComposeHost } from './compose-editor';
import { readDraftView, takeSnapshot } from './draft/read-draft';

/** A small random generator (mulberry32): a failing seed can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const labels = ['aria-label', 'title', 'placeholder', 'data-tooltip', 'alt'];
const words = ['Envoyer', '送信', 'إرسال', 'Отправить', 'Gửi', 'Senden', '보내기', 'Enviar'];

/** Changes a page as a release of the host could: classes, words, wrappers, the toolbar. */
function mutate(next: () => number): void {
  const renamed = new Map<string, string>();
  for (const element of document.body.querySelectorAll('*')) {
    for (const name of labels) {
      if (element.hasAttribute(name)) {
        element.setAttribute(name, words[Math.floor(next() * words.length)] ?? '');
      }
    }
    const tokens = [...element.classList].map((token) => {
      const other = renamed.get(token) ?? `q${Math.floor(next() * 1e9).toString(36)}`;
      renamed.set(token, other);
      return other;
    });
    if (tokens.length > 0) element.setAttribute('class', tokens.join(' '));
  }
  for (const row of document.querySelectorAll('[data-test-toolbar]')) {
    const fate = next();
    if (fate < 0.25) row.remove();
    else if (fate < 0.6) row.append(...[...row.children].reverse());
  }
  const candidates = [...document.body.querySelectorAll('div, form, table, input, button')].filter(
    (element) => !element.closest('[contenteditable]') || element.matches('[contenteditable]'),
  );
  for (const element of candidates) {
    if (next() > 0.2 || /^(TABLE|TBODY|TR)$/.test(element.parentElement?.tagName ?? '')) continue;
    let inside = element;
    for (let depth = 1 + Math.floor(next() * 3); depth > 0; depth -= 1) {
      const wrapper = document.createElement('div');
      inside.before(wrapper);
      wrapper.append(inside);
      inside = wrapper;
    }
  }
}

const gmailRow =
  '<div class="aDh"><table class="IZ" role="group"><tbody><tr data-test-toolbar><td class="gU Up"><div class="dC"><div class="aoO" role="button" data-tooltip="Send (Ctrl-Enter)" aria-label="Send">Send</div><div role="button" aria-haspopup="true"></div></div></td><td class="gU"><div role="button" command="+link"></div></td></tr></tbody></table></div>';
const gmailBody =
  '<div class="aO7"><div class="Am editable" g_editable="true" role="textbox" contenteditable="true" aria-label="Message Body"><div>Hello</div><div data-smartmail="gmail_signature" class="gmail_signature">Ann</div></div><span>Help me write</span></div>';
const gmailForm = (shown: boolean) =>
  `<form class="bAs"><div name="to"><input peoplekit-id="x"></div><div${shown ? '' : ' style="display:none"'}><input name="subjectbox" value="S"></div><input type="hidden" name="composeid"><input type="hidden" name="draft"></form>`;
const gmailWindow = (shown: boolean) =>
  `<div class="M9"><div class="aoI" role="region"><table><tbody><tr><td class="I5">${gmailForm(shown)}<div class="et">${gmailBody}</div>${gmailRow}</td></tr></tbody></table></div></div>`;
const gmailDecoys =
  '<form role="search"><input aria-label="Search"></form><div class="chat"><div class="editable" role="textbox" contenteditable="true" aria-label="Chat"></div></div><div class="aSs"><div class="aSt"><div class="aaZ"></div></div></div><div class="settings"><div class="Am editable" g_editable="true" role="textbox" contenteditable="true">Signature</div><button>Save</button></div>';

const outlookRow =
  '<div role="toolbar" data-test-toolbar><div class="splitButton"><button id="splitButton-r1__primaryActionButton" title="Send (Ctrl+Enter)">Send</button><button id="splitButton-r1__menuButton" aria-haspopup="menu"></button></div><button id="discardCompose" aria-label="Discard"></button></div>';
const outlookTo =
  '<div id="MSG_1a_TO" role="group"><div aria-label="To" contenteditable="true" aria-controls="FloatingSuggestionsList"></div></div>';
const outlookBody =
  '<div id="editorParent_1"><div role="textbox" aria-multiline="true" contenteditable="true" aria-label="Message body"><div class="elementToProof">Hello</div><div class="elementToProof" id="Signature">Ann</div></div></div>';
const outlookWindow = (subject: boolean) =>
  `<div id="docking_InitVisiblePart_1">${outlookRow}${outlookTo}${subject ? '<input id="MSG_1a_SUBJECT" value="S">' : ''}<div id="docking_DockingTriggerPart_1">${outlookBody}</div></div>`;
const outlookDecoys =
  '<input id="topSearchInput" role="combobox"><div id="MSG_9_FROM">Bob</div><div id="MSG_9_TO">You</div><div role="document" aria-label="Message body">Read</div><div role="dialog"><div role="textbox" aria-multiline="true" contenteditable="true" aria-label="Signature">Sig</div></div><div style="display:none"><div id="editorParent_0"><div role="textbox" contenteditable="true"></div></div><button id="s0__primaryActionButton"></button></div>';

const kinds: [string, ComposeHost, string, number][] = [
  ['Gmail, new message', 'gmail', `<div role="dialog">${gmailWindow(true)}</div>${gmailDecoys}`, 1],
  [
    'Gmail, inline reply',
    'gmail',
    `<div role="main"><div class="ip adB">${gmailWindow(false)}</div></div>${gmailDecoys}`,
    1,
  ],
  [
    'Gmail, two windows',
    'gmail',
    `<div class="no"><div role="dialog">${gmailWindow(true)}</div><div role="dialog">${gmailWindow(true)}</div></div>${gmailDecoys}`,
    2,
  ],
  ['Outlook, new message', 'outlook', `<main>${outlookWindow(true)}</main>${outlookDecoys}`, 1],
  [
    'Outlook, inline reply',
    'outlook',
    `<main data-app-section="MailReadCompose"><div>${outlookDecoys}</div>${outlookWindow(false)}</main>`,
    1,
  ],
];

/** A few while one works; `npm test` asks for 500 a kind of page. */
const seeds = Number(process.env.MUTATOR_SEEDS ?? 60);

describe('12 13 14 15: a host that changes its page', () => {
  test.each(kinds)(
    `%s: ${seeds} seeds, every window found once, no decoy`,
    // Some seconds of pure work; a busy machine takes longer, and no time is asserted.
    { timeout: 120_000 },
    (_name, host, html, count) => {
      const adapter = adapterFor(host);
      for (let seed = 1; seed <= seeds; seed += 1) {
        document.body.innerHTML = html;
        mutate(random(seed));
        const found = adapter.candidates(document).flatMap((one) => adapter.locate(one) ?? []);
        expect(found.length, `seed ${seed}`).toBe(count);
        expect(new Set(found.map((parts) => parts.root)).size, `seed ${seed}`).toBe(count);
        for (const parts of found) {
          const view = readDraftView(parts.element, adapter.isForeign);
          expect(takeSnapshot(view, 'draft', null).text, `seed ${seed}`).toBe('Hello');
        }
      }
    },
  );
});
