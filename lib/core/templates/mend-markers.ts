import { decodeEntities } from '@/lib/core/templates/decode-entities';

/**
 * Editors and word processors dress what stands between `{{` and `}}`: bold inside a name, typographic
 * quotes around a text, no-break spaces, entities. The engine wants it plain. The text around it and the
 * texts in quotes stay as they are, and what was mended once is not changed again.
 */
export function mendMarkers(html: string): string {
  return html.replace(
    /\{\{(?:[^{}<>]|<[^<>{}]{0,200}>){0,400}\}\}|\{%(?:[^{}<>%]|<[^<>{}]{0,200}>|[<>]=? ){0,400}%\}/g,
    (marker) => {
      const bare = marker.replace(/<\/?[a-z][^<>]*>/gi, '');
      return bare.replace(parts, (part: string, ...inside: (string | undefined)[]) => {
        const [entity, double, single, less] = inside;
        if (entity !== undefined) return quoted(entity, "'");
        if (double !== undefined) return quoted(double, '"');
        if (single !== undefined) return quoted(single, "'");
        if (less !== undefined) return '< ';
        return part.length > 1 && /^["']/.test(part)
          ? quoted(part.slice(1, -1), part[0] ?? '')
          : code(part);
      });
    },
  );
}

/** A space typed just before a marker was inserted is kept by editors as a hard one. */
export function softenBeforeMarkers(html: string): string {
  return html.replace(/(?<=[\p{L},.])(?:&nbsp;|\u00a0)(?=\{\{)/gu, ' ');
}

/**
 * Texts in straight quotes end at the next one of their kind, as for the engine; those in typographic ones where
 * something may follow a text, since `‘aujourd’hui’` holds one of them. The entity of a double quote stands in attributes.
 */
const parts = new RegExp(
  [
    '"[^"]*"|\'[^\']*\'',
    '(?:&quot;|&#34;)([^]{0,400}?)(?:&quot;|&#34;)',
    '(?:„(?=[^“”„]{0,400}“)|[“”„](?=[^“”„]{0,400}”))([^“”„]{0,400})[“”]',
    "[‘’‚]([^'‘‚]{0,400}?)[‘’](?=(?:\\s|&nbsp;){0,9}(?:[|},:%)\\]=!<>-]|&[lg]t;|(?:and|or|contains)\\b))",
    '(&lt;)(?=[a-zA-Z/!?])|&#?\\w{1,8};|[^"\'&“”„‘’‚]+|[^]',
  ].join('|'),
  'g',
);

/** In attributes only a single quote may stand for it. */
const doubleQuote = /&(?:quot|#0{0,4}34|#x0{0,4}22);/gi;

/** A text in quotes. What would end the attribute or be read as markup is written as the engine's own escape. */
function quoted(text: string, quote: string): string {
  const plain = decodeEntities(text.replace(doubleQuote, '\\u0022'))
    .replace(/<(?=[a-z/!?])/gi, '\\u003c')
    .replace(/&(?=#?\w+;)/g, '\\u0026');
  return quote + plain.replaceAll(quote, quote === '"' ? '\\u0022' : '\\u0027') + quote;
}

/** What stands outside of quotes: names, filters, signs. */
function code(part: string): string {
  return decodeEntities(part.replace(doubleQuote, "'"))
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[“”„]/g, '"')
    .replace(/[‘’‚]/g, "'");
}
