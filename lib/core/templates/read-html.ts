import { decodeEntities } from '@/lib/core/templates/decode-entities';

export interface HtmlTag {
  /** Lower-cased. */
  name: string;
  closing: boolean;
  /** Lower-cased names with their decoded values; read only when asked for. */
  attributes(): Map<string, string>;
}

/** What stands inside is never read. */
const silent = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
/** Of one tag, so much is read. */
const longestTag = 4000;

/**
 * The tags of a mail and the raw text between them, in one pass over the characters, whatever they are.
 * Nothing is interpreted as a browser would: no element is made, nothing is loaded.
 */
export function* readHtml(html: string): Generator<string | HtmlTag> {
  let lower: string | undefined;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      yield html.slice(at);
      return;
    }
    if (open > at) yield html.slice(at, open);
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const read = readTag(html, open);
    if (!read) {
      yield '<';
      at = open + 1;
      continue;
    }
    at = read.end;
    if (silent.has(read.tag.name) && !read.tag.closing) {
      lower ??= html.toLowerCase();
      const end = lower.indexOf(`</${read.tag.name}`, at);
      at = end < 0 ? html.length : end;
    } else yield read.tag;
  }
}

/** Reads the tag at `<`; null when it is only a character. Quotes are respected. */
function readTag(html: string, open: number): { tag: HtmlTag; end: number } | null {
  const head = /^<(\/?)([a-z][a-z0-9-]{0,30})(?=[\s/>])/i.exec(html.slice(open, open + 40));
  if (!head) return null;
  const from = open + head[0].length;
  let quote = '';
  let at = from;
  for (; at < html.length; at += 1) {
    const char = html[at];
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') break;
  }
  const source = html.slice(from, Math.min(at, open + longestTag));
  const tag: HtmlTag = {
    name: (head[2] ?? '').toLowerCase(),
    closing: head[1] === '/',
    attributes: () => readAttributes(source),
  };
  return { tag, end: at + 1 };
}

function readAttributes(source: string): Map<string, string> {
  const found = new Map<string, string>();
  const pattern = /([^\s"'<>/=]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  for (const [, name = '', double, single, bare] of source.matchAll(pattern)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, decodeEntities(double ?? single ?? bare ?? ''));
  }
  return found;
}
