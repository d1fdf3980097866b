/**
 * When the last mail will leave, milliseconds since the epoch; null when nothing can be said (nothing pending,
 * no rate and no pace yet). `sentPerMinute` is what was seen to leave lately.
 */
export function estimateEnd(batch: {
  pending: number;
  /** Ceilings of the batch and of the relay; null when there is none. */
  perMinute: number | null;
  sentPerMinute: number | null;
  now: number;
}): number | null {
  const { pending, perMinute, sentPerMinute, now } = batch;
  if (pending <= 0) return null;
  const pace = sentPerMinute ?? perMinute;
  if (pace === null || pace <= 0) return null;
  return now + Math.ceil((pending / pace) * 60_000);
}
