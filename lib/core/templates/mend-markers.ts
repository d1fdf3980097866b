import { decodeEntities } from '@/lib/core/templates/decode-entities';

/**
 * Editors and word processors dress what stands between `{{` and `}}`: bold inside a name, typographic
 * quotes, no-break spaces, entities. The engine wants it plain; the text around stays as it is.
 */
export function mendMarkers(html: string): string {
  // A space typed just before a marker was inserted is kept by editors as a hard one.
  const soft = html.replace(/(?<=[\p{L},.])(?:&nbsp;|\u00a0)(?=\{\{)/gu, ' ');
  return soft.replace(
    /\{\{(?:[^{}<>]|<[^<>{}]{0,200}>){0,400}\}\}|\{%(?:[^{}<>%]|<[^<>{}]{0,200}>|[<>]=? ){0,400}%\}/g,
    (marker) =>
      // The entity of a double quote stands in attributes, where only a single one may follow.
      decodeEntities(marker.replace(/<\/?[a-z][^<>]*>/gi, '').replace(/&quot;|&#34;/g, "'"))
        .replace(/[\u00a0\u202f]/g, ' ')
        .replace(/[“”„]/g, '"')
        .replace(/[‘’‚]/g, "'"),
  );
}
