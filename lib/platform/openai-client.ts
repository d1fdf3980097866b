import OpenAI from 'openai';
import { AppError } from '@/lib/core/app-error';
import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import { toServerError } from '@/lib/platform/openai-client-errors';

/** An OpenAI-compatible server as the user set it. An empty key sends no Authorization header. */
export interface ServerAccess {
  baseUrl: string;
  key: string;
}

export interface ChatMessage {
  role: 'system' | 'user';
  content: string;
}

export interface ChatRequest {
  access: ServerAccess;
  model: string;
  messages: ChatMessage[];
  /** Stops the request; it then fails with `aborted`. */
  signal: AbortSignal;
  /** Called with the whole text so far, each time it grows. What it has seen outlives a failure. */
  onText(text: string): void;
  /** The answer is refused (`bad-answer`) beyond this many UTF-16 units (S40). */
  maxLength: number;
  limits?: ChatLimits;
}

/** All in milliseconds. */
export interface ChatLimits {
  firstByte: number;
  stall: number;
  retryPause: number;
}

/** design.md §5: no first byte 20 s, stall 20 s, one retry before the first byte. */
const defaultLimits: ChatLimits = { firstByte: 20_000, stall: 20_000, retryPause: 600 };

/**
 * Streams one chat completion and answers its text. Only what every OpenAI-compatible server knows is
 * sent: `model`, `messages`, `stream` (no temperature or token limit, which newer models refuse).
 *
 * Throws AppError: `aborted`, `timed-out` (no first byte), `answer-cut` (stalled, dropped or cut at the
 * length limit), `unauthorized`, `model-missing`, `rate-limited` (with retryAfter), `server-failed`,
 * `bad-answer`, `offline`, `server-silent-here` (of a server on this computer).
 */
export async function streamChat(request: ChatRequest): Promise<string> {
  const limits = request.limits ?? defaultLimits;
  try {
    return await attemptChat(request, limits);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !mayRetry(thrown)) throw thrown;
    await pause(limits.retryPause, request.signal);
    return attemptChat(request, limits);
  }
}

/** Models the server lists, at most 500 names. Throws AppError as `streamChat` does. */
export async function listModels(
  access: ServerAccess,
  signal: AbortSignal,
  firstByte: number = defaultLimits.firstByte,
): Promise<string[]> {
  const watch = new Watchdog(signal);
  watch.arm(firstByte, 'timed-out');
  try {
    const client = createServerClient(access);
    const page = await client.models.list({ signal: watch.signal });
    if (!Array.isArray(page.data)) throw new AppError('bad-answer');
    return page.data.map((model) => String(model.id)).slice(0, 500);
  } catch (thrown) {
    throw watch.verdict() ?? toServerError(thrown, access);
  } finally {
    watch.stop();
  }
}

/** What is watched of an answer on its way in. */
interface Tap {
  /** The server has taken the request and begun to answer; what comes next may be lost. */
  onAnswer(): void;
  onBytes(chunk: Uint8Array): void;
}

/**
 * An SDK client that can only talk to the origin of its base URL: every request is checked, redirects
 * are refused (S42), no cookies, no cache, nothing logged, no retries of its own.
 * Throws `permission-missing` when the address is not usable.
 */
export function createServerClient(access: ServerAccess, tap?: Tap): OpenAI {
  const base = parseBaseUrl(access.baseUrl);
  if (!base.ok) throw new AppError('permission-missing', { detail: base.problem });
  return new OpenAI({
    baseURL: base.url,
    apiKey: access.key || 'none',
    organization: null,
    project: null,
    defaultHeaders: access.key ? {} : { Authorization: null },
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    // Long on purpose: our own watchdog decides, and it tells first byte from stall.
    timeout: 600_000,
    logLevel: 'off',
    fetch: (input, init) => pinnedFetch(base.origin, input, init, tap),
  });
}

