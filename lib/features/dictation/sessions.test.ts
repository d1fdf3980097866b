// @vitest-environment node
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from '@/lib/platform/database';
import type {
  RecorderCommand,
  RecorderEvent,
  RecordingEnd,
} from '@/lib/platform/recorder-protocol';
import { deleteDictation } from './history-store';
import type { DictationCommand, DictationEvent } from './messages';
import type { ComposeStream } from './session-desk';
import { createSessions } from './sessions';
import { advance, appendChunk, recoverInterrupted } from './store';

const id = '11111111-2222-4333-8444-555555555555';
const otherId = '11111111-2222-4333-8444-666666666666';
const spoken: RecordingEnd = { durationMs: 2000, loudest: 0.1, liveText: '' };

/** One end of a port: what the mail page would hold. */
function createPage(sessions: ReturnType<typeof createSessions>) {
  const gone = new AbortController();
  const events: DictationEvent[] = [];
  let hear: (command: DictationCommand) => void = () => undefined;
  const stream: ComposeStream = {
    signal: gone.signal,
    post: (event) => events.push(event),
    onMessage: (callback) => {
      hear = callback;
    },
    close: () => gone.abort(),
  };
  sessions.accept(stream);
  return {
    events,
    say: (command: DictationCommand) => hear(command),
    leave: () => gone.abort(),
    states: () => events.flatMap((event) => (event.type === 'state' ? [event.state] : [])),
    has: (wanted: Partial<DictationEvent>) =>
      vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(wanted))),
  };
}

/** The background with Chrome's offscreen recorder, or Firefox's recorder in the page. */
function setUp(browserName: 'chrome' | 'firefox') {
  const commands: RecorderCommand[] = [];
  const link = { send: (command: RecorderCommand) => commands.push(command) };
  const calls = { onQuiet: vi.fn(), onQueued: vi.fn(), onDiscarded: vi.fn() };
  const sessions = createSessions({
    openRecorder: browserName === 'chrome' ? async () => link : undefined,
    ...calls,
    choose: async () => ({ language: 'fr', recognition: 'device' }),
    now: () => 1_000,
  });
  const hear = (event: RecorderEvent) => sessions.hear(event, link);
  return { sessions, commands, calls, hear, page: createPage(sessions) };
}

const start = (recordingId = id): DictationCommand => ({
  type: 'start',
  recordingId,
  host: 'gmail',
  subject: 'Relance',
  language: 'auto',
});
const started = (recordingId = id): RecorderEvent => ({
  type: 'started',
  recordingId,
  mimeType: 'audio/webm',
  recognition: 'none',
});
const ended = (end: Partial<RecordingEnd> = {}, recordingId = id): RecorderEvent => ({
  type: 'ended',
  recordingId,
  end: { ...spoken, ...end },
});
const row = (recordingId = id) => database.recordings.get(recordingId);
const became = (state: string, recordingId = id) =>
  vi.waitFor(async () => expect((await row(recordingId))?.state).toBe(state));

/** Recording in Chrome with one chunk on disk. */
async function recording() {
  const house = setUp('chrome');
  house.page.say(start());
  await vi.waitFor(() => expect(house.commands).toHaveLength(1));
  house.hear(started());
  await house.page.has({ type: 'state', state: 'recording' });
  await appendChunk(id, 0, new Blob(['x']), 1000);
  return house;
}

beforeEach(async () => {
  await database.delete();
  await database.open();
});

