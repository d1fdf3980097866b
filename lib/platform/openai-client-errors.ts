import { APIConnectionError, APIError } from 'openai';
import { AppError, type ErrorCode, type Failure } from '@/lib/core/app-error';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';

/**
 * What the SDK, fetch or the stream threw, as one of our failures. `afterFirstByte`: a drop in the
 * middle is `answer-cut`, not a server that cannot be reached. The key never appears in `detail`.
 */
export function toServerError(
  thrown: unknown,
  { baseUrl, key }: { baseUrl: string; key: string },
  afterFirstByte = false,
): AppError {
  const own = ownError(thrown);
  if (own) return own;
  if (thrown instanceof APIError && typeof thrown.status === 'number') {
    return fromStatus(thrown, key);
  }
  if (afterFirstByte) {
    if (thrown instanceof APIError && !(thrown instanceof APIConnectionError)) {
      // An error frame inside the stream: the server said why.
      return new AppError('server-failed', { detail: redact(thrown.message, key) }, thrown);
    }
    return new AppError('answer-cut', {}, thrown);
  }
  if (thrown instanceof SyntaxError) return new AppError('bad-answer', {}, thrown);
  // No network lies between us and this computer: whether there is one says nothing.
  const here = isLocalRelay(baseUrl);
  if (isOffline() && !here) return new AppError('offline', {}, thrown);
  const code =
    here && thrown instanceof APIConnectionError ? 'server-silent-here' : 'server-failed';
  return new AppError(code, { detail: 'unreachable, or it redirects elsewhere' }, thrown);
}

/** The SDK wraps what our fetch throws into APIConnectionError; the reason is in `cause`. */
function ownError(thrown: unknown): AppError | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; depth += 1) {
    if (error instanceof AppError) return error;
    error = error.cause;
  }
  return undefined;
}

function fromStatus(error: APIError, key: string): AppError {
  const status = error.status ?? 0;
  const extra: Omit<Failure, 'code'> = { status };
  const html = (error.headers?.get('content-type') ?? '').includes('text/html');
  if (!html) extra.detail = redact(error.message, key);
  const retryAfter = readRetryAfter(error.headers?.get('retry-after') ?? null);
  if (retryAfter !== undefined) extra.retryAfter = retryAfter;
  return new AppError(codeOfStatus(status), extra, error);
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'model-missing';
  if (status === 429) return 'rate-limited';
  if (status === 408) return 'timed-out';
  return status >= 500 ? 'server-failed' : 'bad-answer';
}

/** Seconds, from either form of Retry-After (RFC 9110 §10.2.3), at most a day. */
function readRetryAfter(header: string | null): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(header)
    ? Number(header)
    : (Date.parse(header) - Date.now()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 0), 86_400);
}

/** The server's words without the key, also where a server echoes a part of it (`sk-ab…yz`). */
function redact(words: string, key: string): string {
  const clean = key === '' ? words : words.replaceAll(key, '…');
  return clean.replace(/\b(sk|gsk|key|Bearer)[-_ ][\w*.…-]{4,}/gi, '$1-…').slice(0, 300);
}

function isOffline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine === false;
}
