import { AppError, type ErrorCode, type Failure } from '@/lib/core/app-error';
import { readObject, readText } from '@/lib/core/read-value';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';

/** A relay as it is talked to. Without a token only public routes answer. */
export interface RelayAccess {
  /** e.g. `https://relay.example.org`. Every request goes to this origin and no other. */
  origin: string;
  token: string;
}

export interface RelayRequest {
  /** From the root, with its query: `/api/email/batches?limit=50`. */
  path: string;
  method?: 'GET' | 'POST';
  /** Sent as JSON. A string is taken as JSON that was made before. */
  body?: unknown;
  /** Made before the first try: the same key never does the same thing twice (R30). */
  idempotencyKey?: string;
  /** For the answer's beginning and its body; 20 s unless told. Milliseconds. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** The relay's own `code` of a refusal, kept in `detail` before the first colon. */
export function relayCode(failure: Failure): string {
  return failure.detail?.split(':')[0] ?? '';
}

/**
 * Asks the relay and answers its JSON, or null for an empty answer. One origin, no redirects, no cookies, no
 * cache (S42). Background only: this is where the token is used.
 *
 * Throws AppError: `relay-refused` (401), `relay-scope` (403), `relay-invalid` (other 4xx, with the relay's
 * code), `relay-gone` (404), `rate-limited`, `relay-failed` (5xx), `relay-unreachable`, `offline`,
 * `relay-silent-here` (either, of a relay on this computer), `timed-out`, `aborted`, `relay-not-one` (it answered something that is no JSON).
 */
export async function askRelay(access: RelayAccess, request: RelayRequest): Promise<unknown> {
  const response = await openRelay(access, request);
  const text = await response.text().catch((thrown: unknown) => {
    throw toRelayError(thrown, access, request.signal);
  });
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError('relay-not-one', { status: response.status }, cause);
  }
}

/** The same for answers that are not JSON (an event stream, a CSV file); the body is still to be read. */
export async function openRelay(access: RelayAccess, request: RelayRequest): Promise<Response> {
  const { path, method = 'GET', body, idempotencyKey, timeoutMs = 20_000, signal } = request;
  const url = new URL(path, access.origin);
  if (url.origin !== access.origin) throw new AppError('permission-missing', { detail: path });
  const limit = timeoutMs === Number.POSITIVE_INFINITY ? null : AbortSignal.timeout(timeoutMs);
  const signals = [signal, limit].filter((one) => one !== undefined && one !== null);
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.1' };
  if (access.token !== '') headers.authorization = `Bearer ${access.token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any(signals),
    });
  } catch (thrown) {
    throw toRelayError(thrown, access, signal);
  }
  if (!response.ok) throw await readProblem(response, access.token);
  return response;
}

/** What fetch threw. Firefox and Chrome tell no page why: a wrong certificate looks like silence. */
function toRelayError(
  thrown: unknown,
  { origin }: RelayAccess,
  signal: AbortSignal | undefined,
): AppError {
  if (thrown instanceof AppError) return thrown;
  if (signal?.aborted) return new AppError('aborted', {}, thrown);
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return new AppError('timed-out', {}, thrown);
  }
  // No network lies between us and this computer: whether there is one says nothing.
  if (isLocalRelay(origin)) return new AppError('relay-silent-here', {}, thrown);
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  return new AppError(offline ? 'offline' : 'relay-unreachable', {}, thrown);
}

/** An answer other than 2xx, `application/problem+json` when it is the relay's own. */
async function readProblem(response: Response, token: string): Promise<AppError> {
  const { status } = response;
  const said = readObject(await response.json().catch(() => null));
  // The device authorization speaks OAuth's words (RFC 6749 §5.2), everything else RFC 9457.
  const code = readText(said.code, readText(said.error));
  const words = [readText(said.title), ...problemsOf(said.errors)].filter(Boolean).join(' · ');
  const detail = `${code}: ${words}`.replaceAll(token === '' ? '\0' : token, '…').slice(0, 300);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new AppError(codeOf(status, code), {
    status,
    detail,
    ...(Number.isFinite(retryAfter) ? { retryAfter: Math.min(retryAfter, 86_400) } : {}),
  });
}

function problemsOf(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, 3).map((error) => {
    const { path, message } = readObject(error);
    return `${readText(path)}: ${readText(message)}`;
  });
}

function codeOf(status: number, code: string): ErrorCode {
  if (status === 401) return 'relay-refused';
  if (status === 403) return 'relay-scope';
  if (status === 404 && code === 'not-found') return 'relay-gone';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status >= 500) return 'relay-failed';
  return code === '' ? 'relay-not-one' : 'relay-invalid';
}
