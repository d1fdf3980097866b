import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { type Database, openDatabase } from '../../src/database/open-database.ts';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { until } from '../until.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'relay-streams-'));
// Every stream has a connection of its own, as in a browser.
const agent = new Agent();
let database: Database;
let relay: AppUnderTest;

beforeAll(async () => {
  database = openDatabase({ dataDir });
  await migrate(database);
  relay = await appUnderTest(database);
});
afterAll(async () => {
  agent.destroy();
  await relay.app.close();
  await database.close();
  rmSync(dataDir, { recursive: true });
});

test('S27: the five hundred and first event stream is refused, and one that ends makes room', async () => {
  const me = await relay.person('streams');
  const { port } = new URL(await relay.app.listen({ host: '127.0.0.1', port: 0 }));
  const accepted = await relay.app.inject({
    method: 'POST',
    url: '/api/email/send-batch',
    headers: me.bearer,
    payload: { name: 'n', subject: 's', html: 'h', recipients: [{ address: 'a@x.test' }] },
  });
  const path = `/api/email/batches/${accepted.json().batchId}`;
  const ask = async (url: string): Promise<IncomingMessage> => {
    const asked = get({ agent, host: '127.0.0.1', port, path: url, headers: me.bearer });
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response.resume();
  };
  const streams = await Promise.all(Array.from({ length: 500 }, () => ask(`${path}/events`)));
  expect(streams.filter(({ statusCode }) => statusCode === 200)).toHaveLength(500);
  const refused = await relay.app.inject({ url: `${path}/events`, headers: me.bearer });
  expect([refused.statusCode, refused.json().code]).toEqual([503, 'too-busy']);
  expect(refused.headers['retry-after']).toBe('5');
  // Whoever looks without a stream is answered all the same.
  expect((await ask(path)).statusCode).toBe(200);
  streams[0]?.destroy();
  await until(async () => {
    const next = await ask(`${path}/events`);
    return next.statusCode === 200;
  });
  expect((await ask(`${path}/events`)).statusCode).toBe(503);
});
