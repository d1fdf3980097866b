import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MIGRATIONS } from '../src/database/migrate.ts';
import { freePort } from './free-port.ts';
import { type Env, runRelay, runRelayBeside, startRelay } from './relay-process.ts';
import { type Postgres, startPostgres } from './start-postgres.ts';

let postgres: Postgres;
let dir: string;
let env: Env;
beforeAll(async () => {
  postgres = await startPostgres();
  dir = mkdtempSync(join(tmpdir(), 'relay-explicit-'));
  const databaseUrl = await postgres.newDatabase();
  env = {
    RELAY_DATA_DIR: join(dir, 'data'),
    DATABASE_URL: databaseUrl,
    RELAY_PORT: String(await freePort()),
    SECRET_KEY: 'x'.repeat(32),
  };
});
afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('R22: a Postgres changes by `migrate` and by nothing else; what it lacks, or has too much, is told by serve and doctor', async () => {
  const steps = Object.keys(MIGRATIONS).join(', ');
  const refused = runRelay(['serve'], env);
  expect([refused.status, refused.stderr]).toEqual([
    1,
    `the database needs "npm run relay -- migrate" first (${steps})\n`,
  ]);
  const looked = runRelay(['doctor'], env);
  expect([looked.status, looked.stdout]).toEqual([
    1,
    expect.stringContaining(`FAIL schema: run "npm run relay -- migrate" (${steps})`),
  ]);
  const user = ['create-user', '--email', 'a@x.test', '--password-stdin'];
  expect(runRelay(user, env, 'a long password').status).toBe(1);
  const tables = `select table_name from information_schema.tables where table_schema = 'public'`;
  expect(await query(tables)).toEqual([]);

  expect(runRelay(['migrate'], env).stdout).toBe(`applied ${steps}\n`);
  expect(runRelay(['doctor'], env).stdout).toContain('ok   schema: up to date');
  const relay = await startRelay(env);
  expect(await relay.stop()).toBe(0);
  const backup = runRelay(['backup'], env);
  expect([backup.status, backup.stderr]).toEqual([1, expect.stringContaining('pg_dump')]);
  const restore = runRelay(['restore', join(dir, 'b.db')], env);
  expect([restore.status, restore.stderr]).toEqual([1, expect.stringContaining('pg_restore')]);

  await query(`insert into kysely_migration values ('999-future', '2030')`);
  const newer = 'the database is newer than this program (999-future)';
  const older = runRelay(['serve'], env);
  expect([older.status, older.stderr]).toEqual([1, `${newer}\n`]);
  expect(runRelay(['doctor'], env).stdout).toContain(`FAIL database: ${newer}`);
  expect(runRelay(['migrate'], env).status).toBe(1);
}, 120_000);

test('doctor asks the AI provider with the key, follows it nowhere, and shows no key', async () => {
  const asked: unknown[] = [];
  const provider: Server = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    if (asked.length === 1) response.end('{}');
    else if (asked.length === 2) response.writeHead(401).end('no');
    else response.writeHead(302, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const place = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`;
  const own = { RELAY_DATA_DIR: join(dir, 'ai'), OPENAI_API_KEY: 'sk-secret' };
  const look = async () => runRelayBeside(['doctor'], { ...own, OPENAI_BASE_URL: place });
  const said = [await look(), await look(), await look()];
  provider.close();
  const gone = await look();
  expect([...said, gone].map(({ status }) => status)).toEqual([0, 1, 1, 1]);
  expect(said[0]?.stdout).toContain(`ok   AI: ${place} answers 200`);
  expect(said[1]?.stdout).toContain(`FAIL AI: ${place} answers 401`);
  for (const { stdout } of [said[2], gone].filter((one) => one !== undefined)) {
    expect(stdout).toContain(`FAIL AI: ${place}: `);
  }
  expect(asked).toEqual(Array(3).fill(['/v1/models', 'Bearer sk-secret']));
  expect(JSON.stringify([said, gone])).not.toContain('sk-secret');
}, 120_000);
