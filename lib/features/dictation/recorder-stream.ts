import { defineStream } from '@/lib/platform/define-stream';
import type { RecorderCommand, RecorderEvent } from '@/lib/platform/recorder-protocol';

/** Chrome: between the offscreen document (client) and the background. */
export const recorderStream = defineStream<RecorderEvent, RecorderCommand>(
  'dictation.recorder',
  'pages',
);
