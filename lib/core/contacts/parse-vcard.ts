/** One property of a card: `EMAIL;TYPE=work:claire@example.org`. */
export interface CardProperty {
  /** Upper case, without the group. */
  name: string;
  /** What stands together with it (`item1` of `item1.TEL`), upper case; empty: nothing. */
  group: string;
  /** Values of `TYPE` and the bare ones of version 2.1, lower case. */
  types: string[];
  /** As written, escapes kept: structured values are split before they are unescaped. */
  value: string;
}

export interface Card {
  /** Line of `BEGIN:VCARD`. */
  line: number;
  properties: CardProperty[];
}

/**
 * Reads vCards of the versions 2.1 (quoted-printable), 3.0 and 4.0, folded lines put together. What does
 * not look like a property is left out; a card that is never ended, or holds another one (AGENT), is one all the same.
 */
export function parseVcards(text: string): Card[] {
  const cards: Card[] = [];
  const open: Card[] = [];
  for (const { line, content } of unfold(text)) {
    if (/^BEGIN:VCARD\s*$/i.test(content)) {
      const card = { line, properties: [] };
      cards.push(card);
      open.push(card);
    } else if (/^END:VCARD\s*$/i.test(content)) open.pop();
    else {
      const card = open.at(-1);
      const property = card && readProperty(content);
      if (property) card.properties.push(property);
    }
  }
  return cards;
}

interface Line {
  line: number;
  content: string;
}

/** So far at most its name and its parameters are looked for. */
const headLength = 300;

/** Lines that begin with a blank go on with the one before; quoted-printable ones that end with `=` too. */
function unfold(text: string): Line[] {
  // Put together at the end: a picture of megabytes comes in lines of 75 characters.
  const lines: { line: number; parts: string[]; head: string }[] = [];
  let soft = false;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const last = lines.at(-1);
    const goesOn = last !== undefined && (soft || /^[ \t]/.test(raw));
    if (last && soft) last.parts.push(last.parts.pop()?.slice(0, -1) ?? '', raw.trimStart());
    else if (last && goesOn) last.parts.push(raw.slice(1));
    else lines.push({ line: index + 1, parts: [raw], head: '' });
    const now = lines.at(-1);
    if (!now) continue;
    if (now.head.length < headLength) now.head += now.parts.at(-1)?.slice(0, headLength) ?? '';
    soft = raw.endsWith('=') && /^[^:]*QUOTED-PRINTABLE[^:]*:/i.test(now.head);
  }
  return lines.map(({ line, parts }) => ({ line, content: parts.join('') }));
}

function readProperty(content: string): CardProperty | null {
  const colon = endOfName(content);
  if (colon < 1) return null;
  const [head = '', ...parameters] = content.slice(0, colon).split(';');
  const [name = '', group = ''] = head.trim().toUpperCase().split('.').reverse();
  let value = content.slice(colon + 1);
  const types: string[] = [];
  let charset = 'utf-8';
  let quoted = false;
  for (const parameter of parameters) {
    const [key = '', set] = parameter.split('=', 2);
    if (/^ENCODING$/i.test(key) && /^QUOTED-PRINTABLE$/i.test(set ?? '')) quoted = true;
    else if (/^QUOTED-PRINTABLE$/i.test(key)) quoted = true;
    else if (/^CHARSET$/i.test(key) && set) charset = set;
    else if (/^TYPE$/i.test(key)) types.push(...unquote(set).toLowerCase().split(','));
    else if (set === undefined) types.push(key.toLowerCase());
    else if (/^PREF$/i.test(key)) types.push('pref');
  }
  if (quoted) value = decodeQuotedPrintable(value, charset);
  return { name, group, types, value };
}

/** The first colon that is not inside a quoted parameter. */
function endOfName(content: string): number {
  let quoted = false;
  for (let at = 0; at < content.length; at += 1) {
    if (content[at] === '"') quoted = !quoted;
    else if (content[at] === ':' && !quoted) return at;
  }
  return -1;
}

function unquote(text = ''): string {
  return text.replace(/^"|"$/g, '');
}

function decodeQuotedPrintable(text: string, charset: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const piece of text.split(/(=[\da-f]{2})/i)) {
    if (/^=[\da-f]{2}$/i.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16));
    else for (const byte of encoder.encode(piece)) bytes.push(byte);
  }
  return decodeBytes(new Uint8Array(bytes), charset);
}

/** As the card says, else as UTF-8, else as old telephones wrote without saying so. */
function decodeBytes(bytes: Uint8Array, charset: string): string {
  for (const label of [charset, 'utf-8']) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // Not in this one.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

/** `a\,b;c\nd` → `['a,b', 'c⏎d']`, split at `;` or `,`. */
export function splitValue(value: string, separator: ';' | ','): string[] {
  const parts = [''];
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '\\') {
      at += 1;
      const next = value[at] ?? '';
      parts[parts.length - 1] += next === 'n' || next === 'N' ? '\n' : next;
    } else if (character === separator) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** A value of one piece, unescaped. */
export function plainValue(value: string): string {
  return value
    .replace(/\\([nN,;:\\])/g, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped))
    .trim();
}
