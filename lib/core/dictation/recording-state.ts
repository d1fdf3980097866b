/**
 * The life of one dictation. Every change of state in the product goes through `nextState`, so that
 * no message arriving late (a stop after a cancel, an end after a recovery) can undo what was decided.
 */
export const dictationStates = [
  'idle',
  'asking',
  'recording',
  'paused',
  'stopping',
  'queued',
  'transcribing',
  'done',
  'failed',
  'discarded',
] as const;
export type DictationState = (typeof dictationStates)[number];

/**
 * - `ask`: the user pressed dictate, the microphone is being opened; `allow` / `refuse`: it answered.
 * - `saved`: the last chunk is on disk. `lost`: whoever recorded or transcribed is gone (worker killed,
 *   tab or browser closed); what is on disk goes on.
 * - `send`: an engine took it. `text`: it answered. `postpone`: try again later. `give-up`: only the
 *   user can help (key, permission, silence).
 * - `cancel` / `restore`: thrown away, and taken back within the moment of grace.
 */
export type DictationEvent =
  | 'ask'
  | 'allow'
  | 'refuse'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'saved'
  | 'lost'
  | 'send'
  | 'text'
  | 'postpone'
  | 'give-up'
  | 'retry'
  | 'cancel'
  | 'restore';

const transitions: Record<DictationState, Partial<Record<DictationEvent, DictationState>>> = {
  idle: { ask: 'asking' },
  asking: { allow: 'recording', refuse: 'idle', cancel: 'idle', lost: 'idle' },
  recording: {
    pause: 'paused',
    stop: 'stopping',
    saved: 'queued',
    lost: 'queued',
    'give-up': 'failed',
    cancel: 'discarded',
  },
  paused: {
    resume: 'recording',
    stop: 'stopping',
    saved: 'queued',
    lost: 'queued',
    'give-up': 'failed',
    cancel: 'discarded',
  },
  stopping: { saved: 'queued', lost: 'queued', 'give-up': 'failed', cancel: 'discarded' },
  queued: { send: 'transcribing', 'give-up': 'failed', cancel: 'discarded', retry: 'queued' },
  transcribing: {
    text: 'done',
    postpone: 'queued',
    'give-up': 'failed',
    lost: 'queued',
    cancel: 'discarded',
  },
  done: { retry: 'queued', cancel: 'discarded' },
  failed: { retry: 'queued', cancel: 'discarded' },
  discarded: { restore: 'queued' },
};

/** The state after `event`, or `undefined` when the event has no place in this state (ignore it). */
export function nextState(
  state: DictationState,
  event: DictationEvent,
): DictationState | undefined {
  return transitions[state][event];
}

/** True while the microphone is, or is about to be, open. */
export function isCapturing(state: DictationState): boolean {
  return state === 'asking' || state === 'recording' || state === 'paused' || state === 'stopping';
}
