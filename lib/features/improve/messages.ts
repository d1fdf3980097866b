import type { Failure } from '@/lib/core/app-error';
import type { DiffSegment } from '@/lib/core/improve/diff-segment';
import { defineMessages } from '@/lib/platform/define-messages';
import { defineStream } from '@/lib/platform/define-stream';

export type { DiffSegment };

export interface ImproveRequest {
  /** Author's text, blocks separated by `\n`, atoms as tokens (`⟦1⟧`). */
  text: string;
  /** Tokens that the answer must contain, each exactly once. */
  tokens: string[];
  /** Language of the text if known; `auto` lets the engine find out. */
  language: 'auto' | 'fr' | 'en' | 'es';
  /** `offline` forces the rules even when a server is set. */
  engine?: 'auto' | 'offline';
}

/** Where a text was or will be processed; the interface turns it into one line. */
export interface Provenance {
  engine: 'offline' | 'server';
  /** Host name of the server, e.g. `api.openai.com`; empty for offline. */
  destination: string;
  model: string;
  /** Why the server that is set was left out (`offline` engine only). */
  serverSkipped?: 'no-key' | 'permission-missing';
}

export type ImproveEvent =
  | { type: 'started'; provenance: Provenance }
  /** The whole text so far, at most once a frame's worth of time (about 60 ms). */
  | { type: 'partial'; text: string }
  | {
      type: 'done';
      text: string;
      segments: DiffSegment[];
      provenance: Provenance;
      /** Links, addresses, phone and account numbers that the draft did not hold. */
      newContacts?: string[];
    }
  /** The draft was not touched. `partial` holds what had come in, if anything. */
  | { type: 'failed'; failure: Failure; partial: string };

export type ImproveCommand = { type: 'run'; request: ImproveRequest } | { type: 'abort' };

/** One improvement: `run` once, events follow, closing the stream aborts the request. */
export const improveStream = defineStream<ImproveCommand, ImproveEvent>('improve.run', 'compose');

export interface ConnectionReport {
  ok: boolean;
  /** Models the server lists, when it lists any. */
  models: string[];
  failure?: Failure;
}

/** Only our own pages may ask these. */
export const improvePageMessages = defineMessages<{
  /** Tries base URL and key (empty key = the stored one) without saving anything. */
  'improve.testConnection': (candidate: {
    baseUrl: string;
    key: string;
  }) => Promise<ConnectionReport>;
  'improve.hasKey': (nothing: undefined) => Promise<boolean>;
  /** Ties the key to the origin of `baseUrl` (default: the saved address); empty deletes it. */
  'improve.saveKey': (candidate: { key: string; baseUrl?: string }) => Promise<void>;
}>('pages');
