import type { Failure } from '@/lib/core/app-error';

const firstDelay = 5_000;
const longestDelay = 15 * 60_000;

/**
 * May another try succeed without the user doing anything? A refused key, a missing permission or a
 * request the server rejects as such (4xx) will fail again; being offline or a busy server will not.
 */
export function isRetryable(failure: Failure): boolean {
  switch (failure.code) {
    case 'offline':
    case 'server-silent-here':
    case 'timed-out':
    case 'rate-limited':
      return true;
    case 'server-failed':
      return failure.status === undefined || failure.status >= 500;
    default:
      return false;
  }
}

/**
 * Milliseconds to wait before try number `attempts + 1`: 5 s, doubled each time up to 15 min, with a
 * jitter of ±20 % from `random` (0–1), never sooner than the server asked (Retry-After, seconds).
 */
export function retryDelay(attempts: number, failure: Failure, random: number): number {
  const base = Math.min(firstDelay * 2 ** Math.max(0, attempts - 1), longestDelay);
  const jittered = base * (0.8 + 0.4 * random);
  return Math.round(Math.max(jittered, (failure.retryAfter ?? 0) * 1000));
}
