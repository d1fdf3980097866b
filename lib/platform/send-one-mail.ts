import { AppError } from '@/lib/core/app-error';
import { readObject, readText } from '@/lib/core/read-value';
import { readAccount } from '@/lib/platform/relay-account-answer';
import { askRelay } from '@/lib/platform/relay-client';
import { connectedRelay, type StoredRelay } from '@/lib/platform/relay-connection';

/** One finished mail, handed to the relay. */
export interface SingleMail {
  /** Made before the first try and kept over every retry: the relay sends it once. */
  idempotencyKey: string;
  /** Relay and account that the key is for, as `origin account`; to another one nothing goes: `relay-changed`. */
  only: string;
  to: string;
  name?: string;
  subject: string;
  html: string;
  text: string;
}

export interface SingleMailAnswer {
  batchId: string;
  /** `sent`, or what else the ledger says so far. */
  state: string;
}

/** Hands one mail to the relay; resolves when it is on the relay's disk. Throws what `askRelay` throws. */
export async function sendOneMail({
  idempotencyKey,
  only,
  ...mail
}: SingleMail): Promise<SingleMailAnswer> {
  // Without a key a lost answer could not be asked for again without sending twice.
  if (idempotencyKey === '') throw new AppError('unknown', { detail: 'no idempotency key' });
  const relay = await connectedRelay();
  if (only !== `${relay.origin} ${relay.account}`) throw new AppError('relay-changed');
  const request = { path: '/api/email/send', method: 'POST', body: mail, idempotencyKey } as const;
  const { batchId, state } = readObject(await askRelay(relay, request));
  if (typeof batchId !== 'string') throw new AppError('relay-not-one');
  return { batchId, state: readText(state) };
}

/**
 * The relay, and whose account it is: right after a connection nobody has asked it yet. While that is unknown nothing
 * is handed over, since a key is only known to the account that was asked first.
 */
export async function knownRelay(signal?: AbortSignal): Promise<StoredRelay> {
  const relay = await connectedRelay();
  if (relay.account !== '') return relay;
  const request = { path: '/api/account', timeoutMs: 8_000, ...(signal && { signal }) };
  const account = readAccount(await askRelay(relay, request))?.email ?? '';
  if (account === '') throw new AppError('relay-unreachable');
  return { ...relay, account };
}
