import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { appUnderTest } from '../app-under-test.ts';
import { until } from '../until.ts';

const asPerson = ['Accept: text/html,*/*;q=0.8', 'Accept-Language: fr'];

test('what comes while the relay stops is told to come again: a person by a page, a program by a problem', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'relay-stopping-'));
  const database = openDatabase({ dataDir });
  await migrate(database);
  const { app } = await appUnderTest(database);
  const taken: Socket[] = [];
  app.server.on('connection', (socket) => taken.push(socket));
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  /** Has begun to ask, so that its connection is not idle. @returns what ends the question, and reads the answer */
  const begin = (line: string, headers: string[]) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`${[`${line} HTTP/1.1`, 'Host: relay.test', ...headers].join('\r\n')}\r\n`);
    return () => {
      socket.write('\r\n');
      return text(socket);
    };
  };
  const api = begin('GET /api/email/batches', ['Accept: text/html']);
  const page = begin('GET /account?x=1', asPerson);
  const elsewhere = begin('GET //evil.test', asPerson);
  const form = begin('POST /account/sign-out', [...asPerson, 'Content-Length: 0']);
  await until(() => taken.length === 4 && taken.every((socket) => socket.bytesRead > 0));
  const closed = app.close();
  await until(() => !app.server.listening);
  const answers = await Promise.all([api(), page(), elsewhere(), form()]);
  await closed;
  await database.close();
  rmSync(dataDir, { recursive: true });

  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/^retry-after: 5\r$/im);
    expect(answer).toMatch(/^content-security-policy: /im);
    expect(answer).toMatch(/^connection: close\r$/im);
  }
  const [problem = '', ...pages] = answers;
  expect(problem).toMatch(/^content-type: application\/problem\+json/im);
  expect(JSON.parse(problem.split('\r\n\r\n')[1] ?? '')).toEqual({
    type: 'about:blank',
    title: 'The relay is stopping. Try again soon.',
    status: 503,
    code: 'stopping',
  });
  for (const shown of pages) {
    expect(shown).toMatch(/^content-type: text\/html/im);
    expect(shown).toContain('<h1>Indisponible un instant</h1>');
  }
  const again = pages.map((shown) => /<a href="([^"]*)">Réessayer</.exec(shown)?.[1]);
  expect(again).toEqual(['/account?x=1', '/account', undefined]);
});
