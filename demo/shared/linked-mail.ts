import { escapeHtml } from './mail-html.ts';
import type { StoredMessage } from './message-store.ts';

/**
 * The mail that an address asks to be written, as links on the web do: `to`, `su` (Gmail) or `subject` (Outlook) and
 * `body`; without any of them an empty one.
 * @param below what every new message has below its text
 */
export function linkedMail(below: string): Partial<StoredMessage> {
  const query = new URLSearchParams(location.search);
  const text = query.get('body') ?? '';
  const to = (query.get('to') ?? '').split(/[,;]/).map((address) => address.trim());
  return {
    to: to.filter(Boolean).map((address) => ({ name: '', address })),
    subject: query.get('su') ?? query.get('subject') ?? '',
    html: (text === '' ? '' : linesOf(text)) + below,
  };
}

function linesOf(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => `<div>${escapeHtml(line) || '<br>'}</div>`);
  return lines.join('');
}
