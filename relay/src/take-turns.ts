import type { FastifyInstance } from 'fastify';

/** How many requests begin between two looks at the network. Fewer cost processor time, more let others wait. */
const AT_ONCE = 4;

/**
 * Lets requests begin in the order of their arrival, a few at a time, and looks at the network in between.
 *
 * Node otherwise answers everything that is ready in one turn of its event loop, and lets one new connection in a
 * turn. With a hundred people asking without a pause a turn lasts 70 ms: the hundredth of those who come then would
 * wait for seconds to be let in, and every mail server for as long as a turn.
 */
export function takeTurns(app: FastifyInstance): void {
  const waiting: (() => void)[] = [];
  const begin = () => waiting.shift()?.();
  const turn = () => {
    // A task for each: what it does without waiting is done before the next begins.
    for (let left = Math.min(AT_ONCE, waiting.length); left > 0; left -= 1) setImmediate(begin);
    if (waiting.length > 0) setImmediate(turn);
  };
  app.addHook('onRequest', (_request, _reply, next) => {
    if (waiting.push(next) === 1) setImmediate(turn);
  });
}
