import { HttpProblem } from '../http-problem.ts';
import { ModelNotAllowedError } from './model-gate.ts';

export type ProviderCall = {
  baseUrl: string;
  apiKey: string;
  path: string;
  method: 'GET' | 'POST';
  contentType?: string;
  body?: BodyInit;
  signal: AbortSignal;
  /** A body that is still on its way tells each piece of it: meanwhile nobody waits for the provider. */
  tellPieces?: (moved: () => void) => void;
  /** No first byte after this many milliseconds, or since the last piece of the body, means the provider hangs. */
  firstByteMs: number;
};

/** Answers that are about the caller's own request: passed on as they are. */
const PASSED_ON = new Set([400, 404, 413, 415, 422]);

/**
 * Calls the AI provider with the operator's key. There is no retry here: the client decides, and after the first byte
 * nobody can.
 * @throws {HttpProblem} 400 wrong model, 429 with the provider's Retry-After, 502 refused or failing, 504 silent.
 */
export async function callProvider(call: ProviderCall): Promise<Response> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), call.firstByteMs);
  call.tellPieces?.(() => timer.refresh());
  try {
    const response = await fetch(`${call.baseUrl}${call.path}`, {
      method: call.method,
      headers: {
        authorization: `Bearer ${call.apiKey}`,
        ...(call.contentType ? { 'content-type': call.contentType } : {}),
      },
      body: call.body,
      // The key must not follow a redirect to somewhere else.
      redirect: 'error',
      signal: AbortSignal.any([call.signal, silent.signal]),
      duplex: 'half',
    } as RequestInit);
    // A page of a proxy or a login wall with 200 is no answer of a provider.
    const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
    if (!isPage && (response.ok || PASSED_ON.has(response.status))) return response;
    await response.body?.cancel();
    throw refusal(response);
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    if (isWrongModel(error)) {
      throw new HttpProblem(400, 'model-not-allowed', 'This model is not allowed here.');
    }
    if (silent.signal.aborted) {
      throw new HttpProblem(504, 'ai-timeout', 'The AI provider does not answer.');
    }
    throw new HttpProblem(502, 'ai-unreachable', 'The AI provider cannot be reached.');
  } finally {
    clearTimeout(timer);
  }
}

function isWrongModel(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ModelNotAllowedError) return true;
  }
  return false;
}

function refusal(response: Response): HttpProblem {
  if (response.status === 429) {
    return new ProviderBusy(response.headers.get('retry-after') ?? '10');
  }
  if (response.status === 401 || response.status === 403) {
    return new HttpProblem(502, 'ai-key-refused', "The AI provider refuses the relay's key.");
  }
  return new HttpProblem(502, 'ai-failed', 'The AI provider failed.');
}

/** The provider asks to come back later. */
export class ProviderBusy extends HttpProblem {
  readonly retryAfter: string;
  constructor(retryAfter: string) {
    super(429, 'ai-busy', 'The AI provider is busy.');
    this.retryAfter = retryAfter;
  }
}
