import { decodeEntities } from '@/lib/core/templates/decode-entities';
import { type HtmlTag, readHtml } from '@/lib/core/templates/read-html';

const blocks = new Set(
  'address article aside blockquote dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** Blocks with a blank line around them. */
const spaced = new Set('p h1 h2 h3 h4 h5 h6 ul ol table blockquote'.split(' '));

/**
 * The plain text of a mail: paragraphs apart, lists with their marks, links with their address. One pass
 * over the characters, whatever they are; no markup is ever interpreted.
 */
export function htmlToText(html: string): string {
  const writer = new LineWriter();
  for (const piece of readHtml(html)) {
    if (typeof piece === 'string') writer.text(piece);
    else writer.tag(piece);
  }
  return writer.finish();
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

  tag(tag: HtmlTag): void {
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

  private block({ name, closing }: HtmlTag): void {
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

  private anchor({ closing, attributes }: HtmlTag): void {
    if (!closing) {
      const href = attributes().get('href');
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
