import { type Failure, toFailure } from '@/lib/core/app-error';
import { closeMicrophone, openMicrophone } from '@/lib/platform/microphone';
import { type Recorder, type RecorderEnd, startRecorder } from '@/lib/platform/recorder';
import type { RecorderCommand, RecorderEvent } from '@/lib/platform/recorder-protocol';
import {
  chooseRecognition,
  type Recognizer,
  startRecognizer,
} from '@/lib/platform/speech-recognizer';

/** Saves one chunk; resolves when it is on disk. Throws `storage-full` or `storage-failed`. */
export type SaveChunk = (
  recordingId: string,
  index: number,
  data: Blob,
  elapsedMs: number,
) => Promise<void>;

export interface RecorderHost {
  obey(command: RecorderCommand): void;
  /** The recording under way, if any; a background that was restarted asks. */
  readonly recordingId: string | undefined;
  /** Says again what a restarted background must know: recording, or ended and not yet released. */
  report(): void;
}

/** What lives from `start` to `release`. */
interface Take {
  id: string;
  started?: Extract<RecorderEvent, { type: 'started' }>;
  ended?: Extract<RecorderEvent, { type: 'ended' }>;
  recorder?: Recorder;
  recognizer?: Recognizer;
  recognitionFailure?: Failure;
  /** The user stopped before the microphone had opened. */
  stopEarly?: boolean;
  paused: boolean;
}

/**
 * Holds the microphone for one recording at a time: one track feeds the recorder and the recogniser.
 * It obeys the background and tells it what happens; it decides nothing about the text.
 */
export function createRecorderHost(
  saveChunk: SaveChunk,
  emit: (event: RecorderEvent) => void,
): RecorderHost {
  let take: Take | undefined;

  function refuse(current: Take, failure: Failure): void {
    take = undefined;
    emit({ type: 'refused', recordingId: current.id, failure });
  }

  async function finish(current: Take, end: RecorderEnd): Promise<void> {
    const liveText = (await current.recognizer?.finish()) ?? '';
    const { id: recordingId, recognitionFailure } = current;
    current.ended = { type: 'ended', recordingId, end: { ...end, liveText, recognitionFailure } };
    emit(current.ended);
  }

  async function start(command: Extract<RecorderCommand, { type: 'start' }>): Promise<void> {
    const recordingId = command.recordingId;
    if (take && !take.ended) {
      emit({ type: 'refused', recordingId, failure: { code: 'microphone-busy' } });
      return;
    }
    const current: Take = { id: recordingId, paused: false };
    take = current;
    try {
      const stream = await openMicrophone();
      if (current.stopEarly) {
        closeMicrophone(stream);
        return refuse(current, { code: 'aborted' });
      }
      record(current, stream);
      await recognise(current, stream, command);
    } catch (thrown) {
      refuse(current, toFailure(thrown));
    }
  }

  function record(current: Take, stream: MediaStream): void {
    current.recorder = startRecorder({
      stream,
      sink: {
        append: (index, data, elapsedMs) => saveChunk(current.id, index, data, elapsedMs),
      },
      onLevel: (level, elapsedMs) =>
        emit({ type: 'level', recordingId: current.id, level, elapsedMs }),
      onEnd: (end) => void finish(current, end),
    });
    const mimeType = current.recorder.mimeType;
    current.started = { type: 'started', recordingId: current.id, mimeType, recognition: 'none' };
    emit(current.started);
  }

  async function recognise(
    current: Take,
    stream: MediaStream,
    command: Extract<RecorderCommand, { type: 'start' }>,
  ): Promise<void> {
    const recognition = await chooseRecognition(command.language, command.recognition);
    const track = stream.getAudioTracks()[0];
    if (recognition === 'none' || !track || track.readyState === 'ended' || current.ended) return;
    current.recognizer = startRecognizer({
      track,
      language: command.language,
      onDevice: recognition === 'device',
      onPartial: (text) => emit({ type: 'partial', recordingId: current.id, text }),
      onFinal: (text) => emit({ type: 'final', recordingId: current.id, text }),
      onFailure(failure) {
        current.recognitionFailure = failure;
        announce(current, 'none');
      },
    });
    if (current.paused) current.recognizer.pause();
    announce(current, recognition);
  }

  function announce(current: Take, recognition: 'none' | 'device' | 'service'): void {
    if (!current.started) return;
    current.started = { ...current.started, recognition };
    emit(current.started);
  }

  return {
    get recordingId() {
      return take?.id;
    },
    obey(command) {
      switch (command.type) {
        case 'probe':
          void chooseRecognition(command.language, 'service').then((recognition) =>
            emit({ type: 'probed', recognition }),
          );
          break;
        case 'start':
          void start(command);
          break;
        case 'pause':
          if (!take?.recorder || take.paused) break;
          take.recorder.pause();
          take.recognizer?.pause();
          take.paused = true;
          emit({ type: 'paused', recordingId: take.id });
          break;
        case 'resume':
          if (!take?.recorder || !take.paused) break;
          take.recorder.resume();
          take.recognizer?.resume();
          take.paused = false;
          emit({ type: 'resumed', recordingId: take.id });
          break;
        case 'stop':
          if (!take) break;
          take.stopEarly = true;
          take.recorder?.stop();
          break;
        case 'release':
          if (take?.id === command.recordingId && take.ended) take = undefined;
          break;
      }
    },
    report() {
      if (!take?.started) return;
      emit(take.started);
      if (take.paused) emit({ type: 'paused', recordingId: take.id });
      if (take.ended) emit(take.ended);
    },
  };
}
