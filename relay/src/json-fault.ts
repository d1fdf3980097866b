import { HttpProblem, NO_BODY } from './http-problem.ts';

/** Whoever writes JSON by hand writes less; a program's megabytes are not gone through again. */
const MOST_LENGTH = 1024 * 1024;

const SPACE = /[ \t\n\r]*/y;
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Without its closing quote: where it ends is where the fault is, if there is one. */
const STRING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a string
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;

/** Nothing honest is built so deep; a schema of an AI tool has a tenth of it. */
const MOST_LEVELS = 200;

/** Objects and lists deeper inside each other than that: whoever writes them out again would run out of stack. */
export const isTooDeep = (value: unknown, levels = MOST_LEVELS): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

/** The answer to what {@link isTooDeep}. */
export const tooDeep = () =>
  new HttpProblem(400, 'invalid-request', 'The request is not valid.', [
    { path: '', message: `is nested deeper than ${MOST_LEVELS} levels` },
  ]);

/** The answer to a body that `JSON.parse`, or the parser that takes no `__proto__`, refused: where it breaks off. */
export function jsonFault(body: string | Uint8Array): HttpProblem {
  return new HttpProblem(400, 'invalid-request', 'The request is not valid.', [
    { path: '', message: describeFault(body) },
  ]);
}

function describeFault(body: string | Uint8Array): string {
  if (body.length === 0) return NO_BODY;
  if (body.length > MOST_LENGTH) return 'the body is not JSON';
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const at = findJsonFault(text);
  if (at === undefined) return 'the body has a name that is not taken: __proto__ or constructor';
  const before = text.slice(0, at).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const found = text.codePointAt(at);
  return found === undefined
    ? `the body is not JSON: it ends too early, at ${place}`
    : `the body is not JSON: ${place} cannot be ${JSON.stringify(String.fromCodePoint(found))}`;
}

/** @returns where a text stops being JSON (its length: it ends too early), or undefined when it is JSON. */
export function findJsonFault(text: string): number | undefined {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const takeChar = (char: string | undefined): boolean => {
    if (char === undefined || text[at] !== char) return false;
    at += 1;
    return true;
  };
  const takeString = () => take(STRING) && takeChar('"');
  /** The brackets that close what is open. */
  const open: string[] = [];
  let next: 'value' | 'first' | 'name' | 'after' = 'value';
  for (;;) {
    take(SPACE);
    if (next === 'after' && open.length === 0) return at === text.length ? undefined : at;
    if ((next === 'after' || next === 'first') && takeChar(open.at(-1))) {
      open.pop();
      next = 'after';
    } else if (next === 'after') {
      if (!takeChar(',')) return at;
      next = open.at(-1) === '}' ? 'name' : 'value';
    } else if (next === 'name' || (next === 'first' && open.at(-1) === '}')) {
      if (!takeString() || !take(SPACE) || !takeChar(':')) return at;
      next = 'value';
    } else if (takeChar('{')) {
      open.push('}');
      next = 'first';
    } else if (takeChar('[')) {
      open.push(']');
      next = 'first';
    } else if (takeString() || take(LITERAL)) next = 'after';
    else return at;
  }
}
