import { AppError, type ErrorCode } from '@/lib/core/app-error';

export type MicrophoneState = 'granted' | 'prompt' | 'denied' | 'missing';

/**
 * What would happen if this document opened the microphone now? Asks nobody and opens nothing.
 * Works in the background too, where devices cannot be listed (`missing` is never the answer there).
 * Firefox: a mail page answers for itself ("prompt" each time unless remembered), not the extension.
 */
export async function microphoneState(): Promise<MicrophoneState> {
  const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => undefined);
  if (devices && !devices.some((device) => device.kind === 'audioinput')) return 'missing';
  try {
    const status = await navigator.permissions.query({ name: 'microphone' as PermissionName });
    return status.state;
  } catch {
    // A browser that cannot tell will ask when the microphone is opened.
    return 'prompt';
  }
}

const codes: Record<string, ErrorCode> = {
  NotAllowedError: 'microphone-refused',
  SecurityError: 'microphone-refused',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
};

/**
 * Opens the microphone. Throws `microphone-refused`, `microphone-missing` or `microphone-busy`.
 * The voice is kept as it was spoken: gain control reshapes it (envelope correlation with the source,
 * measured in Chromium 156 with a spoken WAV: 0.86 with it, 0.98 without), and nothing plays that an
 * echo canceller could take away.
 */
export async function openMicrophone(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new AppError('microphone-missing');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: true, autoGainControl: false },
    });
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    throw new AppError(codes[name] ?? 'microphone-busy', { detail: name }, thrown);
  }
}

/**
 * Welcome page: asks once for the whole extension (Chrome; the prompt needs a visible tab) and lets the
 * microphone go at once. Answers what the user decided.
 */
export async function requestMicrophone(): Promise<MicrophoneState> {
  try {
    closeMicrophone(await openMicrophone());
    return 'granted';
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.failure.code : 'unknown';
    if (code === 'microphone-missing') return 'missing';
    return code === 'microphone-refused' ? await stateAfterRefusal() : 'granted';
  }
}

/** A prompt that was closed without an answer can be shown again; a refusal cannot. */
async function stateAfterRefusal(): Promise<MicrophoneState> {
  const state = await microphoneState();
  return state === 'granted' ? 'denied' : state;
}

/** Turns the microphone's light off now. */
export function closeMicrophone(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
