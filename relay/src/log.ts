import {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { pino } from 'pino';
import { PatientOutput } from './patient-output.ts';
import { RotatingFile } from './rotating-file.ts';

export type Log = FastifyBaseLogger;

/** A request in the log: the pattern of its route, since the address itself may hold a token. */
const request = (req: FastifyRequest) => ({
  method: req.method,
  route: req.routeOptions?.url ?? '(none)',
});

/** Servers name the user they refuse, and quote the recipient. */
const ADDRESS = /[^\s<>"'(),:;[\]]+@[^\s<>"'(),:;[\]]+/g;

/** The fields of a line, without the addresses in their texts. */
const withoutAddresses = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(ADDRESS, '[address]') : value,
    ]),
  );

function openRotating(file: string): RotatingFile {
  const rotating = new RotatingFile(file);
  try {
    rotating.begin();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new Error(
      `${file} (RELAY_LOG_FILE) cannot be written: its folder must be there, and open to the user the relay runs as (${code})`,
      { cause: error },
    );
  }
  return rotating;
}

/**
 * JSON lines on standard error, or in a file that rotates. Never a header, a body, an address or a token: only what
 * the serializers name is written, and the names below are blanked wherever they turn up.
 * @throws with one line for a person when there can be no such file: nobody would miss the lines before they are needed.
 */
export function openLog(file?: string): { log: Log; stop(): Promise<void> } {
  const rotating = file ? openRotating(file) : undefined;
  const destination = rotating ?? new PatientOutput();
  const log = pino(
    {
      level: 'info',
      base: { name: 'relay' },
      formatters: { log: withoutAddresses },
      serializers: { req: request, res: (res) => ({ status: res.statusCode }), err: safeError },
      redact: {
        paths: ['password', 'token', 'secret', 'authorization', 'cookie'].flatMap((name) => [
          name,
          `*.${name}`,
          `*.*.${name}`,
        ]),
        censor: '[redacted]',
      },
    },
    destination,
  );
  return { log, stop: async () => rotating?.close() };
}

/** One line a request, when it is answered: a line costs a write to the disk or a pipe. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = { req: request, res: reply, responseTime: Math.round(reply.elapsedTime) };
    if (error) reply.log.error({ ...line, err: error }, 'request errored');
    else reply.log.info(line, 'request completed');
  }
}

/** Where it broke, without what was being handled: messages of databases quote the values. */
function safeError(error: Error & { code?: string }) {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { type: error.name, code: error.code, stack: frames.slice(0, 12).join('\n') };
}
