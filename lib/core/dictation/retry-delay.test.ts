import { describe, expect, it } from 'vitest';
import { isRetryable, retryDelay } from './retry-delay';

describe('retry delay', () => {
  it('doubles, stops at a quarter of an hour, and spreads by the jitter', () => {
    const failure = { code: 'server-failed' } as const;
    expect([1, 2, 3].map((n) => retryDelay(n, failure, 0.5))).toEqual([5_000, 10_000, 20_000]);
    expect(retryDelay(40, failure, 1)).toBe(18 * 60_000);
    expect(retryDelay(1, failure, 0)).toBe(4_000);
  });

  it('X12: waits at least as long as the server asked', () => {
    expect(retryDelay(1, { code: 'rate-limited', retryAfter: 90 }, 0.5)).toBe(90_000);
  });

  it('tries again by itself only where that can help', () => {
    expect(isRetryable({ code: 'offline' })).toBe(true);
    expect(isRetryable({ code: 'server-failed', status: 503 })).toBe(true);
    expect(isRetryable({ code: 'server-failed', status: 400 })).toBe(false);
    expect(isRetryable({ code: 'unauthorized', status: 401 })).toBe(false);
    expect(isRetryable({ code: 'permission-missing' })).toBe(false);
  });
});
