/**
 * Formatted text as plain data: what may travel in a message and be built as nodes elsewhere, without
 * any markup being parsed there.
 */
export type RichNode = string | RichElement;

export interface RichElement {
  readonly tag: RichTag;
  /** Of the allow-list of html-to-rich-text.ts; values are checked there. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly RichNode[];
}

/** Blocks of a mail. A `p` becomes a `div`, as the editors of Gmail and Outlook write their lines. */
export const richBlockTags = [
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'table',
  'tbody',
  'thead',
  'tfoot',
  'tr',
  'td',
  'th',
] as const;

export const richInlineTags = [
  'a',
  'b',
  'br',
  'code',
  'em',
  'i',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
] as const;

export type RichTag = (typeof richBlockTags)[number] | (typeof richInlineTags)[number];
