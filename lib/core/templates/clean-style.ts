const properties = new Set(
  'background-color border border-bottom border-collapse border-left border-radius border-right border-top color font-family font-size font-style font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-width padding padding-bottom padding-left padding-right padding-top text-align text-decoration text-decoration-line vertical-align white-space width'.split(
    ' ',
  ),
);

/** Of a `style` attribute only what mails use, without anything that could load. */
export function cleanStyle(style: string): string {
  return style
    .split(';')
    .map((part) => part.split(/:(.*)/s, 2).map((side) => side.trim()))
    .filter(([name = '', value = '']) => {
      const harmless = /^[\w\s#.,%()'"-]{1,120}$/.test(value) && !/url|expression/i.test(value);
      return properties.has(name.toLowerCase()) && harmless;
    })
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}

/** An address that a link may have in a mail. */
export function isMailLink(href: string): boolean {
  return /^(?:https?:|mailto:|tel:)/i.test(href.trim());
}
