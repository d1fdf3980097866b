import { NotMadeNowError } from '../mail/not-made-now-error.ts';
import { TemplateError } from '../mail/template-error.ts';
import type { Outcome } from '../mail/transport.ts';
import { MAX_ATTEMPTS, retryDelay } from './retry-delay.ts';
import type { Settlement } from './settle-recipients.ts';

type Attempt = { id: number; attempts: number };
type Clock = {
  nowMs: number;
  backOff?: typeof retryDelay;
  /**
   * How long the whole server is left alone, where it was the server: the row comes behind those that wait for the end
   * of it, so that another mail is the next to find out.
   */
  heldMs?: number;
};

/** What is written down of an attempt that ended so; undefined when the row is somebody else's by now. */
export function settleOutcome(
  { id, attempts }: Attempt,
  outcome: Outcome,
  clock: Clock,
): Settlement | undefined {
  if (outcome.kind === 'sent') return { id, as: 'sent', ...(outcome.kept && { kept: true }) };
  if (outcome.kind === 'fenced') return undefined;
  if (outcome.kind === 'lost' && outcome.delivered === 'unknown') {
    return { id, as: 'uncertain', error: outcome.message };
  }
  const error = outcome.message;
  const permanent = outcome.kind === 'refused' && outcome.permanent;
  if (permanent || attempts >= MAX_ATTEMPTS) return { id, as: 'failed', error };
  // A kept session that the server had closed meanwhile says nothing about this message: once, at once.
  const again = outcome.kind === 'lost' && attempts === 1 && clock.heldMs === undefined;
  if (again) return { id, as: 'later', nextAt: clock.nowMs, error, counted: true };
  return later({ id, attempts }, error, { ...clock, answered: outcome.kind === 'refused' });
}

/** A mail that could not be made: refused for good, unless it says nothing about the mail (the time of a busy machine, a database that was away). */
export function settleNotMade(row: Attempt, thrown: unknown, clock: Clock): Settlement {
  const ofTemplate = thrown instanceof TemplateError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const error = `${ofTemplate ? 'template' : 'message'}: ${message}`;
  const notNow = thrown instanceof NotMadeNowError || (ofTemplate && thrown.outOfTime);
  const again = notNow && row.attempts < MAX_ATTEMPTS;
  return again
    ? later(row, error, { ...clock, answered: false })
    : { id: row.id, as: 'failed', error };
}

/** @param clock.answered the server itself asked to come back later */
function later(
  { id, attempts }: Attempt,
  error: string,
  { nowMs, backOff = retryDelay, heldMs = 0, answered }: Clock & { answered: boolean },
): Settlement {
  const nextAt = nowMs + Math.ceil(heldMs) + backOff(attempts, Math.random(), answered);
  return { id, as: 'later', nextAt, error, counted: true };
}
