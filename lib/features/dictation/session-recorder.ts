import type { RecorderEvent } from '@/lib/platform/recorder-protocol';
import type { RecorderLink } from './recorder-link';
import type { Session, SessionDesk } from './session-desk';
import type { SessionEnds } from './session-ends';
import type { SessionStarts } from './session-starts';
import { noteRecording } from './store';

/** What the recorder tells: to the disk, and to the window that follows. */
export function createRecorderEar(
  desk: SessionDesk,
  starts: SessionStarts,
  ends: SessionEnds,
): (event: RecorderEvent, link: RecorderLink) => Promise<void> {
  async function hearStart(
    session: Session,
    { mimeType, recognition }: Extract<RecorderEvent, { type: 'started' }>,
  ): Promise<void> {
    const liveEngine = recognition === 'device' ? 'device' : 'browser-service';
    await noteRecording(
      session.id,
      recognition === 'none' ? { mimeType } : { mimeType, liveEngine },
    );
    if (session.state === 'asking') desk.setState(session, 'recording');
    session.compose?.post({ type: 'listening', recognition });
  }

  return async (event, link) => {
    if (event.type === 'probed') return;
    const session = desk.get(event.recordingId) ?? (await starts.adopt(event, link));
    if (!session) return;
    session.recorder ??= link;
    switch (event.type) {
      case 'started':
        await hearStart(session, event);
        break;
      case 'refused':
        await ends.refuse(session, event.failure);
        break;
      case 'paused':
        desk.setState(session, 'paused');
        break;
      case 'resumed':
        desk.setState(session, 'recording');
        break;
      case 'level':
        session.compose?.post({ type: 'level', level: event.level, elapsedMs: event.elapsedMs });
        break;
      case 'partial':
        session.compose?.post(event);
        break;
      case 'final':
        session.compose?.post(event);
        session.liveText = `${session.liveText} ${event.text}`.trim();
        await noteRecording(session.id, { liveText: session.liveText });
        break;
      case 'ended':
        await ends.finish(session, event.end);
        link.send({ type: 'release', recordingId: event.recordingId });
        break;
    }
  };
}
