/**
 * Control and format characters: bidirectional overrides, zero-width, tags, which can disguise a text
 * (S40). Line break, tab and the two joiners (scripts and emoji need them) are not among them.
 */
const invisible = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const htmlTag =
  /<\/?(?:a|abbr|article|audio|b|base|body|br|button|center|code|dd|div|dl|dt|em|embed|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|link|main|math|meta|nav|object|ol|option|p|pre|s|script|section|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video)\b[^>]*>/gi;
const markdownImage = /!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?/g;
const referenceLine = /^[^\S\n]*\[[^\]\n]+\]:[^\S\n]*\S+.*$/gm;
const preamble =
  /^(?:(?:sure|certainly|of course|okay|ok|bien s[uû]r|d['’]accord|voici|here(?:['’]s| is| are)|por supuesto|claro|aqu[ií])\b[^\n]{0,120}:)[^\S\n]*\n+/i;

/**
 * An answer as plain text: without code fences, thinking blocks, a sentence before the text, Markdown
 * images, HTML, and invisible characters. What the author's own text holds as well is left alone.
 */
export function cleanAnswer(answer: string, source: string): string {
  const visible = answer.replace(/\r\n?/g, '\n').replace(invisible, (character) => {
    return source.includes(character) ? character : '';
  });
  const text = unwrap(visible.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, '').trim());
  const plain = text
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, dropUnless(source))
    .replace(/<!--[\s\S]*?-->/g, dropUnless(source))
    .replace(htmlTag, dropUnless(source))
    .replace(markdownImage, dropUnless(source))
    .replace(referenceLine, dropUnless(source));
  return unstar(plain, source).trim();
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
