const properties = new Set(
  'background-color border border-bottom border-collapse border-left border-radius border-right border-top color font-family font-size font-style font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-width padding padding-bottom padding-left padding-right padding-top text-align text-decoration text-decoration-line vertical-align white-space width'.split(
    ' ',
  ),
);

/** Pixels that a unit stands for, about. Units of the window or of a container are not among them. */
const pixels: Readonly<Record<string, number>> = {
  px: 1,
  pt: 1.33,
  pc: 16,
  q: 1,
  mm: 4,
  cm: 38,
  in: 96,
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  // All of what it stands in, and not more.
  '%': 10,
  // As in `line-height: 1.5`.
  '': 16,
  deg: 0,
};
/** Wider or taller is no part of a mail. */
const mostPixels = 1_000;
const sized = /^(?:border|height|letter|line|margin|max|padding|width|font-size|vertical)/;
const length = /(?<![#\w.])-?((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-z]+|%)?/gi;

/** Do all lengths of a value stay within a mail? */
function fits(name: string, value: string): boolean {
  if (!sized.test(name)) return true;
  const most = name === 'line-height' || name === 'font-size' ? mostPixels * 4 : mostPixels;
  // A colour says nothing about size, whatever its numbers are.
  const lengths = value.replace(/\b(?:rgb|hsl)a?\([^()]*\)/gi, '');
  return [...lengths.matchAll(length)].every(([, number, unit = '']) => {
    const factor = pixels[unit.toLowerCase()];
    return factor !== undefined && Number(number) * factor <= most;
  });
}

/** Of a `style` attribute only what mails use, without anything that could load or cover the page. */
export function cleanStyle(style: string): string {
  return style
    .split(';')
    .map((part) => part.split(/:(.*)/s, 2).map((side) => side.trim()))
    .filter(([name = '', value = '']) => {
      const harmless = /^[\w\s#.,%()'"-]{1,120}$/.test(value) && !/url|expression/i.test(value);
      const property = name.toLowerCase();
      return properties.has(property) && harmless && fits(property, value);
    })
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}

/** An address that a link may have in a mail. */
export function isMailLink(href: string): boolean {
  return /^(?:https?:|mailto:|tel:)/i.test(href.trim());
}
