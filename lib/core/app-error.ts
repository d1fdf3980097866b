/**
 * Every failure a person can meet has one code here and one sentence per language under
 * `error.<code>` (lib/locales). The sentence says what happened, what was kept and what to do next.
 */
export const errorCodes = [
  'microphone-refused',
  'microphone-missing',
  'microphone-busy',
  'microphone-muted',
  'no-engine',
  'recogniser-unreachable',
  'no-key',
  'permission-missing',
  'unauthorized',
  'model-missing',
  'rate-limited',
  'server-failed',
  'bad-answer',
  'answer-cut',
  'answer-lost-token',
  'offline',
  'server-silent-here',
  'timed-out',
  'aborted',
  'storage-full',
  'storage-failed',
  'nothing-heard',
  'nothing-to-improve',
  'draft-changed',
  'draft-gone',
  'not-inserted',
  'text-too-long',
  'relay-none',
  'relay-none-local',
  'relay-unreachable',
  'relay-silent-here',
  'relay-certificate',
  'relay-unclear',
  'relay-not-one',
  'relay-old',
  'relay-elsewhere',
  'relay-refused',
  'relay-scope',
  'relay-gone',
  'relay-changed',
  'relay-switched',
  'batch-draft-gone',
  'batch-draft-changed',
  'batch-too-late',
  'relay-invalid',
  'relay-failed',
  'approval-denied',
  'approval-expired',
  'template-broken',
  'template-gone',
  'extension-updated',
  'table-empty',
  'table-too-large',
  'table-too-many-rows',
  'table-unreadable',
  'table-old-excel',
  'table-locked',
  'unknown',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

const mendedInSettings: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'no-engine',
  'recogniser-unreachable',
  'no-key',
  'unauthorized',
  'permission-missing',
  'model-missing',
]);

/** Does the way out of this failure lead through the options page? */
export function isMendedInSettings(code: ErrorCode): boolean {
  return mendedInSettings.has(code);
}

/** What crosses a message channel in place of an exception. Holds no mail text and no secret. */
export interface Failure {
  code: ErrorCode;
  /** Seconds to wait before another try is worth it (Retry-After), when the server said so. */
  retryAfter?: number;
  /** HTTP status, when there was one. */
  status?: number;
  /** The server's own words, cut to 300 characters, shown under "details". Never a key. */
  detail?: string;
}

/** A failure that can be thrown. `message` is for logs; people read `error.<code>`. */
export class AppError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, extra: Omit<Failure, 'code'> = {}, cause?: unknown) {
    super(extra.detail ? `${code}: ${extra.detail}` : code, { cause });
    this.name = 'AppError';
    this.failure = { code, ...extra };
  }
}

/** Turns anything thrown into a Failure; what we did not foresee becomes `unknown`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof AppError) return thrown.failure;
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return { code: 'aborted' };
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unknown', detail: detail.slice(0, 300) };
}
