import { expect, test } from 'vitest';
import { MIGRATIONS, migrate, pendingMigrations } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { acceptBatch } from '../src/ledger/accept-batch.ts';
import { readBatch } from '../src/ledger/read-batch.ts';
import { eachDatabase } from './each-database.ts';

eachDatabase('the schema', ({ newPlace, kind }) => {
  test('is made once, also by many processes at once, and keeps its data', async () => {
    const place = await newPlace();
    const databases = Array.from({ length: kind === 'postgres' ? 4 : 1 }, () =>
      openDatabase(place),
    );
    const applied = await Promise.all(databases.map((database) => migrate(database)));
    expect(applied.flat().sort()).toEqual(Object.keys(MIGRATIONS));
    const [database] = databases;
    if (!database) throw new Error('no database');
    const { batchId } = await acceptBatch(database, {
      userId: 'u',
      kind: 'batch',
      messageDomain: 'x.test',
      nowMs: 1,
      request: { emails: [{ to: 'a@x.test', subject: 's', body: 'b' }] },
    });
    expect(await migrate(database)).toEqual([]);
    expect((await readBatch(database, 'u', batchId))?.counts.pending).toBe(1);
    for (const one of databases) await one.close();
  });

  test('R22: a database newer than the program is refused, and nothing in it changes', async () => {
    const database = openDatabase(await newPlace());
    expect(await pendingMigrations(database)).toEqual(Object.keys(MIGRATIONS));
    await migrate(database);
    const insert = database.db as unknown as import('kysely').Kysely<{
      kysely_migration: { name: string; timestamp: string };
    }>;
    await insert
      .insertInto('kysely_migration')
      .values({ name: '999-future', timestamp: '2030' })
      .execute();
    await expect(migrate(database)).rejects.toThrow(/999-future/);
    await database.close();
  });
});
