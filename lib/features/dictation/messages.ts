import type { Failure } from '@/lib/core/app-error';
import type { DictationState } from '@/lib/core/dictation/recording-state';
import { defineMessages } from '@/lib/platform/define-messages';
import { defineStream } from '@/lib/platform/define-stream';
import type { RecorderCommand, RecorderEvent } from '@/lib/platform/recorder-protocol';

/** Who turned speech into text, and where: the interface makes one line of it. */
export interface DictationProvenance {
  engine: 'server' | 'device' | 'browser-service';
  /** Host name of the server, e.g. `api.openai.com`; empty for the browser's recogniser. */
  destination: string;
  /** Model of the server; empty for the browser's recogniser. */
  model: string;
}

export interface DictationResult {
  transcriptionId: string;
  /** What was heard, or what the user had made of it before. */
  text: string;
  /** BCP 47 short form: `fr`. */
  language: string;
  durationMs: number;
  provenance: DictationProvenance;
}

/** What the mail page says. One stream is one dictation; closing it ends and keeps the recording. */
export type DictationCommand =
  /** The page names the recording, so that a start said twice (background restarted) starts one. */
  | {
      type: 'start';
      recordingId: string;
      host: string;
      subject: string;
      language: 'auto' | 'fr' | 'en' | 'es';
    }
  /** The background was restarted: this page still follows that recording. */
  | { type: 'attach'; recordingId: string }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'stop' }
  /** Throws the recording away; `restore` takes it back while the moment of grace lasts. */
  | { type: 'cancel' }
  | { type: 'restore' }
  | { type: 'retry' }
  /** Firefox: the recorder lives in this page. */
  | { type: 'recorder'; event: RecorderEvent }
  /** Firefox: one second of audio, answered by `stored` once it is on disk. */
  | { type: 'chunk'; recordingId: string; index: number; data: Blob; elapsedMs: number };

/** What the background says. */
export type DictationEvent =
  | {
      type: 'state';
      state: DictationState;
      recordingId: string;
      /** With `queued`: why it waits, and until when (milliseconds since the epoch). */
      failure?: Failure;
      nextTryAt?: number;
    }
  /** About ten a second while recording; `level` is 0–1, or `null` when it cannot be measured. */
  | { type: 'level'; level: number | null; elapsedMs: number }
  /** Live recognition started, by the device or by the browser maker's service. */
  | { type: 'listening'; recognition: 'none' | 'device' | 'service' }
  /** Words that may still change. */
  | { type: 'partial'; text: string }
  /** Words the recogniser will not change any more, to be added to those before. */
  | { type: 'final'; text: string }
  | { type: 'result'; result: DictationResult }
  /** `kept` says whether there is audio on disk: then the panel lists it and it can be tried again. */
  | { type: 'failure'; failure: Failure; kept: boolean }
  /** Firefox: orders for the recorder in this page. */
  | { type: 'recorder'; command: RecorderCommand }
  /** Firefox: this chunk is on disk (or could not be written). */
  | { type: 'stored'; index: number; failure?: Failure };

export const dictationStream = defineStream<DictationCommand, DictationEvent>(
  'dictation.run',
  'compose',
);

/** A window takes hold of a text that it shows for review. */
export interface ClaimRequest {
  transcriptionId: string;
}

/** `granted` false: another window shows it, or a draft has taken it. */
export interface ClaimAnswer {
  granted: boolean;
}

/** Open for as long as the window looks at the text; other windows are not offered it meanwhile. */
export const dictationClaims = defineStream<ClaimRequest, ClaimAnswer>(
  'dictation.claim',
  'compose',
);

/** What must be settled before the microphone opens. */
export interface DictationReadiness {
  /**
   * `ask-here`: the mail page asks (Firefox). `welcome`: the welcome page has to ask first, since a
   * document without a window cannot; it is opened by `dictation.openMicrophonePage`.
   */
  microphone: 'ready' | 'ask-here' | 'welcome' | 'denied';
  /** True when the only engine at hand may be the browser maker's service and the user was never asked. */
  askAboutService: boolean;
  /** Host name of the server that will get the audio when the user stops; empty when none is set. */
  destination: string;
}

/** What a compose window may ask. */
export const dictationMessages = defineMessages<{
  'dictation.ready': (data: undefined) => DictationReadiness;
  'dictation.openMicrophonePage': (data: undefined) => void;
  'dictation.openSettings': (data: undefined) => void;
  /** The user's answer to "may the browser maker's service hear you?". */
  'dictation.allowService': (data: { allowed: boolean }) => void;
  /** The newest text that no draft has taken and no window looks at (its tab was reloaded or closed). */
  'dictation.unclaimed': (data: undefined) => DictationResult | null;
  /** What the user has made of the text so far; what was heard is kept beside it. */
  'dictation.revise': (data: { transcriptionId: string; text: string }) => void;
  /** The user put it into a draft, or does not want it offered again. Answers whether the history has it. */
  'dictation.settle': (data: { transcriptionId: string; inserted: boolean }) => boolean;
}>('compose');

/** One row of the panel: a text, or a recording that has none yet. */
export interface DictationItem {
  /** Id of the transcription when there is one, else of the recording. */
  id: string;
  recordingId?: string;
  transcriptionId?: string;
  state: 'recording' | 'waiting' | 'transcribing' | 'failed' | 'done';
  text: string;
  /** What was heard, where the user has made something else of it. */
  heard?: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  durationMs: number;
  words: number;
  host: string;
  subject: string;
  /** `server:<host>`, `device`, `browser-service`; empty while there is no text. */
  engine: string;
  language: string;
  hasAudio: boolean;
  /** The browser or the tab was closed while recording; this is what was on disk. */
  recovered: boolean;
  inserted: boolean;
  failure?: Failure;
  nextTryAt?: number;
}

export interface DictationPage {
  items: DictationItem[];
  /** Rows that match, of which `items` may be the first part. */
  total: number;
}

export interface DictationCounts {
  texts: number;
  /** Recordings without text: waiting, being transcribed or failed. */
  pending: number;
  /** Bytes of kept audio. */
  audioBytes: number;
}

/** What only our own pages may ask. */
export const dictationPageMessages = defineMessages<{
  /** Newest first. `query` finds text, subject and host, whatever accents and capitals. */
  'dictation.list': (data: { query: string; limit: number }) => DictationPage;
  'dictation.counts': (data: undefined) => DictationCounts;
  /** Transcribes a waiting, failed or finished recording (again). */
  'dictation.retry': (data: { recordingId: string }) => void;
  /** Out of the list at once, off the disk after the moment of grace. */
  'dictation.delete': (data: { id: string }) => void;
  'dictation.undelete': (data: { id: string }) => void;
  /** All texts as one plain text file. */
  'dictation.export': (data: undefined) => string;
  /** Recordings found unfinished since the browser started (crash, closed tab). */
  'dictation.recovered': (data: undefined) => number;
}>('pages');
