import { parseQuickDraft, type QuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { readChoice, readCount, readObject, readText } from '@/lib/core/read-value';

/** `open`: under way, as far as is known. Those that arrived are not kept. */
const handedStates = ['open', 'failed', 'uncertain', 'suppressed', 'cancelled'] as const;
export type HandedState = (typeof handedStates)[number];

/** One recipient's mail that the relay has taken, kept until it is known to have arrived. */
export interface HandedMail {
  /** The key under which it was handed over. */
  key: string;
  address: string;
  name: string;
  subject: string;
  body: string;
  /** Under which the relay lists it. */
  batchId: string;
  /** The relay and account that took it. */
  keysFor: string;
  /** When it was handed over, milliseconds since the epoch. */
  at: number;
  state: HandedState;
  /** What the mail server said to it; empty when it said nothing. */
  reason: string;
}

/** A mail that was being written when another one was taken up again. */
export interface AsideMail {
  id: string;
  draft: QuickDraft;
}

/** Ids of what was put aside begin with this. */
export const asidePrefix = 'quick-compose-aside:';

/** Id of the one that was put aside by clearing the form. */
export const clearedId = `${asidePrefix}cleared`;

/** After this long the text of a mail is not kept any more, whatever became of it. Milliseconds. */
export const handedRetention = 30 * 86_400_000;

export function parseHandedMail(stored: unknown): HandedMail {
  const known = readObject(stored);
  return {
    key: readText(known.key),
    address: readText(known.address),
    name: readText(known.name),
    subject: readText(known.subject),
    body: readText(known.body),
    batchId: readText(known.batchId),
    keysFor: readText(known.keysFor),
    at: readCount(known.at),
    state: readChoice(known.state, handedStates, 'open'),
    reason: readText(known.reason),
  };
}

/** The draft that these mails of one text make again: a new mail, without their keys. */
export function draftOf(mails: readonly HandedMail[]): QuickDraft {
  const [first] = mails;
  const to = new Map(mails.map(({ address, name }) => [address, { address, name }]));
  const { subject = '', body = '' } = first ?? {};
  return { ...parseQuickDraft(null), to: [...to.values()], subject, body };
}

/** Mails that did not arrive, those of one text together; doubtful ones apart, since they may have arrived. */
export function groupTroubles(mails: readonly HandedMail[]): HandedMail[][] {
  const groups = new Map<string, HandedMail[]>();
  for (const mail of mails) {
    if (mail.state === 'open') continue;
    const name = JSON.stringify([mail.state === 'uncertain', mail.subject, mail.body]);
    groups.set(name, [...(groups.get(name) ?? []), mail]);
  }
  return [...groups.values()];
}
