import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import { revokeTokens } from './access-tokens.ts';
import { AUTH_ENDPOINTS, CLIENT_IP_HEADER } from './auth-endpoints.ts';
import type { Auth } from './create-auth.ts';
import type { LazyAuth } from './lazy-auth.ts';
import { useTotpOnce, wasTotpUsed } from './use-totp-once.ts';

export type AuthCall = {
  method: string;
  /** Below `/api/auth`, with its query. */
  path: string;
  headers: Record<string, string | undefined>;
  body?: unknown;
  clientIp: string;
};

const FORWARDED = ['cookie', 'origin', 'user-agent', 'sec-fetch-site', 'sec-fetch-mode', 'accept'];
const signedIn = z.object({ token: z.string(), user: z.object({ id: z.string() }) });
const plainObject = z.record(z.string(), z.unknown()).catch({});
const withEmail = z.object({ email: z.string().optional().catch(undefined) }).catch({});
const withCode = z.object({ code: z.string() });

/** Endpoints after which every other session and token of the person must be dead. */
const REVOKING = new Set(['/change-password', '/two-factor/disable']);

/** Seconds until the next try, where better-auth does not say it. */
const PATIENCE = '60';

/**
 * Gives one call to better-auth, and adds what it lacks: an allow-list of endpoints, TOTP codes that work once,
 * revocation after a change of password or second factor, and `Retry-After` with a 429.
 * @returns undefined for an endpoint that does not exist here.
 */
export async function handleAuth(
  ...call: Parameters<typeof answerCall>
): Promise<Response | undefined> {
  const response = await answerCall(...call);
  // better-auth has the figure in a header of its own that no client reads.
  if (response?.status === 429)
    response.headers.set('retry-after', response.headers.get('x-retry-after') ?? PATIENCE);
  return response;
}

async function answerCall(
  lazyAuth: LazyAuth,
  database: Database,
  baseUrl: string,
  call: AuthCall,
): Promise<Response | undefined> {
  const endpoint = call.path.split('?')[0] ?? '';
  if (!(AUTH_ENDPOINTS as readonly string[]).includes(`${call.method} ${endpoint}`))
    return undefined;
  // Also at sign-in: nobody may be signed in to an account that is not theirs (login CSRF).
  if (call.method === 'POST' && call.headers.origin !== new URL(baseUrl).origin) {
    return Response.json(
      { code: 'INVALID_ORIGIN', message: 'This was not sent from this site.' },
      { status: 403 },
    );
  }
  const auth = await lazyAuth();
  const blocked = endpoint === '/sign-in/email' && (await blockedAccount(database, call.body));
  const owner = REVOKING.has(endpoint) ? await sessionOwner(auth, call) : undefined;
  if (endpoint === '/two-factor/verify-totp') return verifyCode(auth, database, baseUrl, call);
  const response = await auth.handler(toRequest(baseUrl, call));
  if (!response.ok) return response;
  if (blocked) return refuseBlocked(database, blocked);
  if (owner) await revokeOthers(database, owner);
  return response;
}

/**
 * A code at sign-in, or the one that confirms a new second step: only then, not when somebody looks at the QR code,
 * do the other sessions and the tokens of the person end.
 */
async function verifyCode(
  auth: Auth,
  database: Database,
  baseUrl: string,
  call: AuthCall,
): Promise<Response> {
  if (await isReplay(auth, database, call)) return invalidCode();
  const owner = await sessionOwner(auth, call);
  const response = await auth.handler(toRequest(baseUrl, call));
  if (!response.ok) return response;
  const answer = await refuseReplay(database, call, response);
  if (!answer.ok || !owner || owner.secondFactor) return answer;
  // better-auth gives the person a new session with the confirmation: that one stays.
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const renewed = await sessionOwner(auth, { headers: { cookie } });
  await revokeOthers(database, renewed ?? owner);
  return answer;
}

function toRequest(baseUrl: string, call: AuthCall): Request {
  const headers = new Headers({ [CLIENT_IP_HEADER]: call.clientIp });
  for (const name of FORWARDED) {
    const value = call.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  const hasBody = call.method === 'POST';
  if (hasBody) headers.set('content-type', 'application/json');
  // The configured address, never the Host header: links and cookies must not follow what a client claims.
  return new Request(`${baseUrl}/api/auth${call.path}`, {
    method: call.method,
    headers,
    body: hasBody ? JSON.stringify(bodyOf(call)) : undefined,
  });
}

/** No device skips the second step: better-auth would remember one for 30 days, also after a change of password. */
const bodyOf = (call: AuthCall) => ({
  ...plainObject.parse(call.body ?? {}),
  trustDevice: undefined,
});

/** The id of the blocked account somebody signs in to. */
async function blockedAccount(database: Database, body: unknown): Promise<string | undefined> {
  const { email } = withEmail.parse(body ?? {});
  const row = await database.db
    .selectFrom('user')
    .select('id')
    .where('email', '=', (email ?? '').toLowerCase())
    .where('blocked', '=', 1)
    .executeTakeFirst();
  return row?.id;
}

/** Only who knows the password learns that the account is blocked. */
async function refuseBlocked(database: Database, userId: string): Promise<Response> {
  await database.db.deleteFrom('session').where('userId', '=', userId).execute();
  return Response.json(
    { code: 'ACCOUNT_BLOCKED', message: 'This account is blocked.' },
    { status: 403 },
  );
}

async function sessionOwner(auth: Auth, call: Pick<AuthCall, 'headers'>) {
  const session = await auth.api.getSession({
    headers: new Headers({ cookie: call.headers.cookie ?? '' }),
  });
  return (
    session && {
      userId: session.user.id,
      token: session.session.token,
      secondFactor: session.user.twoFactorEnabled === true,
    }
  );
}

const invalidCode = () =>
  Response.json({ code: 'INVALID_CODE', message: 'Invalid code' }, { status: 401 });

/**
 * True for a code of the past, asked before better-auth sees it: better-auth would take it for good and use up the
 * sign-in under way, and the person could not enter the next code. {@link refuseReplay} decides between two at once.
 */
async function isReplay(auth: Auth, database: Database, call: AuthCall): Promise<boolean> {
  const code = withCode.safeParse(call.body).data?.code;
  const userId = await pendingUser(auth, call);
  return code !== undefined && userId !== undefined && wasTotpUsed(database, { userId, code });
}

/** Who is entering a second step: better-auth's cookie names its own record of a sign-in under way. */
async function pendingUser(auth: Auth, call: AuthCall): Promise<string | undefined> {
  const context = await auth.$context;
  const { name } = context.createAuthCookie('two_factor');
  const cookies = (call.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
  const value = cookies.find(([key]) => key === name)?.[1];
  if (value === undefined) return (await sessionOwner(auth, call))?.userId;
  const identifier = decodeURIComponent(value).replace(/\.[^.]*$/, '');
  return (await context.internalAdapter.findVerificationValue(identifier))?.value;
}

async function refuseReplay(database: Database, call: AuthCall, response: Response) {
  const answer = signedIn.parse(await response.clone().json());
  const { code } = withCode.parse(call.body);
  const first = await useTotpOnce(database, { userId: answer.user.id, code, nowMs: Date.now() });
  if (first) return response;
  await database.db.deleteFrom('session').where('token', '=', answer.token).execute();
  return invalidCode();
}

async function revokeOthers(database: Database, owner: { userId: string; token: string }) {
  await database.db
    .deleteFrom('session')
    .where('userId', '=', owner.userId)
    .where('token', '!=', owner.token)
    .execute();
  await revokeTokens(database, { userId: owner.userId, nowMs: Date.now() });
}
