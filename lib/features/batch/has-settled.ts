import type { Batch } from './messages';

/**
 * Is it known of all its mails what became of them? A batch that was cancelled in the midst is over at once, and the
 * mails that were on the wire then end after it.
 */
export function hasSettled({ state, counts }: Batch): boolean {
  return (state === 'done' || state === 'cancelled') && counts.sending === 0;
}
