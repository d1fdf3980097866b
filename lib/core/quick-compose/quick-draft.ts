import { readObject } from '@/lib/core/read-value';

export interface QuickRecipient {
  /** Lower-cased and plain when it is an address; as it was typed when it is not one (yet). */
  address: string;
  name: string;
}

/** A mail as it was when its sending was tried. */
export interface TriedMail {
  to: QuickRecipient[];
  subject: string;
  body: string;
}

/** A mail written in the popup. */
export interface QuickDraft {
  to: QuickRecipient[];
  /** What stands in the field of the recipients and is not one yet. */
  typed: string;
  subject: string;
  body: string;
  /**
   * Key of each recipient's mail, by address: made and stored before its first try and kept over every
   * retry, so that the relay sends it once whatever happens in between.
   */
  keys: Record<string, string>;
  /** Addresses whose key was made and has never been handed over: no relay can know their mail. */
  untried: string[];
  /** Addresses whose mail the relay has taken. */
  sent: string[];
  /** Subject and text that each of them got, by address; empty: an earlier one, nobody knows which. */
  sentTexts: Record<string, string>;
  /** Each version that was tried under these keys, the latest last: one of them the relay may have taken. */
  tried: TriedMail[];
  /** The relay and account that the keys were made for: another one has never seen them. */
  keysFor: string;
}

export const emptyQuickDraft: QuickDraft = {
  to: [],
  typed: '',
  subject: '',
  body: '',
  keys: {},
  untried: [],
  sent: [],
  sentTexts: {},
  tried: [],
  keysFor: '',
};

/** Reads a stored draft value by value: what an older version or damage left out is empty. */
export function parseQuickDraft(stored: unknown): QuickDraft {
  const known: Record<string, unknown> =
    typeof stored === 'object' && stored !== null ? Object.fromEntries(Object.entries(stored)) : {};
  return {
    to: readRecipients(known.to),
    typed: text(known.typed),
    subject: text(known.subject),
    body: text(known.body),
    keys: texts(known.keys),
    // A version that did not write it down may have tried any of them.
    untried: list(known.untried).filter((one) => typeof one === 'string'),
    sent: list(known.sent).filter((one) => typeof one === 'string'),
    sentTexts: texts(known.sentTexts),
    tried: list(known.tried).map(readTried),
    keysFor: text(known.keysFor),
  };
}

/** More versions than these nobody tries while an answer is missing. */
const mostTried = 5;

/** The draft with this version among those that were tried; with no mail in doubt the earlier ones are past. */
export function withTry(draft: QuickDraft): QuickDraft {
  const { to, subject, body } = draft;
  const now = JSON.stringify({ to, subject, body });
  const earlier = unresolved(draft).length > 0 ? draft.tried : [];
  const others = earlier.filter((one) => JSON.stringify(one) !== now);
  return { ...draft, tried: [...others, { to, subject, body }].slice(-mostTried) };
}

/** Is there nothing in it that somebody would miss? */
export function isEmptyDraft({ to, typed, subject, body }: QuickDraft): boolean {
  return to.length === 0 && `${typed}${subject}${body}`.trim() === '';
}

/** Do both hold the same mail, whatever was sent of it? */
export function isSameMail(one: QuickDraft, other: QuickDraft): boolean {
  const written = ({ to, typed, subject, body }: QuickDraft) =>
    JSON.stringify([to, typed, subject, body]);
  return written(one) === written(other);
}

/** Addresses whose mail was tried and of which nobody knows yet whether the relay has taken it. */
export function unresolved({ keys, untried, sent }: QuickDraft): string[] {
  return Object.keys(keys).filter(
    (address) => !sent.includes(address) && !untried.includes(address),
  );
}

/** Recipients whose mail was to be sent and has not been tried. */
export function notTried({ to, untried }: QuickDraft): string[] {
  return to.flatMap(({ address }) => (untried.includes(address) ? [address] : []));
}

/** The draft with a key for each recipient that has none yet. */
export function withKeys(draft: QuickDraft, createKey: () => string): QuickDraft {
  const keys = { ...draft.keys };
  const added = draft.to.flatMap(({ address }) => (keys[address] === undefined ? [address] : []));
  for (const address of added) keys[address] ??= createKey();
  return { ...draft, keys, untried: [...new Set([...draft.untried, ...added])] };
}

function readRecipients(value: unknown): QuickRecipient[] {
  return list(value).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return [];
    const { address, name } = one as { address?: unknown; name?: unknown };
    return text(address) === '' ? [] : [{ address: text(address), name: text(name) }];
  });
}

function readTried(value: unknown): TriedMail {
  const { to, subject, body } = readObject(value);
  return { to: readRecipients(to), subject: text(subject), body: text(body) };
}

function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(entries.filter(([, one]) => typeof one === 'string'));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
