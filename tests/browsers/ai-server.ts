import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';

export type Fault =
  /** An error of the API, as OpenAI words it. `retryAfter` in seconds. */
  | { kind: 'status'; status: 401 | 403 | 404 | 429 | 500 | 503; retryAfter?: number }
  /** A web page instead of JSON, e.g. a captive portal; status 200. */
  | { kind: 'html' }
  /** Takes the request and never answers. */
  | { kind: 'hang' }
  /** Starts the answer and drops the connection after so many characters, which do arrive. */
  | { kind: 'cut'; afterCharacters?: number }
  /** The right answer, with a pause before each part of it. */
  | { kind: 'slow'; pauseMs: number }
  /** Begins the right answer and holds the rest of it back until told. */
  | { kind: 'held'; until: Promise<unknown> };

export type Endpoint = 'chat' | 'transcription' | 'models';

export interface ReceivedFile {
  name: string;
  type: string;
  bytes: Buffer;
}

/** One request as it came in. */
export interface ReceivedRequest {
  endpoint: Endpoint | 'other';
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  /** Parsed JSON body, when it was JSON. */
  json?: { model?: string; stream?: boolean; messages?: { role: string; content: unknown }[] };
  /** Fields of a multipart body but its file: `model`, `language`, `prompt`, … */
  fields: Record<string, string>;
  file?: ReceivedFile;
  /** The client went away before the answer was complete. */
  aborted: boolean;
}

export interface AiServerSettings {
  /** Default: any free one. A server that comes back has the port it had before. */
  port?: number;
  /** Answer of `chat/completions`; default: the last user message in capitals. */
  answer?: (request: NonNullable<ReceivedRequest['json']>) => string;
  /** Sentence that `audio/transcriptions` hears. */
  transcription?: string;
  /** `Access-Control-Allow-Origin: *`. Off by default: extensions need their host permission. */
  cors?: boolean;
  /** Refuses other keys with 401. Default: any key will do. */
  key?: string;
}

export interface AiServer {
  /** Base URL for an OpenAI client: `http://127.0.0.1:PORT/v1`. */
  url: string;
  requests: ReceivedRequest[];
  /** Requests to one endpoint, without preflights. */
  received(endpoint: Endpoint): ReceivedRequest[];
  setTranscription(sentence: string): void;
  setAnswer(answer: NonNullable<AiServerSettings['answer']>): void;
  /** The next `times` requests (to this endpoint) fail so. Faults are served in order. */
  failNext(fault: Fault, settings?: { endpoint?: Endpoint; times?: number }): void;
  clear(): void;
  close(): Promise<void>;
}

interface Queued {
  fault: Fault;
  endpoint?: Endpoint;
}

const errorTypes: Record<number, string> = {
  401: 'invalid_request_error',
  429: 'rate_limit_error',
};

function lastUserText(request: { messages?: { role: string; content: unknown }[] }): string {
  const content = request.messages?.findLast(({ role }) => role === 'user')?.content ?? '';
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function endpointOf(path: string): ReceivedRequest['endpoint'] {
  if (path.endsWith('/chat/completions')) return 'chat';
  if (path.endsWith('/audio/transcriptions')) return 'transcription';
  return path.endsWith('/models') ? 'models' : 'other';
}

async function readRequest(request: http.IncomingMessage): Promise<[ReceivedRequest, Buffer]> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const type = request.headers['content-type'] ?? '';
  const received: ReceivedRequest = {
    endpoint: endpointOf((request.url ?? '').split('?')[0] ?? ''),
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    fields: {},
    aborted: false,
  };
  if (type.includes('application/json')) received.json = JSON.parse(body.toString('utf8'));
  if (type.includes('multipart/form-data')) {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) {
      if (typeof value === 'string') received.fields[name] = value;
      else {
        const bytes = Buffer.from(await value.arrayBuffer());
        received.file = { name: value.name, type: value.type, bytes };
      }
    }
  }
  return [received, body];
}

function sendError(response: http.ServerResponse, status: number, retryAfter?: number): void {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  const type = errorTypes[status] ?? 'server_error';
  const error = { message: `Scripted ${status}`, type, param: null, code: null };
  response.writeHead(status, headers).end(JSON.stringify({ error }));
}