describe('one dictation', () => {
  it('has its row before the microphone opens, and goes to the queue when it ends', async () => {
    const { page, commands, hear, calls } = await recording();
    expect(commands[0]).toMatchObject({ type: 'start', recordingId: id, language: 'fr' });
    page.say({ type: 'stop' });
    await page.has({ type: 'state', state: 'stopping' });
    hear(ended());
    await page.has({ type: 'state', state: 'queued' });
    await vi.waitFor(() => expect(calls.onQueued).toHaveBeenCalledOnce());
    expect(page.states()).toEqual(['asking', 'recording', 'stopping', 'queued']);
    expect(await row()).toMatchObject({ state: 'queued', durationMs: 2000, subject: 'Relance' });
    expect(commands.at(-1)).toEqual({ type: 'release', recordingId: id });
    expect(calls.onQuiet).toHaveBeenCalled();
  });

  it('X10: a refused microphone leaves nothing behind and says why', async () => {
    const { page, hear, commands } = setUp('chrome');
    page.say(start());
    await vi.waitFor(() => expect(commands).toHaveLength(1));
    hear({ type: 'refused', recordingId: id, failure: { code: 'microphone-refused' } });
    await page.has({ type: 'failure', failure: { code: 'microphone-refused' }, kept: false });
    await vi.waitFor(async () => expect(await row()).toBeUndefined());
  });

  it('X10: a microphone lost midway is told, and what was said is written down', async () => {
    const { page, hear, calls } = await recording();
    hear(ended({ failure: { code: 'microphone-missing' } }));
    await page.has({ type: 'failure', failure: { code: 'microphone-missing' }, kept: true });
    await became('queued');
    expect(calls.onQueued).toHaveBeenCalled();
  });

  it('X10: silence is kept but not sent; the user can send it all the same', async () => {
    const { page, hear, calls } = await recording();
    hear(ended({ loudest: 0 }));
    await page.has({ type: 'failure', failure: { code: 'microphone-muted' }, kept: true });
    expect(await row()).toMatchObject({ state: 'failed' });
    expect(calls.onQueued).not.toHaveBeenCalled();
    page.say({ type: 'retry' });
    await became('queued');
    await vi.waitFor(() => expect(calls.onQueued).toHaveBeenCalled());
  });

  it('believes the recogniser more than the meter', async () => {
    const { hear } = await recording();
    hear(ended({ loudest: 0.001, liveText: 'bonjour' }));
    await became('queued');
    expect((await row())?.liveText).toBe('bonjour');
  });

  it('can be thrown away and taken back, also while the last second is still being saved', async () => {
    const { page, hear, calls, commands } = await recording();
    page.say({ type: 'cancel' });
    await page.has({ type: 'state', state: 'discarded' });
    expect(commands.at(-1)).toEqual({ type: 'stop' });
    hear(ended());
    page.say({ type: 'restore' });
    await became('queued');
    expect(calls.onDiscarded).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(calls.onQueued).toHaveBeenCalledOnce());
  });

  it('a second start of the same recording (said again after a restart) starts one', async () => {
    const { page, commands } = await recording();
    page.say(start());
    page.say({ type: 'pause' });
    await vi.waitFor(() => expect(commands.at(-1)).toEqual({ type: 'pause' }));
    expect(commands.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(await database.recordings.count()).toBe(1);
  });

  it('a dictation begun in another window ends the one before well', async () => {
    const { sessions, commands, hear } = await recording();
    const second = createPage(sessions);
    second.say(start(otherId));
    await vi.waitFor(() => expect(commands.at(-1)).toEqual({ type: 'stop' }));
    hear(ended());
    await became('queued');
    await vi.waitFor(() => expect(commands.at(-1)).toMatchObject({ recordingId: otherId }));
  });

  it('refuses an id that is not one, so that a page cannot reach other rows', async () => {
    const { page, commands } = setUp('chrome');
    page.say(start('../settings'));
    page.say({ type: 'stop' });
    await Promise.resolve();
    expect(await database.recordings.count()).toBe(0);
    expect(commands).toEqual([]);
  });
});

describe('when the panel or the disk decides meanwhile', () => {
  /** Ended, and at the engine now. */
  async function transcribing() {
    const house = await recording();
    house.hear(ended());
    await became('queued');
    await vi.waitFor(() => expect(house.calls.onQueued).toHaveBeenCalled());
    await advance(id, 'send');
    return house;
  }

  it('a recording deleted in the panel ends the wait of its window, once', async () => {
    const { page, sessions } = await transcribing();
    const deleted = await deleteDictation(id, 5);
    if (!deleted) throw new Error('not deleted');
    sessions.changed(deleted);
    sessions.tell(id, { type: 'state', recordingId: id, state: 'discarded' });
    expect(page.states().filter((state) => state === 'discarded')).toHaveLength(1);
  });

  it('deleted in the panel while it is recorded: the microphone is let go', async () => {
    const { sessions, commands, page } = await recording();
    const deleted = await deleteDictation(id, 5);
    if (!deleted) throw new Error('not deleted');
    sessions.changed(deleted);
    expect(commands.at(-1)).toEqual({ type: 'stop' });
    expect(page.states().at(-1)).toBe('discarded');
  });

  it('a cancel that comes too late is answered with how things stand', async () => {
    const { page } = await transcribing();
    await deleteDictation(id, 5);
    page.say({ type: 'cancel' });
    await page.has({ type: 'state', state: 'discarded' });
    await database.recordings.delete(id);
    page.say({ type: 'restore' });
    await page.has({ type: 'failure', failure: { code: 'storage-failed' }, kept: false });
  });
});

describe('when the disk loses the recording', () => {
  it('the end of a recording without a row is told, and the microphone is free again', async () => {
    const { page, hear, sessions, calls } = await recording();
    await database.recordings.clear();
    hear(ended());
    await page.has({ type: 'failure', failure: { code: 'storage-failed' }, kept: false });
    expect(page.states().at(-1)).toBe('failed');
    expect(sessions.alive().size).toBe(0);
    expect(calls.onQuiet).toHaveBeenCalled();
  });

  it('a disk that fails at the end is told, and the microphone is free again', async () => {
    const { page, hear, sessions } = await recording();
    const read = vi.spyOn(database.recordings, 'get').mockRejectedValueOnce(new Error('broken'));
    hear(ended());
    await page.has({ failure: expect.objectContaining({ code: 'storage-failed' }), kept: true });
    read.mockRestore();
    expect(sessions.alive().size).toBe(0);
  });
});

