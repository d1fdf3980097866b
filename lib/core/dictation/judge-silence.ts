import type { ErrorCode } from '@/lib/core/app-error';

/** Below this loudness (RMS of a tenth of a second, 0–1; −80 dBFS) only a cut microphone is that quiet. */
const mutedFloor = 0.0001;
/**
 * Below this (−54 dBFS) nobody spoke: a quiet voice at arm's length still reaches −50, a room after
 * noise suppression stays under −60. Low on purpose: an empty upload costs less than a voice ignored.
 */
const speechFloor = 0.002;

/**
 * Was there anything to transcribe? Engines invent sentences when they are fed silence, so a silent
 * recording is kept but not sent unless the user asks for it.
 * @param loudest loudest moment of the whole recording, 0–1; `null` when the level is unknown (no audio
 *   device for the meter), which is no reason to doubt the recording.
 */
export function judgeSilence(loudest: number | null): ErrorCode | undefined {
  if (loudest === null) return undefined;
  if (loudest < mutedFloor) return 'microphone-muted';
  if (loudest < speechFloor) return 'nothing-heard';
  return undefined;
}
