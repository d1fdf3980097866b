import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ComposeHost, ComposeKind, Recipients } from '@/lib/compose/compose-editor';

/** What must be read of one window of a saved page. */
export interface SavedWindow {
  readonly kind: ComposeKind;
  readonly text: string;
  readonly subject: string;
  readonly recipients: Recipients;
}

export interface SavedPage {
  readonly file: string;
  readonly host: ComposeHost;
  readonly html: string;
  readonly windows: readonly SavedWindow[];
}

/** Saved and rebuilt pages of the real sites; not part of the project, null where they are absent. */
export const savedFolder =
  ['../shared/webmail-pages', '../../shared/webmail-pages']
    .map((folder) => path.resolve(process.cwd(), folder))
    .find((folder) => existsSync(folder)) ?? null;

const people = (to: string[] = []): Recipients => ({ to, cc: [], bcc: [] });
const ann = people(['ann@example.test']);
const bob = people(['bob@example.test']);
const reply = (text: string, subject: string, recipients: Recipients): SavedWindow => ({
  kind: 'reply',
  text,
  subject,
  recipients,
});
const fresh = (text: string, subject: string, recipients: Recipients): SavedWindow => ({
  ...reply(text, subject, recipients),
  kind: 'new',
});

const wholePages: Record<string, readonly SavedWindow[]> = {
  'gmail-2020-recorded-new-compose.html': [fresh('', '', people())],
  'gmail-2026-rebuilt-new-compose.html': [fresh('Hi Ann,', 'Hello', ann)],
  'gmail-2026-rebuilt-inline-reply.html': [reply('', 'Re: Hello', bob)],
  'gmail-2026-rebuilt-inline-reply-quote-open.html': [reply('', 'Re: Hello', bob)],
  // The other one is minimised.
  'gmail-2026-rebuilt-two-composes.html': [fresh('one', 'One', ann)],
  'outlook-2026-rebuilt-new-message.html': [fresh('', '', ann)],
  'outlook-2026-rebuilt-inline-reply.html': [reply('', 'Subject', ann)],
};

const send =
  '<button id="splitButton-r1__primaryActionButton" title="Send (Ctrl+Enter)">Send</button>';
const gmailForm = '<form><input name="subjectbox" value="S"><input name="composeid"></form>';
/** Fragments have lost the elements around them; what completes one says so. Without it, nothing is found. */
const completed: Record<string, { around(html: string): string; windows: readonly SavedWindow[] }> =
  {
    G2: { around: (html) => `<div>${html}</div>`, windows: [fresh('', '', people())] },
    G4: {
      around: (html) => `<div role="dialog">${gmailForm}${html}</div>`,
      windows: [fresh('', 'S', people())],
    },
    G5: {
      around: (html) => `<div role="dialog">${gmailForm}${html}</div>`,
      windows: [fresh('', 'S', people())],
    },
    G10: { around: (html) => html, windows: [reply('', '', people())] },
    O1: {
      around: (html) => `<div>${send}${html}</div>`,
      windows: [reply('\nText', '', people())],
    },
    O7: { around: (html) => html, windows: [reply('', '', people())] },
  };

function read(file: string): string {
  const html = readFileSync(path.join(savedFolder ?? '', file), 'utf8');
  return html.replace(/<!--[\s\S]*?-->/g, '');
}

const hostOf = (name: string): ComposeHost => (/^g/i.test(name) ? 'gmail' : 'outlook');

/** Every file of the folder: whole pages, fragments as they are (decoys), fragments completed. */
export function savedPages(): SavedPage[] {
  if (!savedFolder) return [];
  const whole = readdirSync(savedFolder)
    .filter((file) => file.endsWith('.html'))
    .map((file) => {
      const windows = wholePages[file];
      if (!windows) throw new Error(`nobody has said what is in ${file}`);
      return { file, host: hostOf(file), html: read(file), windows };
    });
  // Styles are cut as well; an empty editor without height takes no caret.
  const page = (html: string) =>
    `<!doctype html><html><head><style>[contenteditable] { min-height: 40px }</style></head><body>${html}</body></html>`;
  const fragments = readdirSync(path.join(savedFolder, 'fragments')).flatMap((name) => {
    const file = `fragments/${name}`;
    const [id = ''] = name.split('_');
    const [html, host] = [read(file), hostOf(name)];
    const known = completed[id];
    const bare =
      known?.around(html) === html ? [] : [{ file, host, html: page(html), windows: [] }];
    if (!known) return bare;
    const whole = { file: `${file} completed`, host, html: page(known.around(html)) };
    return [...bare, { ...whole, windows: known.windows }];
  });
  return [...whole, ...fragments];
}
