import { readAmountFormat } from '@/lib/core/table/amount-format';

/** Writes a number as one format of a workbook does; null when it only fits other numbers. */
export type ShowNumber = (value: number, language: string) => string | null;

type Sign = { digit: '0' | '#' } | { text: string };

/** A literal in quotes or behind a backslash, space or fill that is only room, a colour or locale, or one sign. */
const piece = /"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|(.)/gsu;
const plainSigns = /^[ \u00a0\u202f\-/()+:]$/u;

/**
 * What a number format of a workbook (ECMA-376 part 1, 18.8.31) changes beyond the number itself: leading zeros
 * (`00000`, a postal code), signs between digits (`0#" "##" "##" "##" "##`, a telephone number), amounts and per cent.
 * Null for every other format: dates are read elsewhere.
 */
export function readNumberFormat(code: string): ShowNumber | null {
  const amount = readAmountFormat(code);
  if (amount) return amount;
  const signs = readSigns(code.split(';', 1)[0] ?? '');
  if (!signs) return null;
  const zeros = signs.filter((sign) => 'digit' in sign && sign.digit === '0').length;
  const told = signs.some((sign) => 'text' in sign);
  return zeros > 1 || told ? (value) => fillDigits(value, signs) : null;
}

function readSigns(code: string): Sign[] | null {
  const signs: Sign[] = [];
  for (const [, quoted, escaped, one] of code.matchAll(piece)) {
    const text = quoted ?? escaped;
    if (text !== undefined) signs.push({ text });
    else if (one === '0' || one === '#') signs.push({ digit: one });
    else if (one !== undefined && plainSigns.test(one)) signs.push({ text: one });
    else if (one !== undefined) return null;
  }
  return signs.some((sign) => 'digit' in sign) ? signs : null;
}

/** Digits take their places from the right; the first place takes what is left over. */
function fillDigits(value: number, signs: readonly Sign[]): string | null {
  if (!Number.isInteger(value) || value < 0 || value > 1e15) return null;
  let digits = value === 0 ? '' : String(value);
  let places = signs.filter((sign) => 'digit' in sign).length;
  let shown = '';
  for (const sign of signs.toReversed()) {
    if ('text' in sign) {
      shown = sign.text + shown;
      continue;
    }
    places -= 1;
    const taken = places === 0 ? digits : digits.slice(-1);
    digits = digits.slice(0, digits.length - taken.length);
    shown = (taken || (sign.digit === '0' ? '0' : '')) + shown;
  }
  return shown;
}
