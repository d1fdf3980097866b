import type { Stream } from '@/lib/platform/define-stream';
import { createRecorderHost } from '@/lib/platform/recorder-host';
import type { RecorderCommand, RecorderEvent } from '@/lib/platform/recorder-protocol';
import { recorderStream } from './recorder-stream';
import { appendChunk } from './store';

/**
 * Chrome's offscreen document: holds the microphone and writes each second straight to the disk. When
 * the worker is killed the recording goes on; connecting again wakes it and tells it what runs.
 */
export function startOffscreenRecorder(): void {
  let stream: Stream<RecorderEvent, RecorderCommand> | undefined;
  const host = createRecorderHost(appendChunk, (event) => stream?.post(event));

  const connect = (): void => {
    const opened = recorderStream.connect();
    stream = opened;
    opened.onMessage((command) => host.obey(command));
    opened.signal.addEventListener('abort', () => setTimeout(connect, 100));
    host.report();
  };
  connect();
}
