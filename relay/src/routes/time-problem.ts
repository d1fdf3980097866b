import { MAX_AHEAD_MS } from '@iapostemanager/protocol/departure';
import { HttpProblem } from '../http-problem.ts';
import { OVERDUE_MS } from '../ledger/advance-batches.ts';

/** A time a little in the past means now; one of another day, or of another decade, is a mistake. */
export function timeProblem(
  sendAt: string | null | undefined,
  nowMs: number,
): HttpProblem | undefined {
  if (sendAt === undefined || sendAt === null) return undefined;
  const ahead = Date.parse(sendAt) - nowMs;
  if (ahead >= -OVERDUE_MS && ahead <= MAX_AHEAD_MS) return undefined;
  const message =
    ahead < 0
      ? 'is more than 24 hours in the past; leave it out to send now'
      : 'is more than five years ahead';
  return new HttpProblem(400, 'invalid-request', 'The request is not valid.', [
    { path: 'sendAt', message },
  ]);
}