/** Sends the parts of an answer, slowly or cut when the fault says so. */
async function sendParts(
  response: http.ServerResponse,
  type: string,
  parts: AsyncIterable<string>,
  fault: Fault | undefined,
): Promise<void> {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
  const limit = fault?.kind === 'cut' ? (fault.afterCharacters ?? 400) : Number.POSITIVE_INFINITY;
  let sent = 0;
  for await (const part of parts) {
    if (response.destroyed) return;
    if (fault?.kind === 'held' && sent > 0) await fault.until;
    if (fault?.kind === 'slow') await new Promise((done) => setTimeout(done, fault.pauseMs));
    const allowed = part.slice(0, Math.max(0, limit - sent));
    sent += part.length;
    await new Promise((done) => response.write(allowed, done));
    if (sent >= limit) break;
  }
  // Not a reset, which would also take back what was sent and not yet read.
  if (fault?.kind === 'cut') response.socket?.destroy();
  else response.end();
}

/** Server-sent events one by one, other bodies whole. */
async function* partsOf(answer: Response): AsyncIterable<string> {
  if (!answer.body) return;
  let pending = '';
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    const events = (pending + text).split(/(?<=\n\n)/);
    pending = events.pop() ?? '';
    yield* events;
  }
  if (pending) yield pending;
}

async function* halves(text: string): AsyncIterable<string> {
  const middle = Math.ceil(text.length / 2);
  yield text.slice(0, middle);
  yield text.slice(middle);
}

/**
 * Starts an AI server that speaks OpenAI's wire on 127.0.0.1: chat completions by aimock (also as a
 * stream), transcriptions and models by us. It writes down every request and fails when told to.
 */
export async function startAiServer(settings: AiServerSettings = {}): Promise<AiServer> {
  let transcription = settings.transcription ?? 'Bonjour, ceci est un essai.';
  let answer = settings.answer ?? ((request) => lastUserText(request).toUpperCase());
  const requests: ReceivedRequest[] = [];
  const faults: Queued[] = [];
  const model = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 12 });
  model.on({ predicate: () => true }, (request) => ({
    content: answer(request as NonNullable<ReceivedRequest['json']>),
  }));
  await model.start();

  const takeFault = (endpoint: string): Fault | undefined => {
    const index = faults.findIndex((queued) => !queued.endpoint || queued.endpoint === endpoint);
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
  };
  const answerChat = async (
    body: Buffer,
    fault: Fault | undefined,
    response: http.ServerResponse,
  ) => {
    const upstream = await fetch(`${model.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer test' },
      body: new Uint8Array(body),
    });
    const type = upstream.headers.get('content-type') ?? 'application/json';
    await sendParts(response, type, partsOf(upstream), fault);
  };
  const handle = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (settings.cors) {
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', '*');
    }
    if (request.method === 'OPTIONS') {
      response.writeHead(settings.cors ? 204 : 405).end();
      return;
    }
    const [received, body] = await readRequest(request);
    requests.push(received);
    response.on('close', () => {
      received.aborted = !response.writableFinished;
    });
    const { endpoint } = received;
    const fault = takeFault(endpoint);
    if (settings.key && request.headers.authorization !== `Bearer ${settings.key}`) {
      sendError(response, 401);
    } else if (fault?.kind === 'status') {
      sendError(response, fault.status, fault.retryAfter);
    } else if (fault?.kind === 'html') {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Sign in</title><p>Please sign in to the network.</p>');
    } else if (fault?.kind === 'hang') {
      // Left open: the client has to give up.
    } else if (endpoint === 'chat') {
      await answerChat(body, fault, response);
    } else if (endpoint === 'transcription') {
      const text = JSON.stringify({ text: transcription });
      const cut = fault?.kind === 'cut' ? { afterCharacters: 8, ...fault } : fault;
      await sendParts(response, 'application/json', halves(text), cut);
    } else if (endpoint === 'models') {
      const data = ['gpt-transcribe', 'gpt-test'].map((id) => ({ id, object: 'model' }));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ object: 'list', data }));
    } else {
      sendError(response, 404);
    }
  };
  const server = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    received: (endpoint) => requests.filter((request) => request.endpoint === endpoint),
    setTranscription: (sentence) => {
      transcription = sentence;
    },
    setAnswer: (next) => {
      answer = next;
    },
    failNext(fault, { endpoint, times = 1 } = {}) {
      for (let time = 0; time < times; time += 1) faults.push({ fault, endpoint });
    },
    clear() {
      requests.length = 0;
      faults.length = 0;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await model.stop();
    },
  };
}
