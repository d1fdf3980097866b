import { toFailure } from '@/lib/core/app-error';
import { isCapturing } from '@/lib/core/dictation/recording-state';
import type { RecorderEvent } from '@/lib/platform/recorder-protocol';
import { readResult } from './history-store';
import type { DictationCommand } from './messages';
import type { RecorderLink } from './recorder-link';
import type { ComposeStream, Session, SessionDesk } from './session-desk';
import type { SessionEnds } from './session-ends';
import { createRecording, readRecording, resumeRecovered } from './store';

/** How a window and a recorder come to their recording: for the first time, or again after a restart. */
export interface SessionStarts {
  start(
    stream: ComposeStream,
    command: Extract<DictationCommand, { type: 'start' }>,
  ): Promise<Session | undefined>;
  /** A window that follows this recording is back. */
  attach(stream: ComposeStream, id: string): Promise<Session | undefined>;
  /** A recorder that outlived the worker tells of a recording this instance does not know. */
  adopt(event: RecorderEvent, link: RecorderLink): Promise<Session | undefined>;
}

/** How long a recording goes on without a mail page after the worker was restarted. */
const orphanMs = 10_000;
/** How long a new recording waits for the one before it to end. */
const handOverMs = 4000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createStarts(desk: SessionDesk, ends: SessionEnds): SessionStarts {
  const { options } = desk;

  /** One microphone, one recording: the one before ends well, and is kept. */
  function handOver(session: Session): Promise<unknown> {
    session.recorder?.send({ type: 'stop' });
    return Promise.race([session.ended, new Promise((done) => setTimeout(done, handOverMs))]);
  }

  async function attach(stream: ComposeStream, id: string): Promise<Session | undefined> {
    const row = await readRecording(id);
    if (!row) {
      stream.post({ type: 'failure', failure: { code: 'nothing-heard' }, kept: false });
      return undefined;
    }
    await resumeRecovered(id);
    const current = await readRecording(id);
    const session = desk.open(id, current?.state ?? row.state);
    session.compose = stream;
    session.liveText ||= row.liveText ?? '';
    clearTimeout(session.orphanTimer);
    if (!options.openRecorder && isCapturing(session.state)) {
      session.recorder = desk.recorderInPage(session);
    }
    const result = current?.state === 'done' ? await readResult(id) : undefined;
    if (result) stream.post({ type: 'result', result });
    else desk.setState(session, session.state, current);
    return session;
  }

  return {
    attach,
    async start(stream, command) {
      const { recordingId: id, host, subject } = command;
      if (!uuid.test(id)) return undefined;
      if (desk.get(id) || (await readRecording(id))) return attach(stream, id);
      await Promise.all(desk.capturing().map(handOver));
      const session = desk.open(id, 'asking');
      session.compose = stream;
      try {
        const { language, recognition } = await options.choose(command.language);
        const startedAt = options.now();
        await createRecording({ id, startedAt, language, host, subject: subject.slice(0, 500) });
        session.recorder = (await options.openRecorder?.()) ?? desk.recorderInPage(session);
        desk.setState(session, 'asking');
        session.recorder.send({ type: 'start', recordingId: id, language, recognition });
      } catch (thrown) {
        await ends.refuse(session, toFailure(thrown));
      }
      return session;
    },
    async adopt(event, link) {
      if (event.type !== 'started' && event.type !== 'ended') return undefined;
      await resumeRecovered(event.recordingId);
      const row = await readRecording(event.recordingId);
      if (!row) {
        link.send({ type: 'stop' });
        return undefined;
      }
      const session = desk.open(row.id, row.state);
      session.recorder = link;
      session.liveText ||= row.liveText ?? '';
      session.orphanTimer = setTimeout(() => {
        if (!session.compose) link.send({ type: 'stop' });
      }, orphanMs);
      return session;
    },
  };
}
