/** A batch is over: nothing more of it leaves by itself. */
export function hasEnded({ state }: { state: string }): boolean {
  return state === 'done' || state === 'cancelled';
}

/**
 * Is it known of all its mails what became of them? A batch that was cancelled in the midst is over at once, and the
 * mails that were on the wire then end after it.
 */
export function hasSettled(batch: { state: string; counts: { sending: number } }): boolean {
  return hasEnded(batch) && batch.counts.sending === 0;
}
