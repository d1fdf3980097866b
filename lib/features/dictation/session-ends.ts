import { type Failure, toFailure } from '@/lib/core/app-error';
import { judgeSilence } from '@/lib/core/dictation/judge-silence';
import type { RecordingEnd } from '@/lib/platform/recorder-protocol';
import { readResult } from './history-store';
import type { Session, SessionDesk } from './session-desk';
import { advance, forgetRecording, readRecording } from './store';

/** How recordings end, well or badly, and what becomes of what is on disk. */
export interface SessionEnds {
  /** Nothing was recorded: nothing is kept. */
  refuse(session: Session, failure: Failure): Promise<void>;
  /** The recorder is done. Whatever the disk says, the window hears of it and the microphone is free. */
  finish(session: Session, end: RecordingEnd): Promise<void>;
  /** The recorder vanished (tab closed, document crashed): what is on disk goes on. */
  lose(session: Session): Promise<void>;
  /** What was asked has no place any more: say how things stand, or the window waits for ever. */
  tellTruth(session: Session): Promise<void>;
}

export function createEnds(desk: SessionDesk): SessionEnds {
  const { options } = desk;

  async function refuse(session: Session, failure: Failure): Promise<void> {
    // Told as a state too: a page that believes it still asks would start again after a restart.
    desk.setState(session, 'failed');
    session.compose?.post({ type: 'failure', failure, kept: false });
    desk.letGo(session);
    await forgetRecording(session.id);
  }

  async function finish(session: Session, end: RecordingEnd): Promise<void> {
    try {
      await settleEnd(session, end);
    } catch (thrown) {
      session.compose?.post({ type: 'failure', failure: toFailure(thrown), kept: true });
      session.state = 'failed';
      desk.letGo(session);
    }
  }

  /** Decides what happens to what is on disk. */
  async function settleEnd(session: Session, end: RecordingEnd): Promise<void> {
    const liveText = end.liveText || session.liveText;
    const { durationMs, recognitionFailure: liveFailure } = end;
    const facts = { endedAt: options.now(), durationMs, liveText, liveFailure };
    const row = await readRecording(session.id);
    if (!row) {
      failGone(session, end.failure);
      return;
    }
    const silence = liveText === '' ? judgeSilence(end.loudest) : undefined;
    if ((row.bytes ?? 0) === 0 && row.state !== 'discarded') {
      await refuse(session, end.failure ?? { code: 'nothing-heard' });
      return;
    }
    const failure = silence && { code: silence };
    const moved = failure
      ? await advance(session.id, 'give-up', { ...facts, failure })
      : await advance(session.id, 'saved', facts);
    const told = end.failure ?? failure;
    if (moved && told) session.compose?.post({ type: 'failure', failure: told, kept: true });
    if (moved?.state === 'queued') desk.setState(session, 'queued');
    else if (moved) session.state = moved.state;
    desk.letGo(session);
    if (moved?.state === 'queued') options.onQueued();
  }

  async function lose(session: Session): Promise<void> {
    const row = await readRecording(session.id);
    session.state = 'queued';
    desk.letGo(session);
    if (row && (row.bytes ?? 0) === 0) await forgetRecording(session.id);
    else if (await advance(session.id, 'lost', { recovered: true, endedAt: options.now() })) {
      options.onQueued();
    }
  }

  async function tellTruth(session: Session): Promise<void> {
    const row = await readRecording(session.id);
    const result = row?.state === 'done' ? await readResult(session.id) : undefined;
    if (result) {
      session.state = 'done';
      session.compose?.post({ type: 'result', result });
    } else if (row) desk.setState(session, row.state, row);
    else failGone(session);
  }

  /** The row is not on the disk any more (the browser's data was cleared): nothing can follow. */
  function failGone(session: Session, failure: Failure = { code: 'storage-failed' }): void {
    desk.setState(session, 'failed');
    session.compose?.post({ type: 'failure', failure, kept: false });
    desk.letGo(session);
  }

  return { refuse, finish, lose, tellTruth };
}
