export const tableEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TableEncoding = (typeof tableEncodings)[number];

/**
 * Bytes of a text file as text, without its byte order mark. A mark decides; without one the text is
 * UTF-16 when every other byte is zero, UTF-8 when it is well formed or nearly so, else Windows-1252 (what
 * Excel writes as "CSV" in western Europe). `wanted` overrules the guess.
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
        return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
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