async function pinnedFetch(
  origin: string,
  input: string | URL | Request,
  init: RequestInit | undefined,
  tap?: Tap,
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.origin !== origin) throw new AppError('permission-missing', { detail: url.origin });
  const response = await fetch(url, {
    ...init,
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
  refuseHtml(response);
  return tap ? tapped(response, tap) : response;
}

/** A captive portal or a proxy answers 200 with a page; that is no answer of an AI server. */
function refuseHtml(response: Response): void {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && type.includes('text/html')) {
    throw new AppError('bad-answer', { status: response.status, detail: type });
  }
}

/** The same response, telling each time bytes come in. */
function tapped(response: Response, tap: Tap): Response {
  if (!response.ok || !response.body) return response;
  tap.onAnswer();
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        tap.onBytes(chunk);
        controller.enqueue(chunk);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/** One abort signal for user, first-byte and stall; remembers which of them pulled it. */
class Watchdog {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reason: 'timed-out' | 'answer-cut' | 'aborted' | undefined;
  private readonly outer: AbortSignal;

  constructor(outer: AbortSignal) {
    this.outer = outer;
    if (outer.aborted) this.pull('aborted');
    outer.addEventListener('abort', this.onOuter);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  arm(milliseconds: number, reason: 'timed-out' | 'answer-cut'): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pull(reason), milliseconds);
  }

  /** The failure to report when it was we who ended the request. */
  verdict(): AppError | undefined {
    return this.reason && new AppError(this.reason);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.onOuter);
  }

  private readonly onOuter = (): void => this.pull('aborted');

  private pull(reason: 'timed-out' | 'answer-cut' | 'aborted'): void {
    this.reason ??= reason;
    this.controller.abort();
  }
}

async function attemptChat(request: ChatRequest, limits: ChatLimits): Promise<string> {
  const watch = new Watchdog(request.signal);
  let answered = false;
  let tail = '';
  let text = '';
  watch.arm(limits.firstByte, 'timed-out');
  const tap: Tap = {
    onAnswer() {
      answered = true;
    },
    onBytes(chunk) {
      tail = (tail + String.fromCharCode(...chunk.subarray(-32))).slice(-32);
      watch.arm(limits.stall, 'answer-cut');
    },
  };
  try {
    const client = createServerClient(request.access, tap);
    const stream = await client.chat.completions.create(
      { model: request.model, messages: request.messages, stream: true },
      { signal: watch.signal },
    );
    let finish: string | null = null;
    for await (const chunk of stream) {
      const choice = chunk.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      const added = choice?.delta?.content;
      if (typeof added !== 'string' || added === '') continue;
      text += added;
      if (text.length > request.maxLength) throw new AppError('bad-answer', { detail: 'too long' });
      request.onText(text);
    }
    // The SDK ends an aborted stream quietly instead of throwing.
    const verdict = watch.verdict();
    if (verdict) throw verdict;
    return checkEnd(text, finish ?? (doneMark.test(tail) ? 'stop' : null));
  } catch (thrown) {
    // A broken connection takes back the bytes nobody has read yet (seen in Chromium): that the server
    // had begun is enough.
    const error = watch.verdict() ?? toServerError(thrown, request.access, answered);
    throw answered ? new AfterFirstByte(error) : error;
  } finally {
    watch.stop();
  }
}

/** How the wire says that nothing more comes; some servers send no `finish_reason`. */
const doneMark = /data:\s*\[DONE\]\s*$/;

/** A stream without either mark was dropped; `length` means the server stopped half-way. */
function checkEnd(text: string, finish: string | null): string {
  if (text === '') throw new AppError('bad-answer', { detail: finish ?? 'empty answer' });
  if (finish === 'stop') return text;
  throw new AppError('answer-cut', finish ? { detail: finish } : {});
}

/** A failure once the answer had begun (its headers had come): never retried, or the user would pay twice. */
class AfterFirstByte extends AppError {
  constructor(error: AppError) {
    const { code, ...extra } = error.failure;
    super(code, extra, error);
  }
}

function mayRetry(error: AppError): boolean {
  const { code } = error.failure;
  return !(error instanceof AfterFirstByte) && /^server-(failed|silent-here)$/.test(code);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = (): void => {
      clearTimeout(timer);
      reject(new AppError('aborted'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
