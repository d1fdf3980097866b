import type { Problem } from '@iapostemanager/protocol/problem';

/** What a schema has against a value; of a zod issue what is looked at here. */
export type FieldIssue = {
  code?: string;
  path: PropertyKey[];
  message: string;
  expected?: unknown;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  values?: unknown;
  keys?: unknown;
  format?: unknown;
};

/** Faults told at once; a list of 100,000 may have one in each line. */
const MOST = 100;

/** The sentences of the library; every other one was written by whoever wrote the schema. */
const OF_LIBRARY = /^(?:Invalid|Too (?:big|small)|Unrecognized|Expected)\b/;

/**
 * What is wrong with a value, field by field, for whoever wrote it: the library's sentences ("expected string, received
 * undefined") speak of types, and not of what is missing.
 * @param place where a path begins in the whole, when `value` is a part of it
 */
export function fieldFaults(
  issues: FieldIssue[],
  value: unknown,
  place: (path: PropertyKey[]) => PropertyKey[] = (path) => path,
): NonNullable<Problem['errors']> {
  return issues.slice(0, MOST).flatMap((issue) => {
    const said = (path: PropertyKey[], message: string) => ({
      path: place(path).map(String).join('.'),
      message,
    });
    if (Array.isArray(issue.keys) && issue.code === 'unrecognized_keys') {
      return issue.keys
        .slice(0, MOST)
        .map((key) => said([...issue.path, key], 'is not known here'));
    }
    return [said(issue.path, faultOf(issue, at(value, issue.path)))];
  });
}

function at(value: unknown, path: PropertyKey[]): unknown {
  let found: unknown = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step))
      return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function faultOf(issue: FieldIssue, value: unknown): string {
  if (value === undefined) return 'is needed';
  if (!OF_LIBRARY.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[String(issue.expected)] ?? String(issue.expected)}`;
    case 'invalid_value':
      return Array.isArray(issue.values) ? `must be ${issue.values.join(' or ')}` : 'is not valid';
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must be at least ${amount(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `must be at most ${amount(issue.maximum, issue.origin)}`;
    case 'invalid_format':
      return FORMATS[String(issue.format)] ?? 'is not valid';
    default:
      return 'is not valid';
  }
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const FORMATS: Record<string, string> = {
  url: 'must be a web address',
  datetime: 'must be a time, like 2026-11-26T09:30:00Z',
};

function amount(count: unknown, origin: unknown): string {
  if (origin === 'string') return `${count} characters long`;
  if (origin === 'array') return `${count} entries long`;
  return String(count);
}
