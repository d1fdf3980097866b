const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A part of a text in bytes; `to` is not in it. */
export type Range = { from: number; to: number };

/** Where a list stands in a JSON text. */
export type FoundList = {
  name: string;
  /** Between its brackets. */
  inside: Range;
  /** Its items, so many together in each piece; only the last may hold fewer. */
  pieces: (Range & { items: number })[];
  items: number;
};

/**
 * Finds the first of the named lists of the outermost object of a JSON text without parsing it, so that a big list can
 * be parsed piece by piece. It promises nothing about the JSON: whoever parses every piece, and the text around the
 * list, and counts the items, finds every fault.
 * @returns undefined when there is no such list, or it does not end.
 */
export function findList(
  text: Uint8Array,
  names: readonly string[],
  itemsAPiece: number,
): FoundList | undefined {
  let depth = 0;
  let string: Range = { from: 0, to: 0 };
  let key = '';
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === QUOTE) {
      const to = endOfString(text, at);
      if (depth === 1) string = { from: at + 1, to };
      at = to;
    } else if (byte === COLON && depth === 1) {
      key = new TextDecoder().decode(text.subarray(string.from, string.to));
    } else if (byte === OPEN_LIST && depth === 1 && names.includes(key)) {
      return splitList(text, key, at + 1, itemsAPiece);
    } else depth += step(byte);
  }
  return undefined;
}

const step = (byte: number | undefined) =>
  byte === OPEN_LIST || byte === OPEN_OBJECT
    ? 1
    : byte === CLOSE_LIST || byte === CLOSE_OBJECT
      ? -1
      : 0;

/** @param start behind the opening bracket */
function splitList(
  text: Uint8Array,
  name: string,
  start: number,
  itemsAPiece: number,
): FoundList | undefined {
  const pieces: FoundList['pieces'] = [];
  let depth = 0;
  let from = start;
  let commas = 0;
  for (let at = start; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === QUOTE) at = endOfString(text, at);
    else if (byte === COMMA && depth === 0) {
      commas += 1;
      if (commas % itemsAPiece !== 0) continue;
      pieces.push({ from, to: at, items: itemsAPiece });
      from = at + 1;
    } else {
      depth += step(byte);
      if (depth >= 0) continue;
      if (byte !== CLOSE_LIST) return undefined;
      const empty = commas === 0 && isBlank(text.subarray(start, at));
      const items = empty ? 0 : commas + 1;
      if (!empty) pieces.push({ from, to: at, items: items - pieces.length * itemsAPiece });
      return { name, inside: { from: start, to: at }, pieces, items };
    }
  }
  return undefined;
}

/** Where the string that begins here ends, or the end of the text. */
function endOfString(text: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return at;
}

const isBlank = (text: Uint8Array) => text.every((byte) => byte <= 0x20);
