/** Encodings in which lists come, by the name browsers know, with the name people know. */
export const tableEncodings = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
  'iso-8859-15': 'ISO 8859-15',
  macintosh: 'Mac Roman',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
  'windows-1253': 'Windows-1253',
  'windows-1254': 'Windows-1254',
  'windows-1255': 'Windows-1255',
  'windows-1256': 'Windows-1256',
  shift_jis: 'Shift JIS',
  gb18030: 'GB 18030',
  big5: 'Big5',
  'euc-kr': 'EUC-KR',
} as const;
export type TableEncoding = keyof typeof tableEncodings;

export function isTableEncoding(name: string): name is TableEncoding {
  return Object.hasOwn(tableEncodings, name);
}

/**
 * Bytes of a text file as text, without its byte order mark. A mark decides; without one the text is
 * UTF-16 when every other byte is zero, UTF-8 when it is well formed or nearly so, else Windows-1252 or Mac Roman
 * (what Excel writes as "CSV" in western Europe, on Windows and on a Mac). `wanted` overrules the guess.
 */
export function decodeText(
  bytes: Uint8Array,
  wanted?: TableEncoding,
): { text: string; encoding: TableEncoding } {
  const encoding = wanted ?? guessEncoding(bytes);
  if (encoding === 'utf-8' && !wanted) {
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding };
    } catch {
      const marked = bytes[0] === 0xef && bytes[1] === 0xbb;
      const text = new TextDecoder().decode(bytes);
      if (!marked && !isNearlyWhole(text)) {
        const single = guessSingleByte(bytes);
        return { text: new TextDecoder(single).decode(bytes), encoding: single };
      }
    }
  }
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** Are more letters beyond ASCII well formed than broken? One bad byte must not spoil all the names of a file. */
function isNearlyWhole(text: string): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7f) whole += 1;
  }
  return whole > broken;
}

/**
 * Windows or Mac? `é`, `è`, `ç` and their like stand at 0xE0 and above in the one, between 0x80 and 0x9F in the other,
 * where Windows has quotes, dashes and signs that seldom stand inside a word.
 */
function guessSingleByte(bytes: Uint8Array): 'windows-1252' | 'macintosh' {
  let windows = 0;
  let mac = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80 || !(isLetter(bytes[at - 1]) || isLetter(bytes[at + 1]))) continue;
    if (byte >= 0xe0) windows += 1;
    // Not the apostrophe (0x92) nor œ (0x9C), which stand inside words in Windows too.
    else if (byte >= 0x87 && byte <= 0x9f && byte !== 0x92 && byte !== 0x9c) mac += 1;
  }
  return mac > windows ? 'macintosh' : 'windows-1252';
}

function isLetter(byte = 0): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function guessEncoding(bytes: Uint8Array): TableEncoding {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 2_000);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const pairs = sample.length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le';
  if (even > pairs * 0.6 && odd < pairs * 0.1) return 'utf-16be';
  return 'utf-8';
}
