import { type ErrorCode, type Failure, toFailure } from '@/lib/core/app-error';
import type { InterfaceLanguage } from '@/lib/core/settings/settings';
import type { RecognitionChoice } from '@/lib/platform/recorder-protocol';

/**
 * The browser's own recogniser, fed with the recorder's track. It is a guest of the recording: whatever
 * happens to it, the recording goes on. Facts: research notes of Chromium 156, where `start()` with
 * `processLocally` and no model gives `language-not-supported` without ever firing `end`, and where a
 * session ends by itself after some silence.
 */

interface RecognitionResultEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}

interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally?: boolean;
  unspokenPunctuation?: boolean;
  start(track?: MediaStreamTrack): void;
  stop(): void;
  abort(): void;
}

type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable';

interface RecognitionConstructor {
  new (): Recognition;
  available?(options: { langs: string[]; processLocally: boolean }): Promise<Availability>;
}

/** BCP 47 tags as recognisers want them. */
const tags: Record<InterfaceLanguage, string> = { fr: 'fr-FR', en: 'en-US', es: 'es-ES' };

/** `available()` never settles in some browsers (brave#55414). */
const availabilityTimeout = 1500;
const finalTimeout = 2500;
/** Ends that come this soon after a start, this often in a row, mean that it will not work. */
const quickEnd = 1000;
const quickEndsAllowed = 3;
const fatalErrors = new Set([
  'network',
  'audio-capture',
  'language-not-supported',
  'not-allowed',
  'service-not-allowed',
]);

/** `network`: the service of the browser's maker did not answer; elsewhere there is none to speak of. */
function codeOf(error: string): ErrorCode {
  return error === 'network' ? 'recogniser-unreachable' : 'unknown';
}

function findConstructor(): RecognitionConstructor | undefined {
  const scope = globalThis as {
    SpeechRecognition?: RecognitionConstructor;
    webkitSpeechRecognition?: RecognitionConstructor;
  };
  return scope.SpeechRecognition ?? scope.webkitSpeechRecognition;
}

function within<T>(promise: Promise<T>, milliseconds: number, otherwise: T): Promise<T> {
  return Promise.race([
    promise.catch(() => otherwise),
    new Promise<T>((resolve) => setTimeout(() => resolve(otherwise), milliseconds)),
  ]);
}

/** Which recogniser may be used here for this language: none, one on the device, or the maker's service. */
export async function chooseRecognition(
  language: InterfaceLanguage,
  choice: RecognitionChoice,
): Promise<'none' | 'device' | 'service'> {
  const Recogniser = findConstructor();
  if (!Recogniser || choice === 'off') return 'none';
  if (Recogniser.available) {
    const query = { langs: [tags[language]], processLocally: true };
    const onDevice = await within(Recogniser.available(query), availabilityTimeout, 'unavailable');
    if (onDevice === 'available') return 'device';
  }
  return choice === 'service' ? 'service' : 'none';
}

export interface RecognizerOptions {
  track: MediaStreamTrack;
  language: InterfaceLanguage;
  onDevice: boolean;
  /** Words that may still change. */
  onPartial(text: string): void;
  /** Words that will not change any more. */
  onFinal(text: string): void;
  /** It will not recognise any more; the recording is untouched. */
  onFailure(failure: Failure): void;
  now?: () => number;
}

export interface Recognizer {
  /** Hears nothing until `resume`; what was said before still becomes words. */
  pause(): void;
  resume(): void;
  /** Asks for what is still open and answers all final words, within 2.5 s whatever happens. */
  finish(): Promise<string>;
}

/** Starts recognising; restarts after each end until `finish` or an error that will not go away. */
export function startRecognizer(options: RecognizerOptions): Recognizer {
  const { track, language, onDevice, onPartial, onFinal, onFailure } = options;
  const now = options.now ?? (() => performance.now());
  const finals: string[] = [];
  let pending = '';
  let finished = false;
  let dead = false;
  let paused = false;
  let startedAt = 0;
  let quickEnds = 0;
  let current: Recognition | undefined;
  let settle: (() => void) | undefined;

  const die = (failure: Failure): void => {
    if (dead) return;
    dead = true;
    settle?.();
    if (!finished) onFailure(failure);
  };

  const onResult = (event: Event): void => {
    const { results, resultIndex } = event as RecognitionResultEvent;
    quickEnds = 0;
    pending = '';
    for (let index = resultIndex; index < results.length; index += 1) {
      const result = results[index];
      const text = result?.[0]?.transcript.trim() ?? '';
      if (!result?.isFinal) pending = `${pending} ${text}`.trim();
      else if (text) {
        finals.push(text);
        onFinal(text);
      }
    }
    if (!finished) onPartial(pending);
  };

  const onEnd = (): void => {
    current = undefined;
    if (pending) {
      // A session that ends keeps its last words to itself; they are better than nothing.
      finals.push(pending);
      onFinal(pending);
      pending = '';
    }
    if (finished || dead) {
      settle?.();
      return;
    }
    if (paused) return;
    quickEnds = now() - startedAt < quickEnd ? quickEnds + 1 : 0;
    if (quickEnds > quickEndsAllowed) die({ code: 'unknown', detail: 'recogniser keeps ending' });
    else begin();
  };

  function begin(): void {
    const Recogniser = findConstructor();
    if (!Recogniser) return;
    try {
      const recognition = new Recogniser();
      recognition.lang = tags[language];
      recognition.continuous = true;
      recognition.interimResults = true;
      if (onDevice) recognition.processLocally = true;
      if ('unspokenPunctuation' in recognition) recognition.unspokenPunctuation = true;
      recognition.addEventListener('result', onResult);
      recognition.addEventListener('end', onEnd);
      recognition.addEventListener('error', (event) => {
        const { error } = event as Event & { error?: string };
        if (error && fatalErrors.has(error)) die({ code: codeOf(error), detail: error });
      });
      startedAt = now();
      current = recognition;
      recognition.start(track);
    } catch (thrown) {
      die(toFailure(thrown));
    }
  }

  begin();
  return {
    pause() {
      paused = true;
      current?.stop();
    },
    resume() {
      paused = false;
      // A session that has not ended yet is followed by the next one when it does.
      if (!current && !finished && !dead) begin();
    },
    async finish() {
      finished = true;
      const last = current;
      if (!dead && last) {
        const ended = new Promise<void>((resolve) => {
          settle = resolve;
        });
        last.stop();
        await within(ended, finalTimeout, undefined);
        if (pending) finals.push(pending);
        last.abort();
      }
      return finals.join(' ');
    },
  };
}
