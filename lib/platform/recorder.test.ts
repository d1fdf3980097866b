import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/app-error';
import { type RecorderEnd, startRecorder } from './recorder';

/** jsdom has no MediaRecorder: the smallest one that behaves like the browsers' (events come later). */
class FakeMediaRecorder {
  static isTypeSupported = (type: string) => type === 'audio/webm;codecs=opus';
  static last: FakeMediaRecorder;
  state: 'inactive' | 'recording' | 'paused' = 'inactive';
  mimeType = 'audio/webm;codecs=opus';
  ondataavailable?: (event: { data: Blob }) => void;
  onstop?: () => void;
  onerror?: (event: Event) => void;
  timeslice = 0;
  held = 'tail';

  constructor() {
    FakeMediaRecorder.last = this;
  }
  start(timeslice: number) {
    this.timeslice = timeslice;
    this.state = 'recording';
  }
  pause() {
    this.state = 'paused';
  }
  resume() {
    this.state = 'recording';
  }
  requestData() {
    this.give('before the pause');
  }
  stop() {
    this.state = 'inactive';
    queueMicrotask(() => {
      this.give(this.held);
      this.onstop?.();
    });
  }
  give(text: string) {
    this.ondataavailable?.({ data: new Blob([text]) });
  }
}

function setUp(append?: (index: number) => Promise<void>) {
  const stop = vi.fn();
  const track = Object.assign(new EventTarget(), { stop: () => stop() });
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] } as MediaStream;
  const saved: [number, string, number][] = [];
  const levels: (number | null)[] = [];
  let clock = 0;
  const ended = Promise.withResolvers<RecorderEnd>();
  const recorder = startRecorder({
    stream,
    sink: {
      async append(index, data, elapsed) {
        await append?.(index);
        saved.push([index, await data.text(), elapsed]);
      },
    },
    onLevel: (level) => levels.push(level),
    onEnd: ended.resolve,
    now: () => clock,
  });
  return {
    recorder,
    track,
    stop,
    saved,
    levels,
    ended: ended.promise,
    media: FakeMediaRecorder.last,
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  vi.stubGlobal('MediaRecorder', FakeMediaRecorder);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('recorder', () => {
  it('hands over a chunk a second, the last one included, before it says that it ended', async () => {
    const { recorder, media, saved, pass, ended, stop } = setUp();
    expect(media.timeslice).toBe(1000);
    pass(1000);
    media.give('one');
    pass(500);
    recorder.stop();
    expect(stop).toHaveBeenCalled();
    expect(await ended).toEqual({ durationMs: 1500, loudest: null, failure: undefined });
    expect(saved).toEqual([
      [0, 'one', 1000],
      [1, 'tail', 1500],
    ]);
  });

  it('writes chunks one after the other, however slow the disk is', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { recorder, media, saved, ended } = setUp(
      (index) => gates[index]?.promise as Promise<void>,
    );
    media.give('one');
    recorder.stop();
    gates[1]?.resolve();
    gates[0]?.resolve();
    await ended;
    expect(saved.map(([index]) => index)).toEqual([0, 1]);
  });

  it('a pause puts what was said on disk, and stops the clock', async () => {
    const { recorder, saved, pass, ended } = setUp();
    pass(700);
    recorder.pause();
    pass(60_000);
    recorder.resume();
    pass(300);
    recorder.stop();
    expect((await ended).durationMs).toBe(1000);
    expect(saved[0]).toEqual([0, 'before the pause', 700]);
  });

  it('X10: a microphone that is unplugged or revoked ends the recording with what was said', async () => {
    const { track, media, saved, ended } = setUp();
    media.give('one');
    track.dispatchEvent(new Event('ended'));
    expect((await ended).failure).toEqual({ code: 'microphone-missing' });
    expect(saved.map(([, text]) => text)).toEqual(['one', 'tail']);
  });

  it('X10: a recorder that the browser ends by itself still ends once, and says what it has', async () => {
    const { media, ended, stop } = setUp();
    media.stop();
    expect((await ended).failure).toBeUndefined();
    expect(stop).toHaveBeenCalled();
  });

  it('X5: a full disk ends the recording, says so, and writes nothing after the hole', async () => {
    const { media, saved, ended, stop } = setUp(async (index) => {
      if (index === 1) throw new AppError('storage-full');
    });
    media.give('one');
    media.give('two');
    media.give('three');
    expect((await ended).failure).toEqual({ code: 'storage-full' });
    expect(saved.map(([, text]) => text)).toEqual(['one']);
    expect(stop).toHaveBeenCalled();
  });

  it('reports an unknown level, not an error, where no AudioContext runs', async () => {
    const { recorder, levels, ended } = setUp();
    vi.advanceTimersByTime(500);
    expect(levels).toEqual([null, null, null, null, null]);
    recorder.stop();
    expect((await ended).loudest).toBeNull();
  });
});
