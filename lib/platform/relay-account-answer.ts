import type { RelayAccount } from '@iapostemanager/protocol/relay-account';
import { AppError } from '@/lib/core/app-error';
import { readCount, readList, readObject, readOptional, readText } from '@/lib/core/read-value';

export type RelayScope = RelayAccount['scopes'][number];
const knownScopes = ['send', 'ai', 'read'] as const satisfies readonly RelayScope[];

/** The scopes there are among these words. */
export function readScopes(words: readonly string[]): RelayScope[] {
  return knownScopes.filter((scope) => words.includes(scope));
}

/** How a relay sends, as it says itself; null when there is no sender in it. */
export function readSender(untrusted: unknown): RelayAccount['sender'] | null {
  const sender = readObject(untrusted);
  if (typeof sender.address !== 'string') return null;
  return {
    address: sender.address,
    ...(typeof sender.name === 'string' && sender.name !== '' && { name: sender.name }),
    delivers: sender.delivers !== false,
    perMinute: readOptional(sender.perMinute, (value) => readCount(value)),
    perDay: readOptional(sender.perDay, (value) => readCount(value)),
  };
}

/** The answer of `GET /api/account`; null when it is none. */
export function readAccount(untrusted: unknown): RelayAccount | null {
  const answer = readObject(untrusted);
  const sender = readSender(answer.sender);
  if (typeof answer.email !== 'string' || sender === null) return null;
  return {
    email: answer.email,
    scopes: readScopes(readList(answer.scopes, (scope) => readText(scope))),
    device: readOptional(answer.device, (name) => readText(name)),
    sender,
    ai: answer.ai === true,
    ...(typeof answer.publicUrl === 'string' && { publicUrl: answer.publicUrl }),
    version: readText(answer.version),
  };
}

/** A mail account of the person's own, as far as one who chooses among them has to know it. */
export interface OwnAccount {
  id: string;
  /** Under which the person knows it. */
  name: string;
  /** What stands in From. */
  from: string;
  /** What readers see before the address; null: the address alone. */
  fromName: string | null;
  /** Ceilings over all its batches; null when there is none. */
  perMinute: number | null;
  perDay: number | null;
}

/** The answer of `GET /api/email/accounts`. Throws `relay-not-one` when it is no list. */
export function readOwnAccounts(untrusted: unknown): OwnAccount[] {
  const { items } = readObject(untrusted);
  if (!Array.isArray(items)) throw new AppError('relay-not-one');
  return readList(items, (item) => {
    const account = readObject(item);
    const limits = readObject(account.limits);
    return {
      id: readText(account.id),
      name: readText(account.name),
      from: readText(account.from),
      fromName: readOptional(account.fromName, (name) => readText(name)) || null,
      perMinute: readOptional(limits.perMinute, (value) => readCount(value)),
      perDay: readOptional(limits.perDay, (value) => readCount(value)),
    };
  }).filter(({ id, from }) => id !== '' && from !== '');
}

export type RelayHealth =
  | { kind: 'relay'; version: string; ready: boolean }
  | { kind: 'old'; version: string }
  | { kind: 'other' };

/** The first relay that speaks what this extension speaks. */
const oldest = 4;

/** What answered at `/api/health`: a relay we can talk to, an old one, or something else. */
export function judgeHealth(untrusted: unknown): RelayHealth {
  const answer = readObject(untrusted);
  const version = readText(answer.version);
  const major = Number(/^v?(\d+)\./.exec(version)?.[1] ?? Number.NaN);
  if (typeof answer.status !== 'string' || Number.isNaN(major)) return { kind: 'other' };
  if (major < oldest) return { kind: 'old', version };
  if (typeof answer.ready !== 'boolean') return { kind: 'other' };
  return { kind: 'relay', version, ready: answer.ready };
}
