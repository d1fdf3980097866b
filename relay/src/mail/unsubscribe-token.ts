import { createHmac, timingSafeEqual } from 'node:crypto';

/** `from`: the address the mail came from, which the page names; empty in a link made before links said it. */
export type UnsubscribeClaim = { userId: string; address: string; from: string };

/** `<claim>.<mac>`, both base64url. The algorithm is fixed: nothing in the token chooses it. */
export function signUnsubscribe(key: Buffer, { userId, address, from }: UnsubscribeClaim): string {
  const claim = Buffer.from(JSON.stringify([userId, address, from])).toString('base64url');
  return `${claim}.${mac(key, claim)}`;
}

/** The claim, or undefined when a single bit is not ours. */
export function readUnsubscribe(key: Buffer, token: string): UnsubscribeClaim | undefined {
  const [claim = '', given = '', ...rest] = token.split('.');
  const expected = Buffer.from(mac(key, claim));
  const received = Buffer.from(given);
  if (rest.length > 0 || received.length !== expected.length) return undefined;
  if (!timingSafeEqual(received, expected)) return undefined;
  const [userId, address, from] = JSON.parse(Buffer.from(claim, 'base64url').toString());
  return { userId, address, from: from ?? '' };
}

const mac = (key: Buffer, claim: string) =>
  createHmac('sha256', key).update(claim).digest('base64url');
