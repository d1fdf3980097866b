import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { takeTurns } from '../src/take-turns.ts';

const PEOPLE = 60;

test('S27: who comes while others ask without a pause is let in within about one round of them', async () => {
  const app = Fastify();
  takeTurns(app);
  let answers = 0;
  app.get('/', async () => {
    answers += 1;
    return 'x'.repeat(100);
  });
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const agent = new Agent({ keepAlive: true });
  const ask = async () => {
    const [response] = await once(get({ agent, host: '127.0.0.1', port }), 'response');
    await once((response as IncomingMessage).resume(), 'end');
    return answers;
  };
  let leave = false;
  const flood = Array.from({ length: PEOPLE }, async () => {
    do await ask();
    while (!leave);
  });
  while (answers < 20 * PEOPLE) await ask();
  const before = answers;
  const newcomers = await Promise.all(Array.from({ length: PEOPLE }, ask));
  leave = true;
  await Promise.all(flood);
  agent.destroy();
  await app.close();
  // A connection and four answers a turn, then a place in the queue: 316. Left to Node it is 1,890.
  expect(Math.max(...newcomers) - before).toBeLessThan(PEOPLE * 4 + PEOPLE * 4);
});
