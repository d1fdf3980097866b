import { decodeEntities } from '@/lib/core/templates/decode-entities';

const blocks = new Set(
  'address article aside blockquote dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** Blocks with a blank line around them. */
const spaced = new Set('p h1 h2 h3 h4 h5 h6 ul ol table blockquote'.split(' '));
/** What stands inside is never read. */
const silent = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);

interface Tag {
  name: string;
  closing: boolean;
  href: string | null;
  /** Where the text after it begins. */
  end: number;
}

/**
 * The plain text of a mail: paragraphs apart, lists with their marks, links with their address. One pass
 * over the characters, whatever they are; no markup is ever interpreted.
 */
export function htmlToText(html: string): string {
  const writer = new LineWriter();
  let lower: string | undefined;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      writer.text(html.slice(at));
      break;
    }
    writer.text(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const tag = readTag(html, open);
    if (!tag) {
      writer.text('<');
      at = open + 1;
      continue;
    }
    at = tag.end;
    if (silent.has(tag.name) && !tag.closing) {
      lower ??= html.toLowerCase();
      const end = lower.indexOf(`</${tag.name}`, at);
      at = end < 0 ? html.length : end;
    } else writer.tag(tag);
  }
  return writer.finish();
}

/** Reads the tag at `<`; null when it is only a character. Quotes are respected. */
function readTag(html: string, open: number): Tag | null {
  const head = /^<(\/?)([a-z][a-z0-9-]{0,30})(?=[\s/>])/i.exec(html.slice(open, open + 40));
  if (!head) return null;
  let quote = '';
  let at = open + head[0].length;
  for (; at < html.length; at += 1) {
    const char = html[at];
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') break;
  }
  const attributes = html.slice(open + head[0].length, Math.min(at, open + 4000));
  const href = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(` ${attributes}`);
  return {
    name: (head[2] ?? '').toLowerCase(),
    closing: head[1] === '/',
    href: href ? decodeEntities(href[1] ?? href[2] ?? href[3] ?? '') : null,
    end: at + 1,
  };
}

class LineWriter {
  private readonly lines: string[] = [];
  private line = '';
  /** A blank line is wanted before the next one. */
  private gap = false;
  private readonly lists: { ordered: boolean; count: number }[] = [];
  private quotes = 0;
  private mark = '';
  private link: { href: string; from: number } | null = null;

  text(raw: string): void {
    if (raw === '') return;
    const text = decodeEntities(raw.replace(/[ \t\r\n\f]+/g, ' '));
    this.line += this.line === '' || this.line.endsWith(' ') ? text.replace(/^ /, '') : text;
  }

  tag(tag: Tag): void {
    if (tag.name === 'br') this.push();
    else if (tag.name === 'a') this.anchor(tag);
    else if ((tag.name === 'td' || tag.name === 'th') && tag.closing) this.line += ' ';
    else if (blocks.has(tag.name)) this.block(tag);
  }

  finish(): string {
    if (this.line.trim() !== '') this.push();
    return this.lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+|\s+$/g, '');
  }

  private block({ name, closing }: Tag): void {
    if (this.line.trim() !== '') this.push();
    this.line = '';
    const isList = name === 'ul' || name === 'ol';
    const inList = isList && this.lists.length > (closing ? 1 : 0);
    if (spaced.has(name) && !inList) this.gap = true;
    if (name === 'hr') this.lines.push('—');
    if (name === 'blockquote') this.quotes = Math.max(0, this.quotes + (closing ? -1 : 1));
    if (isList) {
      if (closing) this.lists.pop();
      else this.lists.push({ ordered: name === 'ol', count: 0 });
    }
    if (name === 'li' && !closing) this.item();
  }

  private item(): void {
    const list = this.lists.at(-1);
    if (!list) return;
    list.count += 1;
    const indent = '  '.repeat(this.lists.length - 1);
    this.mark = `${indent}${list.ordered ? `${list.count}. ` : '• '}`;
    if (list.count > 1) this.gap = false;
  }

  private anchor({ closing, href }: Tag): void {
    if (!closing) {
      this.link = href ? { href, from: this.line.length } : null;
      return;
    }
    if (!this.link) return;
    const shown = this.line.slice(this.link.from).trim();
    const address = this.link.href.replace(/^mailto:/i, '');
    const same = [address, address.replace(/^https?:\/\//i, '')].some(
      (form) => form.replace(/\/$/, '') === shown.replace(/\/$/, ''),
    );
    if (!same && /^(https?:|mailto:|\{\{)/i.test(this.link.href)) this.line += ` (${address})`;
    this.link = null;
  }

  private push(): void {
    if (this.gap && this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
    this.gap = false;
    const quote = '> '.repeat(this.quotes);
    this.lines.push(`${quote}${this.mark}${this.line}`.trimEnd());
    this.mark = '';
    this.line = '';
    if (this.link) this.link.from = 0;
  }
}
