import createDOMPurify, { type Config } from 'dompurify';
import { cleanStyle, isMailLink } from '@/lib/core/templates/clean-style';
import { mendMarkers, softenBeforeMarkers } from '@/lib/core/templates/mend-markers';

/**
 * The HTML that mails use and nothing else: what is pasted, imported or written as source passes here
 * before it is kept or shown. Two doors: `keep` leaves the addresses of pictures, `show` never loads one.
 */

const config = {
  ALLOWED_TAGS:
    'a abbr b blockquote br center code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre s small span strike strong sub sup table tbody td tfoot th thead tr u ul'.split(
      ' ',
    ),
  ALLOWED_ATTR:
    'align alt bgcolor border cellpadding cellspacing color colspan dir face height href lang rowspan size src start style title type valign width'.split(
      ' ',
    ),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
} satisfies Config;

function cleaner(pictures: RegExp) {
  const purify = createDOMPurify();
  purify.addHook('uponSanitizeAttribute', (_node, attribute) => {
    if (attribute.attrName === 'style') attribute.attrValue = cleanStyle(attribute.attrValue);
    if (attribute.attrName === 'style' && attribute.attrValue === '') attribute.keepAttr = false;
  });
  purify.addHook('afterSanitizeAttributes', (node) => {
    const href = node.getAttribute('href');
    if (href !== null && !isMailLink(href) && !href.trim().startsWith('{{')) {
      node.removeAttribute('href');
    }
    const source = node.getAttribute('src');
    if (source !== null && !pictures.test(source.trim())) node.removeAttribute('src');
  });
  return purify;
}

const ownPictures = /^(?:data:image\/(?:png|jpeg|gif|webp);base64,|cid:)/i;
const keeper = cleaner(/^(?:https:|data:image\/(?:png|jpeg|gif|webp);base64,|cid:|\{\{)/i);
const shower = cleaner(ownPictures);

/** What an editor holds, as it is kept. */
export function cleanHtml(html: string): string {
  return softenBeforeMarkers(cleanMail(html));
}

/**
 * HTML of a file as it is kept: letter by letter as it stands there, unless there is something in it that no
 * mail uses. So what was exported comes back as it was, whichever way its no-break spaces are written.
 */
export function importHtml(html: string): string {
  const clean = cleanMail(html);
  return sameNoBreaks(clean) === sameNoBreaks(html) ? html : clean;
}

function cleanMail(html: string): string {
  // Reading drops a line break just behind `<pre>`: one more keeps the one that is there.
  const whole = html.replace(/(<pre\b[^<>]{0,200}>)(?=\r?\n)/gi, '$1\n');
  return mendMarkers(keeper.sanitize(whole, config));
}

function sameNoBreaks(html: string): string {
  return html.replaceAll('&nbsp;', '\u00a0');
}

/** The HTML as nodes that can be shown in a page of ours: nothing runs, nothing is loaded. */
export function cleanFragment(html: string): DocumentFragment {
  return shower.sanitize(html, { ...config, RETURN_DOM_FRAGMENT: true });
}

/** The HTML as nodes to be edited: pictures keep their address. */
export function editableFragment(html: string): DocumentFragment {
  return document.importNode(keeper.sanitize(html, { ...config, RETURN_DOM_FRAGMENT: true }), true);
}
