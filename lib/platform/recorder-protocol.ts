import type { Failure } from '@/lib/core/app-error';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';

/**
 * What is said between the background, which decides, and whoever holds the microphone: the offscreen
 * document in Chrome, the content script in Firefox. Audio never travels in Chrome; in Firefox a chunk
 * goes to the background, because a content script cannot open the extension's database.
 */

/** How far recognition by the browser may go: never, on this device only, or by its maker's service too. */
export type RecognitionChoice = 'off' | 'device' | 'service';

export type RecorderCommand =
  /** Which recogniser would hear this language, if every kind were allowed? */
  | { type: 'probe'; language: InterfaceLanguage }
  | {
      type: 'start';
      recordingId: string;
      language: InterfaceLanguage;
      recognition: RecognitionChoice;
    }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'stop' }
  /** The end of this recording is on disk: the recorder may forget it. */
  | { type: 'release'; recordingId: string };

export interface RecordingEnd {
  /** Spoken time, pauses excluded. */
  durationMs: number;
  /** Loudest tenth of a second, 0–1 (RMS); `null` when the level could not be measured. */
  loudest: number | null;
  /** What the browser's recogniser heard, empty when it did not run. */
  liveText: string;
  /** Why the browser's recogniser gave up, when it did. */
  recognitionFailure?: Failure;
  /** Why it ended before the user asked: microphone gone, storage full. What came before is kept. */
  failure?: Failure;
}

export type RecorderEvent =
  | { type: 'probed'; recognition: 'none' | 'device' | 'service' }
  | {
      type: 'started';
      recordingId: string;
      mimeType: string;
      /** Who recognises live: nobody, this device, or the browser maker's service. */
      recognition: 'none' | 'device' | 'service';
    }
  /** Nothing was recorded. */
  | { type: 'refused'; recordingId: string; failure: Failure }
  | { type: 'paused'; recordingId: string }
  | { type: 'resumed'; recordingId: string }
  /** About ten a second. */
  | { type: 'level'; recordingId: string; level: number | null; elapsedMs: number }
  | { type: 'partial'; recordingId: string; text: string }
  | { type: 'final'; recordingId: string; text: string }
  | { type: 'ended'; recordingId: string; end: RecordingEnd };
