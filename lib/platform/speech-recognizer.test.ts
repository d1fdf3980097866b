import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseRecognition, startRecognizer } from './speech-recognizer';

/** jsdom has no SpeechRecognition; this one does what the test tells it. */
class FakeRecognition extends EventTarget {
  static made: FakeRecognition[] = [];
  static available?: () => Promise<string>;
  lang = '';
  processLocally = false;
  started?: unknown;
  stopped = false;
  constructor() {
    super();
    FakeRecognition.made.push(this);
  }
  start(track: unknown) {
    this.started = track;
  }
  stop() {
    this.stopped = true;
  }
  abort() {}
  hear(...results: [string, boolean][]) {
    const list = results.map(([transcript, isFinal]) =>
      Object.assign([{ transcript }], { isFinal }),
    );
    this.dispatchEvent(Object.assign(new Event('result'), { resultIndex: 0, results: list }));
  }
  end() {
    this.dispatchEvent(new Event('end'));
  }
  fail(error: string) {
    this.dispatchEvent(Object.assign(new Event('error'), { error }));
  }
}

let clock = 0;
const track = {} as MediaStreamTrack;

function setUp() {
  const partials: string[] = [];
  const finals: string[] = [];
  const failures: (string | undefined)[] = [];
  const codes: string[] = [];
  const recognizer = startRecognizer({
    track,
    language: 'fr',
    onDevice: true,
    onPartial: (text) => partials.push(text),
    onFinal: (text) => finals.push(text),
    onFailure: ({ code, detail }) => {
      codes.push(code);
      failures.push(detail);
    },
    now: () => clock,
  });
  const last = () => FakeRecognition.made.at(-1) as FakeRecognition;
  return { recognizer, partials, finals, failures, codes, last };
}

beforeEach(() => {
  vi.useFakeTimers();
  clock = 0;
  FakeRecognition.made = [];
  FakeRecognition.available = undefined;
  vi.stubGlobal('SpeechRecognition', FakeRecognition);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('choosing a recogniser', () => {
  it('uses the device where it can, else the service only when it was allowed', async () => {
    FakeRecognition.available = async () => 'available';
    expect(await chooseRecognition('fr', 'device')).toBe('device');
    FakeRecognition.available = async () => 'downloadable';
    expect(await chooseRecognition('fr', 'device')).toBe('none');
    expect(await chooseRecognition('fr', 'service')).toBe('service');
    expect(await chooseRecognition('fr', 'off')).toBe('none');
  });

  it('does not wait for ever for a browser that never answers', async () => {
    FakeRecognition.available = () => new Promise(() => undefined);
    const choice = chooseRecognition('fr', 'device');
    await vi.advanceTimersByTimeAsync(1500);
    expect(await choice).toBe('none');
  });

  it('is none in a browser without recognition', async () => {
    vi.stubGlobal('SpeechRecognition', undefined);
    expect(await chooseRecognition('fr', 'service')).toBe('none');
  });
});

describe('recognising', () => {
  it('listens to the recorder’s own track, in the language asked, on the device', () => {
    const { last } = setUp();
    expect(last()).toMatchObject({ lang: 'fr-FR', processLocally: true, started: track });
  });

  it('tells words that may change apart from those that will not', async () => {
    const { last, partials, finals, recognizer } = setUp();
    last().hear(['bonjour', false]);
    last().hear(['bonjour Claire', true], ['je vous', false]);
    expect(partials).toEqual(['bonjour', 'je vous']);
    expect(finals).toEqual(['bonjour Claire']);
    const text = recognizer.finish();
    last().hear(['je vous confirme', true]);
    last().end();
    expect(await text).toBe('bonjour Claire je vous confirme');
  });

  it('goes on after a silence ended the session, and keeps its last words', () => {
    const { last, finals } = setUp();
    last().hear(['première phrase', false]);
    clock = 8000;
    last().end();
    expect(finals).toEqual(['première phrase']);
    expect(FakeRecognition.made).toHaveLength(2);
  });

  it('hears nothing during a pause, keeps what was said before it, and goes on after it', async () => {
    const { last, finals, recognizer } = setUp();
    last().hear(['avant', false]);
    recognizer.pause();
    expect(last().stopped).toBe(true);
    last().end();
    expect(finals).toEqual(['avant']);
    expect(FakeRecognition.made).toHaveLength(1);
    recognizer.resume();
    expect(FakeRecognition.made).toHaveLength(2);
    last().hear(['après', true]);
    const text = recognizer.finish();
    last().end();
    expect(await text).toBe('avant après');
  });

  it('goes on when the session before the pause ends late, and ends at once when paused', async () => {
    const { last, recognizer } = setUp();
    recognizer.pause();
    recognizer.resume();
    expect(FakeRecognition.made).toHaveLength(1);
    last().end();
    expect(FakeRecognition.made).toHaveLength(2);
    last().hear(['un', true]);
    recognizer.pause();
    last().end();
    expect(await recognizer.finish()).toBe('un');
    expect(FakeRecognition.made).toHaveLength(2);
  });

  it('gives up after an error that will not go away, without an end event', async () => {
    const { last, failures, recognizer } = setUp();
    last().fail('language-not-supported');
    expect(failures).toEqual(['language-not-supported']);
    expect(await recognizer.finish()).toBe('');
  });

  it('tells a service that cannot be reached from everything else', () => {
    const { last, codes } = setUp();
    last().fail('network');
    expect(codes).toEqual(['recogniser-unreachable']);
    const other = setUp();
    other.last().fail('audio-capture');
    expect(other.codes).toEqual(['unknown']);
  });

  it('does not restart for ever a session that keeps ending at once', () => {
    const { last, failures } = setUp();
    for (let time = 0; time < 10; time += 1) last().end();
    expect(failures).toEqual(['recogniser keeps ending']);
    expect(FakeRecognition.made).toHaveLength(4);
  });

  it('answers within 2.5 s even when the browser never ends', async () => {
    const { last, recognizer } = setUp();
    last().hear(['bonjour', false]);
    const text = recognizer.finish();
    await vi.advanceTimersByTimeAsync(2500);
    expect(await text).toBe('bonjour');
  });
});
