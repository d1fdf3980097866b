import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { type Database, openDatabase } from '../../src/database/open-database.ts';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { until } from '../until.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'relay-bodies-'));
let database: Database;
let relay: AppUnderTest;

beforeAll(async () => {
  database = openDatabase({ dataDir });
  await migrate(database);
  relay = await appUnderTest(database);
});
afterAll(async () => {
  await relay.app.close();
  await database.close();
  rmSync(dataDir, { recursive: true });
});

test('S27: the fifth of the biggest bodies at once is refused before it comes, small ones are not; one that ends makes room', async () => {
  const me = await relay.person('bodies');
  const { port } = new URL(await relay.app.listen({ host: '127.0.0.1', port: 0 }));
  const began: ClientRequest[] = [];
  /** A batch whose body does not come, or only so much of it. */
  const begin = (bytes: number, body = '') => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/api/email/send-batch',
      method: 'POST',
      headers: { ...me.bearer, 'content-type': 'application/json', 'content-length': bytes },
    });
    asked.on('error', () => {});
    asked.write(body);
    asked.flushHeaders();
    began.push(asked);
    return asked;
  };
  const answerTo = async (asked: ClientRequest) => {
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return [answer.statusCode, JSON.parse(await text(answer)).code, answer.headers['retry-after']];
  };
  const biggest = 128 * 1024 * 1024;
  const five = Array.from({ length: 5 }, () => answerTo(begin(biggest)));
  expect(await Promise.race(five)).toEqual([503, 'too-busy', '5']);
  expect(await answerTo(begin(2, '{}'))).toEqual([400, 'invalid-request', undefined]);
  for (const answer of five) answer.catch(() => {});
  for (const asked of began) asked.destroy();
  const body = JSON.stringify({ emails: [], filler: 'x'.repeat(2 * 1024 * 1024) });
  await until(async () => (await answerTo(begin(body.length, body)))[0] === 400);
});
