import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { resumeBatch } from '../../src/ledger/change-batch.ts';
import { claimRecipients } from '../../src/ledger/claim-recipients.ts';
import { startWorker } from '../../src/ledger/keep-worker.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { suppressAddress } from '../../src/ledger/suppress-address.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { type Postgres, programDir, startPostgres } from '../start-postgres.ts';

const guide = fileURLToPath(new URL('../../../docs/OPERATIONS.md', import.meta.url));
let postgres: Postgres;
let dir: string;
beforeAll(async () => {
  postgres = await startPostgres();
  dir = mkdtempSync(join(tmpdir(), 'relay-dump-'));
});
afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('R21: a Postgres is dumped and restored as the guide says: paused, and nobody who unsubscribed since gets mail', async () => {
  const text = readFileSync(guide, 'utf8');
  const [, dump = ''] = /`(pg_dump [^`]+)`/.exec(text) ?? [];
  const [, restore = ''] = /```\n(psql [\s\S]*?pg_restore[\s\S]*?)```/.exec(text) ?? [];
  expect([dump, restore]).not.toContain('');
  const databaseUrl = await postgres.newDatabase();
  /** As somebody types it. */
  const type = (lines: string) => {
    const PATH = `${programDir()}:${process.env.PATH}`;
    const env = { ...process.env, PATH, DATABASE_URL: databaseUrl };
    const ended = spawnSync('bash', ['-e'], { input: lines, cwd: dir, env, encoding: 'utf8' });
    expect(ended.status, ended.stderr).toBe(0);
  };
  const nowMs = Date.now();
  const person = { userId: 'u1', nowMs };
  const before = openDatabase({ databaseUrl, dataDir: dir });
  await migrate(before);
  const { batchId } = await acceptPlainBatch(before, 5, nowMs);
  const worker = await startWorker(before);
  await claimRecipients(before, { worker, limit: 1, nowMs });
  await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    values ('u1', 'u', 'u@x.test', true, now(), now())`.execute(before.db);
  await sql`insert into session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
    values ('s', 't', 'u1', now() + interval '1 day', now(), now())`.execute(before.db);
  type(dump);
  await suppressAddress(before, { ...person, address: 'r3@x.test', reason: 'unsubscribed' });
  await acceptPlainBatch(before, 2, nowMs);
  await before.close();

  type(restore);
  const after = openDatabase({ databaseUrl, dataDir: dir });
  expect(await migrate(after)).toEqual([]);
  expect(await readBatch(after, 'u1', batchId)).toMatchObject({
    state: 'paused',
    pauseReason: 'restored',
    counts: { pending: 4, sending: 0, uncertain: 1 },
  });
  for (const table of ['workers', 'session'] as const) {
    expect(await after.db.selectFrom(table).select('id').execute()).toEqual([]);
  }
  expect(await after.db.selectFrom('batches').select('id').execute()).toHaveLength(1);
  await resumeBatch(after, { ...person, batchId });
  const next = await startWorker(after);
  const rows = await claimRecipients(after, { worker: next, limit: 10, nowMs });
  expect(rows.map(({ address }) => address).sort()).toEqual([
    'r1@x.test',
    'r2@x.test',
    'r4@x.test',
  ]);
  await after.close();
});
