import Dexie, { type EntityTable, type Table } from 'dexie';
import type { FileTemplate } from '@/lib/core/templates/template-file';

/**
 * The extension's IndexedDB. Opened by the background and our own pages only: a content script would
 * open the mail page's database instead (and the zones forbid it).
 */

/** `recording` … `done`; a row found in `recording` at start-up whose recorder is gone is a crash. */
export type RecordingState =
  | 'recording'
  | 'stopping'
  | 'queued'
  | 'transcribing'
  | 'done'
  | 'failed'
  | 'discarded';

export interface RecordingRow {
  id: string;
  state: RecordingState;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt?: number;
  /** Spoken time in milliseconds, pauses excluded. */
  durationMs: number;
  mimeType: string;
  /** Language asked of the engine: `fr`, `en`, `es`. */
  language: string;
  host: string;
  subject: string;
  /** What the browser's recogniser heard while recording, if it ran. */
  liveText?: string;
  failure?: { code: string; detail?: string; retryAfter?: number };
  attempts: number;
  /** Not before this time (back-off), milliseconds since the epoch. */
  nextTryAt?: number;
  /** Bytes of kept audio. */
  bytes?: number;
  /** Why the browser's recogniser heard nothing, when it gave up. */
  liveFailure?: { code: string; detail?: string };
  /** Who heard `liveText`. */
  liveEngine?: 'device' | 'browser-service';
  /** It ended without its recorder saying so (browser or tab closed). */
  recovered?: boolean;
  /** The user asked to send it although nothing was heard. */
  forced?: boolean;
  /** When it was thrown away; off the disk after a moment of grace. */
  discardedAt?: number;
}

/** One second of audio, on disk before anything else happens to it. */
export interface ChunkRow {
  recordingId: string;
  index: number;
  data: Blob;
}

export interface TranscriptionRow {
  id: string;
  recordingId?: string;
  createdAt: number;
  /** What was heard; never changed afterwards. */
  text: string;
  /** What the person has made of it since: corrected, improved. */
  revised?: string;
  engine: string;
  language: string;
  durationMs: number;
  host: string;
  subject: string;
  words: number;
  /** Set when the text was put into a draft. */
  insertedAt?: number;
  /** Set when the user has seen it and left it in the history: not offered again. */
  settledAt?: number;
  /** Host name and model of the server that wrote it; absent for the browser's recogniser. */
  destination?: string;
  model?: string;
  /** When it was deleted; off the disk after a moment of grace. */
  deletedAt?: number;
}

export interface SecretRow {
  name: string;
  value: string;
}

/** A mail that can be used again; `html`, `subject` hold LiquidJS variables (`{{ prenom }}`). */
export interface TemplateRow extends FileTemplate {
  id: string;
  createdAt: number;
  updatedAt: number;
  usedAt?: number;
  /** The editor that wrote this state. */
  savedBy?: string;
  /** When it was deleted; off the disk after a moment of grace. */
  deletedAt?: number;
}

/** A state of a template that was overwritten. */
export interface TemplateVersionRow extends FileTemplate {
  id: string;
  templateId: string;
  /** When that state was written, milliseconds since the epoch. */
  savedAt: number;
  /** When it was overwritten. */
  replacedAt: number;
}

/** Somebody to write to. Never sent anywhere by itself. */
export interface ContactRow {
  id: string;
  /** Lower-cased address; unique in practice, doubles are merged by the user. */
  email: string;
  name: string;
  organisation: string;
  category: string;
  /** Free fields by their name, usable as template variables. */
  fields: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}

/** A text being written outside a mail page (quick compose, batch wizard): `kind` tells which. */
export interface WorkInProgressRow {
  id: string;
  kind: 'quick-compose' | 'batch';
  updatedAt: number;
  /** Read value by value by its feature, since an older version may have written it. */
  content: unknown;
}

export class ExtensionDatabase extends Dexie {
  recordings!: EntityTable<RecordingRow, 'id'>;
  chunks!: Table<ChunkRow, [string, number]>;
  transcriptions!: EntityTable<TranscriptionRow, 'id'>;
  secrets!: EntityTable<SecretRow, 'name'>;
  templates!: EntityTable<TemplateRow, 'id'>;
  templateVersions!: EntityTable<TemplateVersionRow, 'id'>;
  contacts!: EntityTable<ContactRow, 'id'>;
  worksInProgress!: EntityTable<WorkInProgressRow, 'id'>;

  constructor(name = 'iapostemanager') {
    // Strict durability: a chunk that was acknowledged is on disk, not in a cache (promise 1).
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      recordings: 'id, state, startedAt',
      chunks: '[recordingId+index], recordingId',
      transcriptions: 'id, createdAt, recordingId',
      secrets: 'name',
    });
    this.version(2).stores({
      templates: 'id, updatedAt, shortcut',
      contacts: 'id, email, updatedAt',
      worksInProgress: 'id, kind, updatedAt',
    });
    this.version(3).stores({ templateVersions: 'id, templateId' });
  }
}

export const database = new ExtensionDatabase();