describe('when something goes away', () => {
  it('X2: the tab is closed: Chrome’s recorder is stopped and its recording queued', async () => {
    const { page, commands, hear, calls } = await recording();
    page.leave();
    await vi.waitFor(() => expect(commands.at(-1)).toEqual({ type: 'stop' }));
    hear(ended());
    await became('queued');
    expect(calls.onQueued).toHaveBeenCalled();
  });

  it('X1: the worker is killed: recorder and page find each other again in the next one', async () => {
    await recording();
    const next = setUp('chrome');
    next.hear(started());
    next.hear({ type: 'paused', recordingId: id });
    next.page.say({ type: 'attach', recordingId: id });
    await next.page.has({ type: 'state', state: 'paused' });
    expect(next.sessions.alive()).toEqual(new Set([id]));
    next.page.say({ type: 'stop' });
    await vi.waitFor(() => expect(next.commands).toContainEqual({ type: 'stop' }));
    next.hear(ended());
    await next.page.has({ type: 'state', state: 'queued' });
  });

  it('X1: the worker is killed just before it heard of the end: the recorder says it again', async () => {
    await recording();
    const next = setUp('chrome');
    next.hear(started());
    next.hear(ended());
    await became('queued');
    await vi.waitFor(() =>
      expect(next.commands).toContainEqual({ type: 'release', recordingId: id }),
    );
  });

  it('X3: a page that comes back without any recorder gets its recording out of the queue', async () => {
    await recording();
    const next = setUp('chrome');
    next.page.say({ type: 'attach', recordingId: id });
    await next.page.has({ type: 'state', state: 'recording' });
    await next.sessions.dropUnheld();
    expect(await row()).toMatchObject({ state: 'queued', recovered: true });
  });

  it('the offscreen document crashes: what is on disk is queued', async () => {
    const { sessions, calls } = await recording();
    await sessions.recorderGone();
    expect(await row()).toMatchObject({ state: 'queued', recovered: true });
    expect(calls.onQueued).toHaveBeenCalled();
  });

  it('X16: a page that comes back after the text was written gets the text', async () => {
    const { hear } = await recording();
    hear(ended());
    await became('queued');
    await advance(id, 'send');
    await database.recordings.update(id, { state: 'done' });
    await database.transcriptions.add({
      id: 't',
      recordingId: id,
      createdAt: 1,
      text: 'Bonjour',
      engine: 'server',
      language: 'fr',
      durationMs: 2000,
      host: 'gmail',
      subject: '',
      words: 1,
    });
    const next = setUp('chrome');
    next.page.say({ type: 'attach', recordingId: id });
    await next.page.has({ type: 'result', result: expect.objectContaining({ text: 'Bonjour' }) });
  });
});

describe('Firefox: the page records', () => {
  const chunk = (index: number): DictationCommand => ({
    type: 'chunk',
    recordingId: id,
    index,
    data: new Blob(['x']),
    elapsedMs: (index + 1) * 1000,
  });

  async function recordingInPage() {
    const house = setUp('firefox');
    house.page.say(start());
    await house.page.has({ type: 'recorder', command: expect.objectContaining({ type: 'start' }) });
    house.page.say({ type: 'recorder', event: started() });
    house.page.say(chunk(0));
    await house.page.has({ type: 'stored', index: 0 });
    return house;
  }

  it('acknowledges a second of audio only once it is on disk', async () => {
    const { page } = await recordingInPage();
    expect(await database.chunks.count()).toBe(1);
    const write = vi
      .spyOn(database.chunks, 'put')
      .mockRejectedValueOnce(Object.assign(new Error('full'), { name: 'QuotaExceededError' }));
    page.say(chunk(1));
    await page.has({
      type: 'stored',
      index: 1,
      failure: expect.objectContaining({ code: 'storage-full' }),
    });
    write.mockRestore();
  });

  it('X2: the tab is closed: what is on disk is queued as recovered', async () => {
    const { page, calls } = await recordingInPage();
    page.say(chunk(1));
    page.leave();
    await became('queued');
    expect(await row()).toMatchObject({ recovered: true, durationMs: 2000 });
    await vi.waitFor(() => expect(calls.onQueued).toHaveBeenCalled());
  });

  it('X1: the background is killed, even long enough to have recovered: the page goes on', async () => {
    await recordingInPage();
    const next = setUp('firefox');
    await recoverInterrupted(next.sessions.alive(), 5000);
    expect((await row())?.state).toBe('queued');
    next.page.say({ type: 'attach', recordingId: id });
    next.page.say(chunk(1));
    next.page.say({ type: 'recorder', event: started() });
    next.page.say({ type: 'stop' });
    await next.page.has({ type: 'recorder', command: { type: 'stop' } });
    next.page.say({ type: 'recorder', event: ended() });
    await next.page.has({ type: 'state', state: 'queued' });
    expect(await database.chunks.count()).toBe(2);
  });
});
