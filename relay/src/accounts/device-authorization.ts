import { randomBytes, randomInt } from 'node:crypto';
import type { TokenScope } from '@iapostemanager/protocol/device-authorization';
import type { Database } from '../database/open-database.ts';
import { createToken, hashToken, parseScopes } from './access-tokens.ts';

/*
 * RFC 8628 over the relay's own tokens. better-auth's plugin hands out an ordinary session with every right of the
 * person; a device gets the scopes it asked for and nothing else.
 */

export const DEVICE_CODE_SECONDS = 600;
export const POLL_SECONDS = 5;

/** No vowels, no look-alikes (RFC 8628 §6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** The user code as typed by a person: case, spaces and dashes do not matter. */
const normaliseUserCode = (text: string) => text.toUpperCase().replace(/[^A-Z]/g, '');

export async function startDeviceRequest(
  database: Database,
  wish: { clientId: string; scopes: TokenScope[]; nowMs: number },
): Promise<{ deviceCode: string; userCode: string }> {
  const deviceCode = randomBytes(32).toString('base64url');
  const userCode = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  await database.db
    .deleteFrom('device_requests')
    .where('expires_at', '<', wish.nowMs - 86_400_000)
    .execute();
  await database.db
    .insertInto('device_requests')
    .values({
      device_hash: hashToken(deviceCode),
      user_code: userCode,
      client_id: wish.clientId,
      scopes: wish.scopes.join(' '),
      state: 'pending',
      expires_at: wish.nowMs + DEVICE_CODE_SECONDS * 1_000,
      last_poll_at: 0,
    })
    .execute();
  return { deviceCode, userCode };
}

/** A waiting request for the approval page, or undefined. */
export async function findDeviceRequest(database: Database, userCode: string, nowMs: number) {
  return database.db
    .selectFrom('device_requests')
    .select(['user_code', 'client_id', 'scopes'])
    .where('user_code', '=', normaliseUserCode(userCode))
    .where('state', '=', 'pending')
    .where('expires_at', '>', nowMs)
    .executeTakeFirst();
}

/** @returns false when there is nothing to answer (any more). */
export async function answerDeviceRequest(
  database: Database,
  answer: { userCode: string; userId: string; approve: boolean; nowMs: number },
): Promise<boolean> {
  const result = await database.db
    .updateTable('device_requests')
    .set({ state: answer.approve ? 'approved' : 'denied', user_id: answer.userId })
    .where('user_code', '=', normaliseUserCode(answer.userCode))
    .where('state', '=', 'pending')
    .where('expires_at', '>', answer.nowMs)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export type DevicePoll =
  | { token: string; scopes: string }
  | { error: 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' };

/** One poll of the device. An approved request is used up by the first poll that sees it. */
export async function pollDeviceRequest(
  database: Database,
  { deviceCode, clientId, nowMs }: { deviceCode: string; clientId: string; nowMs: number },
): Promise<DevicePoll> {
  const hash = hashToken(deviceCode);
  const request = await database.db
    .selectFrom('device_requests')
    .selectAll()
    .where('device_hash', '=', hash)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  if (!request || request.expires_at <= nowMs) return { error: 'expired_token' };
  if (request.state === 'denied') return { error: 'access_denied' };
  if (request.state === 'pending' || request.user_id === null) {
    await database.db
      .updateTable('device_requests')
      .set({ last_poll_at: nowMs })
      .where('device_hash', '=', hash)
      .execute();
    const early = nowMs - request.last_poll_at < POLL_SECONDS * 1_000 - 500;
    return { error: early ? 'slow_down' : 'authorization_pending' };
  }
  const taken = await database.db
    .deleteFrom('device_requests')
    .where('device_hash', '=', hash)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  if (Number(taken.numDeletedRows) !== 1) return { error: 'expired_token' };
  const token = await createToken(database, {
    userId: request.user_id,
    name: request.client_id,
    scopes: parseScopes(request.scopes) ?? [],
    nowMs,
  });
  return { token, scopes: request.scopes };
}
