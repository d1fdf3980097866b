/**
 * Control and format characters: bidirectional overrides, zero-width, tags, which can disguise a text
 * (S40). Line break, tab and the two joiners (scripts and emoji need them) are not among them.
 */
const invisible = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const htmlTag =
  /<\/?(?:a|abbr|article|audio|b|base|body|br|button|center|code|dd|div|dl|dt|em|embed|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|link|main|math|meta|nav|object|ol|option|p|pre|s|script|section|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video)\b/gi;
// Bounded, as a text of nothing but openings must not cost a search to its end for each.
const markdownImage = /!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,500}\])?/g;
const referenceLine = /^[^\S\n]*\[[^\]\n]+\]:[^\S\n]*\S+.*$/gm;
const preamble =
  /^(?:(?:sure|certainly|of course|okay|ok|bien s[uû]r|d['’]accord|voici|here(?:['’]s| is| are)|por supuesto|claro|aqu[ií])\b[^\n]{0,120}:)[^\S\n]*\n+/i;

/**
 * An answer as plain text: without code fences, thinking blocks, a sentence before the text, Markdown
 * images, HTML, and invisible characters. What the author's own text holds as well is left alone.
 */
export function cleanAnswer(answer: string, source: string): string {
  const own = new Set(source.match(invisible));
  const visible = answer
    .replace(/\r\n?/g, '\n')
    .replace(invisible, (character) => (own.has(character) ? character : ''));
  const said = cut(visible, /<think(?:ing)?>/gi, /<\/think(?:ing)?>/gi, '');
  let text = unwrap(said.trim());
  text = cut(text, /<script\b/gi, /<\/script>/gi, source);
  text = cut(text, /<style\b/gi, /<\/style>/gi, source);
  text = cut(text, /<!--/g, /-->/g, source);
  const plain = cut(text, htmlTag, />/g, source)
    .replace(markdownImage, dropUnless(source))
    .replace(referenceLine, dropUnless(source));
  return unstar(plain, source).trim();
}

/**
 * Takes out what stands from `open` to the next `close`, unless `source` holds it too. One pass: where
 * no `close` follows there is none for any later `open` either.
 */
function cut(text: string, open: RegExp, close: RegExp, source: string): string {
  const keep = dropUnless(source);
  let kept = '';
  let at = 0;
  for (;;) {
    open.lastIndex = at;
    const start = open.exec(text);
    if (!start) break;
    close.lastIndex = open.lastIndex;
    if (!close.test(text)) break;
    kept += text.slice(at, start.index) + keep(text.slice(start.index, close.lastIndex));
    at = close.lastIndex;
  }
  return kept + text.slice(at);
}

function dropUnless(source: string): (found: string) => string {
  return (found) => (source.includes(found) ? found : '');
}

/** Takes fences, delimiters and a polite first line off. */
function unwrap(text: string): string {
  const open = /^```[\w-]*\n([\s\S]*?)\n?```$/.exec(text.replace(preamble, '').trim());
  const inside = open?.[1] ?? text.replace(preamble, '');
  return inside.replace(/^<DRAFT-\w+>\s*\n|\n?<\/DRAFT-\w+>\s*$/g, '').trim();
}

/** `**word**` → `word`, unless the author writes that way. */
function unstar(text: string, source: string): string {
  if (source.includes('**')) return text;
  return text.replace(/\*\*([^*\n]+)\*\*/g, '$1');
}
