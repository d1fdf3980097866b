import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from '@iapostemanager/protocol/problem';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../accounts/require-access.ts';
import { HttpProblem, notFound } from '../http-problem.ts';
import { listRecipients, ownsBatch, readBatch } from '../ledger/read-batch.ts';
import type { RelayServices } from '../relay-services.ts';

const params = z.object({ id: z.string().max(100) });

/** Open event streams; a browser keeps one a batch, so this is far above honest use. */
const MAX_STREAMS = 500;
const LOOK_MS = 500;
const PING_TURNS = 30;

/** The time is UTC, and its column says so: a spreadsheet shows it without its Z. */
const COLUMNS = 'index,address,state,messageId,attempts,lastError,sentAtUtc';

const EVENTS = {
  types: ['text/event-stream'],
  description:
    'events called `progress`, each with a batch as `GET /api/email/batches/{id}` answers it as `data`: one at once, then one for each change, at most two a second; a comment every 15 seconds. It ends once the batch is `done`, or `cancelled` with no mail on the wire any more',
};
const EXPORT = {
  types: ['text/csv'],
  description: `UTF-8 with a byte order mark, commas, the columns \`${COLUMNS.replaceAll(',', '`, `')}\`; \`state\` is \`kept\` for what is \`sent\` into the outbox; text that a spreadsheet would run has an apostrophe in front`,
};

/** Live progress (SSE) and the CSV export of one batch. */
export function batchStreamRoutes({ database }: RelayServices): FastifyPluginAsyncZod {
  let streams = 0;
  return async (app) => {
    const stop = new AbortController();
    app.addHook('preClose', async () => stop.abort());

    app.get(
      '/api/email/batches/:id/events',
      {
        config: { access: 'read', described: { answer: EVENTS, refusals: { 404: problem } } },
        schema: {
          tags: ['batches'],
          summary: 'Progress as server-sent events',
          params,
        },
      },
      async (request, reply) => {
        const { userId } = accountOf(request);
        const { id } = request.params;
        if (!(await ownsBatch(database, userId, id))) throw notFound();
        if (streams >= MAX_STREAMS) throw new HttpProblem(503, 'too-busy', 'Too many streams.');
        streams += 1;
        const left = new AbortController();
        request.raw.on('close', () => left.abort());
        const signal = AbortSignal.any([left.signal, stop.signal]);
        const events = Readable.from(progress(userId, id, signal));
        events.on('close', () => {
          streams -= 1;
        });
        return reply
          .header('content-type', 'text/event-stream; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          .send(events);
      },
    );

    /** However many look at a batch: counting a hundred thousand recipients for each would hold up everybody. */
    const looks = new Map<string, ReturnType<typeof readBatch>>();
    const look = (userId: string, id: string) => {
      const known = looks.get(id);
      if (known) return known;
      const reading = readBatch(database, userId, id).finally(() => {
        setTimeout(() => looks.delete(id), LOOK_MS / 2).unref();
      });
      looks.set(id, reading);
      return reading;
    };

    async function* progress(userId: string, id: string, signal: AbortSignal) {
      let last = '';
      for (let turn = 0; !signal.aborted; turn += 1) {
        const batch = await look(userId, id);
        const data = JSON.stringify(batch);
        if (data !== last) yield `event: progress\ndata: ${data}\n\n`;
        else if (turn % PING_TURNS === 0) yield ': still here\n\n';
        last = data;
        // What was on the wire when it was cancelled ends after it.
        const over = batch?.state === 'done' || batch?.state === 'cancelled';
        if (!batch || (over && batch.counts.sending === 0)) return;
        await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
      }
    }

    app.get(
      '/api/email/batches/:id/export.csv',
      {
        config: { access: 'read', described: { answer: EXPORT, refusals: { 404: problem } } },
        schema: {
          tags: ['batches'],
          summary: 'All recipients with their state, in the order of the list',
          params,
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        if (!(await ownsBatch(database, accountOf(request).userId, id))) throw notFound();
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="batch-${id}.csv"`)
          .send(Readable.from(csv(id)));
      },
    );

    async function* csv(id: string) {
      // The mark tells spreadsheet programs that this is UTF-8.
      yield `\ufeff${COLUMNS}\r\n`;
      let after: number | undefined;
      for (;;) {
        const { items, next } = await listRecipients(database, id, { after, limit: 1_000 });
        yield items
          .map((row) =>
            [
              row.index,
              row.address,
              row.kept ? 'kept' : row.state,
              row.messageId,
              row.attempts,
              row.lastError,
              row.sentAt,
            ]
              .map(csvCell)
              .join(',')
              .concat('\r\n'),
          )
          .join('');
        if (next === null) return;
        after = Number(next);
      }
    }
  };
}

/** One cell. Text a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
