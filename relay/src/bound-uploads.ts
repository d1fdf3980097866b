import { finished } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { accountOf } from './accounts/require-access.ts';
import { HttpProblem } from './http-problem.ts';

/** Bodies that may be on their way, or in memory, at once: four of the biggest. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Of one account: slow bodies of one person leave room for those of others. */
const MOST_OF_ONE = MOST_BYTES / 2;

/** Such a body takes no room worth counting. */
const SMALL_BYTES = 1024 * 1024;

/**
 * Refuses a big body, before any of it is read, while others take all the room there is, or its sender half of it: ten people who send 128 MB each
 * would take the memory of everybody. Who gets the 503 comes again. For the routes registered on this `app`.
 */
export function boundUploads(app: FastifyInstance): void {
  let taken = 0;
  const byAccount = new Map<string, number>();
  const add = (userId: string, bytes: number) => {
    taken += bytes;
    const own = (byAccount.get(userId) ?? 0) + bytes;
    if (own > 0) byAccount.set(userId, own);
    else byAccount.delete(userId);
  };
  app.addHook('onRequest', async (request, reply) => {
    const limit = request.routeOptions.bodyLimit ?? SMALL_BYTES;
    // A body that does not say how long it is may be as long as is allowed.
    const size = Math.min(limit, Number(request.headers['content-length'] ?? limit));
    if (request.method !== 'POST' || size < SMALL_BYTES) return;
    const { userId } = accountOf(request);
    if (taken + size > MOST_BYTES || (byAccount.get(userId) ?? 0) + size > MOST_OF_ONE) {
      throw new HttpProblem(503, 'too-busy', 'Too much is being sent at once.');
    }
    add(userId, size);
    finished(reply.raw, () => add(userId, -size));
  });
}
