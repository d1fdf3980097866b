import { decodeEntities } from '@/lib/core/templates/decode-entities';
import { mendMarkers } from '@/lib/core/templates/mend-markers';
import { textToHtml } from '@/lib/core/templates/text-to-html';

/** The lines of plain text out of which this HTML was made by `textToHtml`; null when there is more in it than that. */
export function plainBodyOf(html: string): string | null {
  const [open, close] = ['<div>', '</div>'];
  if (!html.startsWith(open) || !html.endsWith(close)) return html === '' ? '' : null;
  const lines = html.slice(open.length, -close.length).split(`${close}${open}`);
  const text = lines.map((line) => (line === '<br>' ? '' : decodeEntities(line))).join('\n');
  return mendMarkers(textToHtml(text)) === html ? text : null;
}
