import { expect, test } from 'vitest';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { outboxTransport } from '../../src/mail/outbox-transport.ts';
import { addMailAccount } from '../../src/mail-accounts/mail-accounts.ts';
import { SenderFleet } from '../../src/mail-accounts/sender-fleet.ts';
import { eachDatabase } from '../each-database.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { until } from '../until.ts';

eachDatabase('the fleet of senders', ({ fresh }) => {
  test('R17: a database that cannot be asked for a moment pauses no batch; a secret that does not open does', async () => {
    const database = await fresh();
    const { db } = database;
    const key = Buffer.alloc(32, 1);
    const user = { id: 'u1', email: 'a@x.test', name: 'a', role: null };
    const at = new Date().toISOString();
    const times = { emailVerified: 1, createdAt: at, updatedAt: at } as object;
    if (database.kind === 'postgres') Object.assign(times, { emailVerified: true });
    await db
      .insertInto('user')
      .values({ ...user, ...times })
      .execute();
    const add = (withKey: Buffer) =>
      addMailAccount(database, withKey, {
        userId: 'u1',
        nowMs: 1,
        account: {
          name: 'Mine',
          from: 'ada@own.test',
          host: 'mail.own.test',
          port: 587,
          user: 'ada',
          auth: { type: 'password', password: 'x' },
        },
      });
    const batchThrough = async (account: string | undefined) => {
      const { batchId } = await acceptPlainBatch(database, 1);
      await db
        .updateTable('batches')
        .set({ mail_account: account })
        .where('id', '=', batchId)
        .execute();
      return batchId;
    };
    const good = await batchThrough((await add(key))?.id);
    const sealed = await batchThrough((await add(Buffer.alloc(32, 2)))?.id);
    const events: string[] = [];
    const senderFor = (account?: { id: string }) =>
      new LedgerSender({
        database,
        transport: outboxTransport(database),
        composer: new MessageComposer({ from: 'ada@own.test', unsubscribeUrl: () => '' }),
        from: 'ada@own.test',
        connections: 1,
        mailAccount: account?.id,
        pollMs: 20,
      });
    const fleet = new SenderFleet({
      database,
      key,
      main: senderFor(),
      senderFor,
      pollMs: 20,
      onEvent: (name) => events.push(name),
    });
    await db.schema.alterTable('mail_accounts').renameTo('mail_accounts_away').execute();
    fleet.start();
    await until(() => events.filter((name) => name === 'fleet-error').length > 1);
    const stateOf = async (id: string) => (await readBatch(database, 'u1', id))?.state;
    expect(await stateOf(good)).toBe('running');
    await db.schema.alterTable('mail_accounts_away').renameTo('mail_accounts').execute();
    await until(async () => (await stateOf(good)) === 'done');
    await until(async () => (await stateOf(sealed)) === 'paused');
    expect(events).toContain('mail-account-unusable');
    await fleet.stop(2_000);
  });
});
