import { toFailure } from '@/lib/core/app-error';
import { isCapturing } from '@/lib/core/dictation/recording-state';
import type { RecorderEvent } from '@/lib/platform/recorder-protocol';
import type { DictationCommand } from './messages';
import type { RecorderLink } from './recorder-link';
import type { ComposeStream, Session, SessionDesk } from './session-desk';
import type { SessionEnds } from './session-ends';
import type { SessionStarts } from './session-starts';
import { advance, appendChunk } from './store';

/** What a compose window orders. */
export interface SessionOrders {
  /** Answers the session that the stream follows from now on. */
  obey(
    stream: ComposeStream,
    session: Session | undefined,
    command: DictationCommand,
  ): Promise<Session | undefined>;
  /** The page is gone: a recording ends, and its text waits in the history. */
  leave(stream: ComposeStream, session: Session | undefined): Promise<void>;
}

export function createOrders(
  desk: SessionDesk,
  starts: SessionStarts,
  ends: SessionEnds,
  hear: (event: RecorderEvent, link: RecorderLink) => Promise<void>,
): SessionOrders {
  const { options } = desk;

  async function stop(session: Session): Promise<void> {
    if (!isCapturing(session.state)) return;
    // The microphone first: its light goes off while the disk is still at work.
    session.recorder?.send({ type: 'stop' });
    desk.setState(session, 'stopping');
    await advance(session.id, 'stop');
  }

  async function cancel(session: Session): Promise<void> {
    const capturingNow = isCapturing(session.state);
    session.recorder?.send({ type: 'stop' });
    if (session.state === 'asking') return;
    if (!(await advance(session.id, 'cancel', { discardedAt: options.now() }))) {
      await ends.tellTruth(session);
      return;
    }
    desk.setState(session, 'discarded');
    if (capturingNow && !session.recorder) desk.letGo(session);
    options.onDiscarded();
  }

  async function requeue(session: Session, event: 'restore' | 'retry'): Promise<void> {
    const forced = event === 'retry' || undefined;
    const change = { discardedAt: undefined, failure: undefined, nextTryAt: undefined, forced };
    if (!(await advance(session.id, event, change))) {
      await ends.tellTruth(session);
      return;
    }
    desk.setState(session, 'queued');
    options.onQueued();
  }

  async function saveChunk(
    stream: ComposeStream,
    { recordingId, index, data, elapsedMs }: Extract<DictationCommand, { type: 'chunk' }>,
  ): Promise<void> {
    try {
      await appendChunk(recordingId, index, data, elapsedMs);
      stream.post({ type: 'stored', index });
    } catch (thrown) {
      stream.post({ type: 'stored', index, failure: toFailure(thrown) });
    }
  }

  return {
    async obey(stream, session, command) {
      if (command.type === 'start') return starts.start(stream, command);
      if (command.type === 'attach') return starts.attach(stream, command.recordingId);
      if (!session) return undefined;
      switch (command.type) {
        case 'pause':
        case 'resume':
          session.recorder?.send(command);
          break;
        case 'stop':
          await stop(session);
          break;
        case 'cancel':
          await cancel(session);
          break;
        case 'restore':
        case 'retry':
          await requeue(session, command.type);
          break;
        case 'recorder':
          if (session.recorder) await hear(command.event, session.recorder);
          break;
        case 'chunk':
          if (command.recordingId === session.id) await saveChunk(stream, command);
          break;
      }
      return session;
    },
    async leave(stream, session) {
      if (!session || session.compose !== stream) return;
      session.compose = undefined;
      if (!isCapturing(session.state)) desk.forget(session);
      else if (options.openRecorder) session.recorder?.send({ type: 'stop' });
      else await ends.lose(session);
    },
  };
}
