import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

export interface FaultServer {
  baseUrl: string;
  origin: string;
  /** Headers and body of each request, in order. */
  seen: { headers: IncomingMessage['headers']; body: string; path: string }[];
  /** Answers the next requests, one each; the last one answers all that follow. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

/** A real HTTP server on this machine that misbehaves as it is told. */
export async function startFaultServer(): Promise<FaultServer> {
  let answers: Answer[] = [];
  const seen: FaultServer['seen'] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ headers: request.headers, body, path: request.url ?? '' });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    await answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    seen,
    answer(...next) {
      answers = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One event of the wire with this text. */
export function frame(text: string, finish: string | null = null, end = '\n\n'): string {
  const choices = [
    { index: 0, delta: text === '' ? {} : { content: text }, finish_reason: finish },
  ];
  return `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}${end}`;
}

export const done = 'data: [DONE]\n\n';

/** Writes the pieces one after another, each in a packet of its own, then ends. */
export function stream(...pieces: (string | Uint8Array)[]): Answer {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) await write(response, piece);
    response.end();
  };
}

/** Waits until the piece is with the system, and one turn more, so that pieces stay apart. */
export async function write(response: ServerResponse, piece: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => response.write(piece, () => resolve()));
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** An error as OpenAI-compatible servers send it. */
export function refuse(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type: 'x', code: null } }));
  };
}

/** A web page instead of an answer. */
export function page(status: number): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>Sign in to the network</title>');
  };
}
