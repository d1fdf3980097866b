export interface QuickRecipient {
  /** Lower-cased and plain when it is an address; as it was typed when it is not one (yet). */
  address: string;
  name: string;
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
  /** Addresses whose mail the relay has taken. */
  sent: string[];
  /** Subject and text that they got; empty when it is not known. */
  sentText: string;
  /** The relay and account that the keys were made for: another one has never seen them. */
  keysFor: string;
}

export const emptyQuickDraft: QuickDraft = {
  to: [],
  typed: '',
  subject: '',
  body: '',
  keys: {},
  sent: [],
  sentText: '',
  keysFor: '',
};

/** Reads a stored draft value by value: what an older version or damage left out is empty. */
export function parseQuickDraft(stored: unknown): QuickDraft {
  const known: Record<string, unknown> =
    typeof stored === 'object' && stored !== null ? Object.fromEntries(Object.entries(stored)) : {};
  return {
    to: list(known.to).flatMap((one) => {
      if (typeof one !== 'object' || one === null) return [];
      const { address, name } = one as { address?: unknown; name?: unknown };
      return text(address) === '' ? [] : [{ address: text(address), name: text(name) }];
    }),
    typed: text(known.typed),
    subject: text(known.subject),
    body: text(known.body),
    keys: Object.fromEntries(
      Object.entries(known.keys ?? {}).filter(([, key]) => typeof key === 'string'),
    ),
    sent: list(known.sent).filter((one) => typeof one === 'string'),
    sentText: text(known.sentText),
    keysFor: text(known.keysFor),
  };
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
export function unresolved({ keys, sent }: QuickDraft): string[] {
  return Object.keys(keys).filter((address) => !sent.includes(address));
}

/** The draft with a key for each recipient that has none yet. */
export function withKeys(draft: QuickDraft, createKey: () => string): QuickDraft {
  const keys = { ...draft.keys };
  for (const { address } of draft.to) keys[address] ??= createKey();
  return { ...draft, keys };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
