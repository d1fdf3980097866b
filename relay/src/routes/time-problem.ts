import { HttpProblem } from '../http-problem.ts';
import { OVERDUE_MS } from '../ledger/advance-batches.ts';

/** Longest a batch may lie until its time. */
const AHEAD_MS = 5 * 366 * 24 * 60 * 60 * 1_000;

/** A time a little in the past means now; one of another day, or of another decade, is a mistake. */
export function timeProblem(
  sendAt: string | null | undefined,
  nowMs: number,
): HttpProblem | undefined {
  if (sendAt === undefined || sendAt === null) return undefined;
  const ahead = Date.parse(sendAt) - nowMs;
  if (ahead >= -OVERDUE_MS && ahead <= AHEAD_MS) return undefined;
  const message =
    ahead < 0
      ? 'is more than 24 hours in the past; leave it out to send now'
      : 'is more than five years ahead';
  return new HttpProblem(400, 'invalid-request', 'The request is not valid.', [
    { path: 'sendAt', message },
  ]);
}
