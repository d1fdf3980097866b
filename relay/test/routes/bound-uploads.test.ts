import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
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

let port = '';
const biggest = 128 * 1024 * 1024;

beforeAll(async () => {
  database = openDatabase({ dataDir });
  await migrate(database);
  relay = await appUnderTest(database);
  ({ port } = new URL(await relay.app.listen({ host: '127.0.0.1', port: 0 })));
});
afterAll(async () => {
  await relay.app.close();
  await database.close();
  rmSync(dataDir, { recursive: true });
});

test('S27: of the biggest bodies at once the fifth is refused before it comes, and the third of one person; small ones are not; one that ends makes room', async () => {
  const me = await relay.person('bodies');
  const [second, third] = [await relay.person('second'), await relay.person('third')];
  const began: ClientRequest[] = [];
  /** A batch whose body does not come, or only so much of it. */
  const begin = (bytes: number, body = '', by = me) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/api/email/send-batch',
      method: 'POST',
      headers: { ...by.bearer, 'content-type': 'application/json', 'content-length': bytes },
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
  const busy = [503, 'too-busy', '5'];
  const of = (by: typeof me, count: number) =>
    Array.from({ length: count }, () => answerTo(begin(biggest, '', by)));
  const mine = of(me, 3);
  expect(await Promise.race(mine)).toEqual(busy);
  const theirs = [...of(second, 2), ...of(third, 1)];
  expect(await Promise.race(theirs)).toEqual(busy);
  expect(await answerTo(begin(2, '{}'))).toEqual([400, 'invalid-request', undefined]);
  for (const answer of [...mine, ...theirs]) answer.catch(() => {});
  for (const asked of began) asked.destroy();
  const body = JSON.stringify({ emails: [], filler: 'x'.repeat(2 * 1024 * 1024) });
  await until(async () => (await answerTo(begin(body.length, body)))[0] === 400);
});

test('S27: big requests behind an open stream, whose connection ends before their turn comes, leave no room taken', async () => {
  const me = await relay.person('pipelined');
  const made = await relay.app.inject({
    method: 'POST',
    url: '/api/email/send-batch',
    headers: me.bearer,
    payload: { subject: 'S', html: 'H', recipients: [{ address: 'ada@people.test', fields: {} }] },
  });
  const head = (line: string, ...more: string[]) =>
    [
      ...[`${line} HTTP/1.1`, 'host: relay', `authorization: ${me.bearer.authorization}`],
      ...[...more, '\r\n'],
    ].join('\r\n');
  const behind = ['content-type: application/json', `content-length: ${biggest}`];
  const sockets = Array.from({ length: 4 }, () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    socket.write(
      head(`GET /api/email/batches/${made.json().batchId}/events`) +
        head('POST /api/email/send-batch', ...behind),
    );
    return socket.resume();
  });
  const answered = async () => {
    const body = JSON.stringify({ emails: [], filler: 'x'.repeat(2 * 1024 * 1024) });
    const asked = fetch(`http://127.0.0.1:${port}/api/email/send-batch`, {
      method: 'POST',
      headers: { ...me.bearer, 'content-type': 'application/json' },
      body,
    });
    return (await asked).status;
  };
  await until(async () => (await answered()) === 503);
  for (const socket of sockets) socket.destroy();
  await until(async () => (await answered()) === 400);
});
