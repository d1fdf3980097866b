import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { createLevelMeter } from '@/lib/platform/recorder-level';

/** Where the audio goes, second by second. */
export interface RecorderSink {
  /**
   * Resolves only when this chunk is on disk; until then nothing else happens to it. `elapsedMs` is the
   * spoken time up to its end. Throws `storage-full` or `storage-failed`.
   */
  append(index: number, data: Blob, elapsedMs: number): Promise<void>;
}

export interface RecorderOptions {
  stream: MediaStream;
  sink: RecorderSink;
  /** About ten a second while recording. */
  onLevel(level: number | null, elapsedMs: number): void;
  /** Called once, when everything that can be saved is saved. */
  onEnd(end: RecorderEnd): void;
  /** Milliseconds, monotonic; for tests. */
  now?: () => number;
}

export interface RecorderEnd {
  durationMs: number;
  loudest: number | null;
  failure?: Failure;
}

export interface Recorder {
  readonly mimeType: string;
  pause(): void;
  resume(): void;
  /** Ends the recording and lets the microphone go at once; `onEnd` follows when all is on disk. */
  stop(failure?: Failure): void;
}

/** One chunk a second: at most that much can be lost. */
const timeslice = 1000;
const levelInterval = 100;
/** Mono speech is clear at this rate, and an hour stays under the 25 MB that servers accept. */
const bitsPerSecond = 48_000;
const preferredTypes = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** Counts recorded time; a pause stops it. */
function createStopwatch(now: () => number) {
  let counted = 0;
  let since: number | undefined = now();
  return {
    elapsed: () => Math.round(counted + (since === undefined ? 0 : now() - since)),
    pause() {
      if (since !== undefined) counted += now() - since;
      since = undefined;
    },
    resume() {
      since ??= now();
    },
  };
}

/**
 * Records a microphone stream into a sink. The same core runs in Chrome's offscreen document and in
 * Firefox's content script. A microphone that is unplugged or revoked, and a disk that is full, end the
 * recording with what was saved; they never throw it away.
 */
export function startRecorder(options: RecorderOptions): Recorder {
  const { stream, sink, onLevel, onEnd, now = () => performance.now() } = options;
  const mimeType = preferredTypes.find((type) => MediaRecorder.isTypeSupported(type));
  const media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
  const meter = createLevelMeter(stream);
  const stopwatch = createStopwatch(now);
  let saving: Promise<void> = Promise.resolve();
  let nextIndex = 0;
  let stopped = false;
  let failure: Failure | undefined;

  const ticker = setInterval(() => {
    if (media.state === 'recording') onLevel(meter.read(), stopwatch.elapsed());
  }, levelInterval);

  const stop = (reason?: Failure): void => {
    failure ??= reason;
    if (stopped) return;
    stopped = true;
    stopwatch.pause();
    clearInterval(ticker);
    // Stopping the recorder first makes it hand over what it holds; then the light goes off.
    if (media.state !== 'inactive') media.stop();
    for (const track of stream.getTracks()) track.stop();
  };

  media.ondataavailable = ({ data }) => {
    if (data.size === 0) return;
    const index = nextIndex;
    nextIndex += 1;
    const elapsed = stopwatch.elapsed();
    // Chunks are written one after the other: a hole in the middle would spoil all that follows.
    saving = saving
      .then(() => (isStorageFailure(failure) ? undefined : sink.append(index, data, elapsed)))
      .catch((thrown: unknown) => {
        failure = toFailure(thrown);
        stop();
      });
  };
  media.onerror = (event) => stop({ code: 'microphone-busy', detail: event.type });
  media.onstop = () => {
    // The browser may have ended the recording itself (last track gone).
    stop();
    const loudest = meter.close();
    void saving.then(() => onEnd({ durationMs: stopwatch.elapsed(), loudest, failure }));
  };
  for (const track of stream.getAudioTracks()) {
    track.addEventListener('ended', () => stop({ code: 'microphone-missing' }));
  }

  try {
    media.start(timeslice);
  } catch (thrown) {
    stop();
    meter.close();
    throw new AppError('microphone-busy', {}, thrown);
  }
  return {
    mimeType: media.mimeType || mimeType || 'audio/webm',
    pause() {
      if (media.state !== 'recording') return;
      // What was said before the pause goes to disk now, not after it.
      media.requestData();
      media.pause();
      stopwatch.pause();
    },
    resume() {
      if (media.state !== 'paused') return;
      media.resume();
      stopwatch.resume();
    },
    stop,
  };
}

function isStorageFailure(failure: Failure | undefined): boolean {
  return failure?.code === 'storage-full' || failure?.code === 'storage-failed';
}
