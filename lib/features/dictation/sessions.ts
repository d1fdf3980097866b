import { toFailure } from '@/lib/core/app-error';
import { isCapturing } from '@/lib/core/dictation/recording-state';
import type { RecordingRow } from '@/lib/platform/database';
import type { RecorderEvent } from '@/lib/platform/recorder-protocol';
import type { DictationEvent } from './messages';
import type { RecorderLink } from './recorder-link';
import {
  type ComposeStream,
  type Session,
  SessionDesk,
  type SessionsOptions,
} from './session-desk';
import { createEnds } from './session-ends';
import { createOrders, type SessionOrders } from './session-orders';
import { createRecorderEar } from './session-recorder';
import { createStarts } from './session-starts';

export interface Sessions {
  accept(stream: ComposeStream): void;
  hear(event: RecorderEvent, link: RecorderLink): void;
  /** The offscreen document is gone. */
  recorderGone(): Promise<void>;
  /** After a restart: recordings that a page follows but that no recorder has claimed are over. */
  dropUnheld(): Promise<void>;
  /** To the compose window that follows this recording, if one does. */
  tell(recordingId: string, event: DictationEvent): void;
  /** The panel threw this recording away, or took it back. */
  changed(row: RecordingRow): void;
  /** Does a compose window wait for the text of this recording? It gets it, and nobody else is offered it. */
  isFollowed(recordingId: string): boolean;
  /** Ids still being recorded. */
  alive(): Set<string>;
}

const isUnheld = ({ recorder, state }: Session) => recorder === undefined && state !== 'asking';

/**
 * The background's view of what is being recorded: it joins a compose window to whoever holds the
 * microphone. Nothing lives only here; after a restart both sides come back and it is built anew.
 */
export function createSessions(options: SessionsOptions): Sessions {
  const desk = new SessionDesk(options);
  const ends = createEnds(desk);
  const starts = createStarts(desk, ends);
  const hear = createRecorderEar(desk, starts, ends);
  const orders = createOrders(desk, starts, ends, hear);
  // Recorder events are handled one after the other, or an end could overtake its start.
  let heard: Promise<void> = Promise.resolve();

  return {
    accept: (stream) => followStream(stream, orders),
    hear: (event, link) => {
      heard = heard.then(() => hear(event, link)).catch(() => undefined);
    },
    async recorderGone() {
      await Promise.all(desk.capturing().map(ends.lose));
    },
    async dropUnheld() {
      await Promise.all(desk.capturing().filter(isUnheld).map(ends.lose));
    },
    tell(recordingId, event) {
      const session = desk.get(recordingId);
      if (!session) return;
      if (event.type === 'state') {
        // Said once: the window offers to take it back, and must not offer it anew.
        if (event.state === 'discarded' && session.state === 'discarded') return;
        session.state = event.state;
      }
      session.compose?.post(event);
    },
    changed(row) {
      const session = desk.get(row.id);
      if (!session) return;
      if (isCapturing(session.state)) session.recorder?.send({ type: 'stop' });
      desk.setState(session, row.state, row);
    },
    isFollowed: (recordingId) => desk.get(recordingId)?.compose !== undefined,
    alive: () => new Set(desk.capturing().map(({ id }) => id)),
  };
}

/** One window's orders, in the order in which they were given: a chunk must not overtake its start. */
function followStream(stream: ComposeStream, orders: SessionOrders): void {
  let session: Session | undefined;
  let chain: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<Session | undefined>): void => {
    chain = chain
      .then(async () => {
        session = await work();
      })
      .catch((thrown: unknown) => {
        stream.post({ type: 'failure', failure: toFailure(thrown), kept: true });
      });
  };
  stream.onMessage((command) => inTurn(() => orders.obey(stream, session, command)));
  stream.signal.addEventListener('abort', () => {
    inTurn(async () => {
      await orders.leave(stream, session);
      return session;
    });
  });
}
