import type { ShowNumber } from '@/lib/core/table/number-format';

/** One of up to three parts of a format: for positive numbers, negative ones, and zero. */
interface Section {
  before: string;
  after: string;
  /** Signs of the number alone: `#,##0.00`. */
  digits: string;
  percent: boolean;
  currency: boolean;
}

/** A literal in quotes or behind a backslash, room or fill, a currency or condition or colour, or one sign. */
const piece = /"([^"]*)"|\\(.)|[_*].|\[([^\]]*)\]|(.)/gsu;
const sectionEnd = /;(?=(?:[^"]*"[^"]*")*[^"]*$)/;
const number = /^[#0?]+(?:,[#0?]{3})*(?:\.[#0?]*)?$/;
const literal = /^[ \u00a0\u202f\-()+/:\p{Sc}]$/u;

/**
 * Amounts (`#,##0.00 "€"`), fixed decimals, groups of thousands and per cent, written as the language does and with the
 * text that the format puts around them. Null for a format with none of these, and for one with something unknown in it.
 */
export function readAmountFormat(code: string): ShowNumber | null {
  const [first, ...more] = code.split(sectionEnd, 3).map(readSection);
  if (!first || !(/[.,]/.test(first.digits) || first.percent || first.currency)) return null;
  if (!more.every((section) => section !== null)) return null;
  const [negative, zero] = more;
  const writers = new Map<Section, (value: number, language: string) => string>();
  return (value, language) => {
    if (!Number.isFinite(value)) return null;
    const section = (value < 0 ? negative : value === 0 ? zero : undefined) ?? first;
    let write = writers.get(section);
    if (!write) {
      write = writerOf(section);
      writers.set(section, write);
    }
    const shown = write(Math.abs(value), language);
    // What rounds to nothing has no sign.
    return value < 0 && section === first && /[1-9]/.test(shown) ? `-${shown}` : shown;
  };
}

function readSection(code: string): Section | null {
  const section = { before: '', after: '', digits: '', percent: false, currency: false };
  const write = (text: string): void => {
    if (section.digits === '') section.before += text;
    else section.after += text;
  };
  for (const [, quoted, escaped, bracket, sign] of code.matchAll(piece)) {
    const text = quoted ?? escaped;
    if (text !== undefined) write(text);
    else if (bracket?.startsWith('$')) write(/^[^-]*/.exec(bracket.slice(1))?.[0] ?? '');
    // A condition chooses between the sections in its own way.
    else if (bracket !== undefined && /[<>=]/.test(bracket)) return null;
    else if (sign === '%' && section.digits !== '') section.percent = true;
    else if (sign !== undefined && /[#0?,.]/.test(sign)) {
      if (section.after !== '' || section.percent) return null;
      section.digits += sign;
    } else if (sign !== undefined && literal.test(sign)) write(sign);
    else if (sign !== undefined) return null;
    if (bracket?.startsWith('$') && !bracket.startsWith('$-')) section.currency = true;
    if (/\p{Sc}/u.test(text ?? sign ?? '')) section.currency = true;
  }
  return section.digits === '' || number.test(section.digits) ? section : null;
}

/** Writes numbers without their sign, as one section says. */
function writerOf(section: Section): (value: number, language: string) => string {
  const { digits, percent } = section;
  const [whole = '', part = ''] = digits.split('.');
  // The spaces of a format keep an amount and its currency together.
  const [before, after] = [section.before, section.after].map((text) =>
    text.replace(/\s/g, '\u00a0'),
  );
  const made = new Map<string, Intl.NumberFormat>();
  const formatFor = (language: string): Intl.NumberFormat => {
    const format =
      made.get(language) ??
      new Intl.NumberFormat(language, {
        style: percent ? 'percent' : 'decimal',
        useGrouping: whole.includes(',') ? 'always' : false,
        minimumIntegerDigits: Math.min(21, Math.max(1, whole.replace(/[^0]/g, '').length)),
        minimumFractionDigits: Math.min(20, part.replace(/[^0]/g, '').length),
        maximumFractionDigits: Math.min(20, part.length),
      });
    made.set(language, format);
    return format;
  };
  return (value, language) => {
    // `"-"??` writes a dash for zero, and no digit.
    const none = value === 0 && !digits.includes('0');
    const shown = none ? '' : formatFor(language).format(value);
    return `${before}${shown}${after}`.replace(/\u00a0{2,}/g, '\u00a0').trim();
  };
}
