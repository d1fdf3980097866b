import { htmlToText } from '@/lib/core/templates/html-to-text';

/** A usual fault in a template, with the text as its author sees it (no markup, cut). */
export type TemplateFault = { line: number; text: string } & (
  | { kind: 'not-closed'; end: '}}' | '%}' }
  | { kind: 'unknown-filter'; name: string; instead: string }
  /** A name with spaces or apostrophes: to the engine these are several variables. */
  | { kind: 'several-words'; name: string; instead: string }
  /** `{% if ville %}` without its end. */
  | { kind: 'block-open'; end: string }
);

const longest = 80;
const operators = /^(?:and|or|not|contains)$/;
const words =
  /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:(?:\s+|\s*['’]\s*)[\p{L}\p{N}_][\p{L}\p{N}_.-]*)+$/u;
/** A marker with what stands in it and its end, which may be missing or another's. */
const markers = /\{[{%]((?:(?!\{\{|\{%|\}\}|%\})[\s\S])*)(\}\}|%\})?/g;
const quotes = /"[^"]*"|'[^']*'/g;

/** The lines of a template as its author sees them. */
export function visibleText(source: string, kind: 'html' | 'text'): string {
  return kind === 'html' ? htmlToText(source) : source;
}

/**
 * The first usual fault among the markers of a text. What it does not know it leaves to the engine.
 * @param isFilter does the engine have a filter of this name?
 */
export function findFault(text: string, isFilter: (name: string) => boolean): TemplateFault | null {
  const plain = withoutSilent(text);
  const blocks: { tag: string; text: string; line: number }[] = [];
  let line = 1;
  let counted = 0;
  for (const { 0: open, 1: inside = '', 2: closed = '', index } of plain.matchAll(markers)) {
    const end = open.startsWith('{{') ? '}}' : '%}';
    line += plain.slice(counted, index).split('\n').length - 1;
    counted = index;
    if (closed !== end) {
      const text = cut(open.slice(0, 2) + firstLine(inside));
      return { kind: 'not-closed', end, line, text };
    }
    const marker = { line, text: cut(open) };
    const fault = end === '}}' ? faultOfOutput(inside, marker, isFilter) : null;
    if (fault) return fault;
    if (end === '%}') noteBlock(inside, marker, blocks);
  }
  const left = blocks.at(-1);
  return left ? { kind: 'block-open', end: `{% end${left.tag} %}`, ...left } : null;
}

/** A name of several words in the outputs of a text: the engine takes it, and fills in something else. */
export function findSplitName(text: string): TemplateFault | null {
  const fault = /\{\{[^{}|]{0,200}[\s'’][^{}|]/.test(text) ? findFault(text, () => true) : null;
  return fault?.kind === 'several-words' ? fault : null;
}

function faultOfOutput(
  inside: string,
  marker: { line: number; text: string },
  isFilter: (name: string) => boolean,
): TemplateFault | null {
  const trimmed = inside.replace(/^-|-$/g, '').trim();
  const name = (trimmed.split('|', 1)[0] ?? '').trim().replace(/\s+/g, ' ');
  if (words.test(name) && !name.split(' ').some((word) => operators.test(word))) {
    const instead = name.replace(/[\s'’]+/g, '_');
    return { kind: 'several-words', name: cut(name), instead: cut(`{{ ${instead} }}`), ...marker };
  }
  const outside = trimmed.replace(quotes, (quoted) => '"'.repeat(quoted.length));
  for (const [whole, filter = ''] of outside.matchAll(/\|\s*([\p{L}_][\p{L}\p{N}_-]*)/gu)) {
    if (isFilter(filter)) continue;
    const argument = trimmed.slice(outside.indexOf(whole) + whole.length).split('|', 1)[0] ?? '';
    const given = /^\s*:\s*\S/.test(argument) ? argument.trim() : ': "…"';
    const instead = cut(`{{ ${name} | default${given} }}`);
    return { kind: 'unknown-filter', name: cut(filter), instead, ...marker };
  }
  return null;
}

const blockTags = /^(?:if|unless|for|case|capture|tablerow)$/;

/** Keeps account of the blocks that are open. */
function noteBlock(
  inside: string,
  marker: { line: number; text: string },
  open: { tag: string; text: string; line: number }[],
): void {
  const tag = /^-?\s*(\w+)/.exec(inside)?.[1] ?? '';
  if (blockTags.test(tag)) open.push({ tag, ...marker });
  else if (tag === `end${open.at(-1)?.tag}`) open.pop();
}

/** Comments and what is not to be filled, blanked out: nothing in them is a fault. Lines stay. */
function withoutSilent(text: string): string {
  let plain = '';
  let rest = text;
  for (;;) {
    const begin = /\{%-?\s*(raw|comment)\s*-?%\}/.exec(rest);
    if (!begin) return plain + rest;
    const end = new RegExp(`\\{%-?\\s*end${begin[1]}\\s*-?%\\}`).exec(rest.slice(begin.index));
    if (!end) return plain + rest;
    const until = begin.index + end.index + end[0].length;
    const silent = rest.slice(begin.index, until);
    plain += rest.slice(0, begin.index) + silent.replace(/[^\n]/g, ' ');
    rest = rest.slice(until);
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').trimEnd();
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
