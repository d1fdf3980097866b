import { APIConnectionTimeoutError } from 'openai';
import { AppError } from '@/lib/core/app-error';
import { audioFileName } from '@/lib/core/dictation/audio-file-name';
import { createServerClient, type ServerAccess } from '@/lib/platform/openai-client';
import { toServerError } from '@/lib/platform/openai-client-errors';

export interface TranscriptionRequest {
  access: ServerAccess;
  model: string;
  audio: Blob;
  /** Spoken language, BCP 47 short form: `fr`. */
  language: string;
  /** Stops the request; it then fails with `aborted`. */
  signal: AbortSignal;
  /** For the whole request; 60 s unless told. */
  timeoutMs?: number;
}

/**
 * Sends one recording to an OpenAI-compatible `/audio/transcriptions` and answers its text, trimmed;
 * empty when the server heard nothing. Background only: this is where the key is used.
 *
 * Throws AppError: `timed-out`, `aborted`, `offline`, `unauthorized`, `rate-limited` (with retryAfter),
 * `server-failed`, `server-silent-here`, `bad-answer`, `permission-missing`. Never tries twice: the queue does.
 */
export async function transcribeOnServer(request: TranscriptionRequest): Promise<string> {
  const { access, model, audio, language, signal, timeoutMs = 60_000 } = request;
  const expired = AbortSignal.timeout(timeoutMs);
  // Servers choose their decoder by the name; some refuse a codec parameter in the type.
  const type = audio.type.split(';')[0] ?? '';
  const file = new File([audio], audioFileName(audio.type), { type });
  try {
    const answer: unknown = await createServerClient(access).audio.transcriptions.create(
      { file, model, language, response_format: 'json' },
      { signal: AbortSignal.any([signal, expired]) },
    );
    return readText(answer);
  } catch (thrown) {
    if (signal.aborted) throw new AppError('aborted', {}, thrown);
    if (expired.aborted || thrown instanceof APIConnectionTimeoutError) {
      throw new AppError('timed-out', {}, thrown);
    }
    throw toServerError(thrown, access);
  }
}

/** Servers that ignore `response_format` answer plain text; a page or anything else is no answer. */
function readText(answer: unknown): string {
  if (typeof answer === 'string') return refuseMarkup(answer);
  const text = (answer as { text?: unknown } | null)?.text;
  if (typeof text !== 'string') throw new AppError('bad-answer');
  return text.trim();
}

function refuseMarkup(answer: string): string {
  if (/^\s*[<{[]/.test(answer)) throw new AppError('bad-answer');
  return answer.trim();
}
