const FIRST_MS = 60_000;
export const LONGEST_RETRY_MS = 4 * 60 * 60 * 1_000;

/** Without an answer of the server: it never asked for patience, and a person is waiting. */
const UNANSWERED_MS = 1_000;

/** Tries before a temporary refusal counts as a failure: with these delays about a day. */
export const MAX_ATTEMPTS = 12;

/**
 * Milliseconds before the next try: doubling from one minute to four hours, each spread over ±25 % so that a thousand
 * deferred messages do not come back together. Where the server has said nothing about this message (the line broke
 * before the body, the time of a busy machine ran out) it begins with a second and catches up, fourfold each time.
 * @param attempts tries so far, from 1
 * @param random 0 ≤ random < 1
 */
export function retryDelay(attempts: number, random: number, answered = true): number {
  const patient = Math.min(LONGEST_RETRY_MS, FIRST_MS * 2 ** (attempts - 1));
  const delay = answered ? patient : Math.min(patient, UNANSWERED_MS * 4 ** (attempts - 1));
  return Math.round(delay * (0.75 + random / 2));
}
