import type { RelayAccount } from '@iapostemanager/protocol/relay-account';
import { readCount, readList, readObject, readOptional, readText } from '@/lib/core/read-value';

export type RelayScope = RelayAccount['scopes'][number];
const knownScopes = ['send', 'ai', 'read'] as const satisfies readonly RelayScope[];

/** The scopes there are among these words. */
export function readScopes(words: readonly string[]): RelayScope[] {
  return knownScopes.filter((scope) => words.includes(scope));
}

/** The answer of `GET /api/account`; null when it is none. */
export function readAccount(untrusted: unknown): RelayAccount | null {
  const answer = readObject(untrusted);
  const sender = readObject(answer.sender);
  if (typeof answer.email !== 'string' || typeof sender.address !== 'string') return null;
  return {
    email: answer.email,
    scopes: readScopes(readList(answer.scopes, (scope) => readText(scope))),
    device: readOptional(answer.device, (name) => readText(name)),
    sender: {
      address: sender.address,
      delivers: sender.delivers !== false,
      perMinute: readOptional(sender.perMinute, (value) => readCount(value)),
      perDay: readOptional(sender.perDay, (value) => readCount(value)),
    },
    ai: answer.ai === true,
    version: readText(answer.version),
  };
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
