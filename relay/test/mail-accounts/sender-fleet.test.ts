import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type KyselyPlugin, UpdateQueryNode } from 'kysely';
import { expect, test } from 'vitest';
import { pauseBatch, resumeBatch } from '../../src/ledger/change-batch.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import type { SenderOptions } from '../../src/ledger/sender-options.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { outboxTransport } from '../../src/mail/outbox-transport.ts';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import { changeMailAccount } from '../../src/mail-accounts/change-mail-account.ts';
import {
  addMailAccount,
  keepRefreshToken,
  listMailAccounts,
  MAX_ACCOUNTS,
  openMailAccount,
  secretColumns,
} from '../../src/mail-accounts/mail-accounts.ts';
import { type FleetOptions, SenderFleet } from '../../src/mail-accounts/sender-fleet.ts';
import { eachDatabase } from '../each-database.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';

eachDatabase('the fleet of senders', ({ fresh }) => {
  const key = Buffer.alloc(32, 1);
  /** The person `u1`; mail accounts, and batches of two mails through them. */
  async function withPerson() {
    const database = await fresh();
    const { db } = database;
    const user = { id: 'u1', email: 'a@x.test', name: 'a', role: null };
    const at = new Date().toISOString();
    const times = { emailVerified: 1, createdAt: at, updatedAt: at } as object;
    if (database.kind === 'postgres') Object.assign(times, { emailVerified: true });
    await db
      .insertInto('user')
      .values({ ...user, ...times })
      .execute();
    const account = {
      name: 'Mine',
      from: 'ada@own.test',
      host: '127.0.0.1',
      port: 587,
      user: 'ada',
      auth: { type: 'password' as const, password: 'x' },
    };
    const add = async (withKey: Buffer, extra: object = {}) => {
      const wish = { userId: 'u1', nowMs: 1, account: { ...account, ...extra } };
      return (await addMailAccount(database, withKey, wish))?.id ?? '';
    };
    const batchThrough = async (mailAccount: string, count = 1) => {
      const { batchId } = await acceptPlainBatch(database, count);
      await db
        .updateTable('batches')
        .set({ mail_account: mailAccount })
        .where('id', '=', batchId)
        .execute();
      return batchId;
    };
    const stateOf = async (id: string) => (await readBatch(database, 'u1', id))?.state;
    /** A fleet in a hurry that runs, whose senders go to the port of the account. */
    const startFleet = (more: Partial<SenderOptions> = {}, own: Partial<FleetOptions> = {}) => {
      const options = {
        database,
        composer: new MessageComposer({ from: 'ada@own.test', unsubscribeUrl: () => '' }),
        from: 'ada@own.test',
        connections: 1,
        pollMs: 20,
        transportPauseMs: 60_000,
        ...more,
      };
      const fleet = new SenderFleet({
        database,
        key,
        pollMs: 20,
        main: new LedgerSender({ ...options, transport: outboxTransport(database) }),
        senderFor: ({ id: mailAccount, revision, port }) =>
          new LedgerSender({
            ...options,
            mailAccount,
            revision,
            transport: smtpTransport({ host: '127.0.0.1', port, secure: false }),
          }),
        ...own,
      });
      fleet.start();
      return fleet;
    };
    return { database, db, account, add, batchThrough, stateOf, startFleet };
  }

  /** A mail server, and one that takes a connection and says nothing: a mail is in its hands. */
  async function twoServers() {
    const answering = await startSmtpPeer({
      options: {
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(null, { user: 'a' }),
      },
    });
    const silent = createServer().listen(0, '127.0.0.1');
    const connected = once(silent, 'connection');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const close = () => {
      silent.close();
      return answering.close();
    };
    return { answering, connected, port, close };
  }

  test('what a server keeps waiting goes out by the next one as soon as the account is corrected', async () => {
    const { database, db, account, add, batchThrough, stateOf, startFleet } = await withPerson();
    const { answering, connected, port, close } = await twoServers();
    const id = await add(key, { port });
    const batchId = await batchThrough(id, 3);
    // Its server has put one off for hours already.
    const hours = { next_at: Date.now() + 4 * 3_600_000, attempts: 11 };
    await db.updateTable('recipients').set(hours).where('idx', '=', 2).execute();
    const fleet = startFleet();
    const [socket]: Socket[] = await connected;
    const guard = { trusted: [`127.0.0.1:${answering.port}`] };
    const wish = { userId: 'u1', id, account: { ...account, port: answering.port } };
    expect(await changeMailAccount({ database, key, guard }, wish)).toMatchObject({ id });
    await answering.untilReceived(2);
    socket?.destroy();
    await answering.untilReceived(3);
    await until(async () => (await stateOf(batchId)) === 'done');
    expect(answering.received).toHaveLength(3);
    await fleet.stop(2_000);
    await close();
  });

  test('the mail on the wire goes on with a correction that was made while its batch was paused, too', async () => {
    const { database, db, account, add, batchThrough, stateOf, startFleet } = await withPerson();
    const { answering, connected, port, close } = await twoServers();
    const id = await add(key, { port });
    const batchId = await batchThrough(id, 2);
    // So often that its server gets hours for the next try.
    await db.updateTable('recipients').set({ attempts: 10 }).execute();
    const fleet = startFleet();
    const [socket]: Socket[] = await connected;
    const change = { userId: 'u1', batchId, nowMs: Date.now() };
    await pauseBatch(database, change);
    // The fleet has looked around since: its sender has left.
    const other = await batchThrough(await add(key, { port: answering.port }));
    await until(async () => (await stateOf(other)) === 'done');
    const guard = { trusted: [`127.0.0.1:${answering.port}`] };
    const wish = { userId: 'u1', id, account: { ...account, port: answering.port } };
    expect(await changeMailAccount({ database, key, guard }, wish)).toMatchObject({ id });
    await resumeBatch(database, change);
    await answering.untilReceived(2);
    socket?.destroy();
    await until(async () => (await stateOf(batchId)) === 'done');
    expect(answering.received).toHaveLength(3);
    await fleet.stop(2_000);
    await close();
  });

  test('R17: what a former server has put off goes out also when the database is away at the look that finds the correction', async () => {
    const { database, db, add, batchThrough, stateOf, startFleet } = await withPerson();
    const { answering, connected, port, close } = await twoServers();
    const id = await add(key, { port });
    const batchId = await batchThrough(id, 2);
    const hours = { next_at: Date.now() + 4 * 3_600_000, attempts: 11 };
    await db.updateTable('recipients').set(hours).where('idx', '=', 1).execute();
    let away = false;
    let failures = 0;
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (away && UpdateQueryNode.is(node)) throw new Error('the database is away');
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const flaky = { ...database, db: db.withPlugin(plugin) };
    const count = () => {
      failures += 1;
    };
    const fleet = startFleet({}, { database: flaky, onEvent: count });
    const [socket]: Socket[] = await connected;
    away = true;
    // Corrected by a relay that has died since.
    const corrected = { port: answering.port, revision: 1 };
    await db.updateTable('mail_accounts').set(corrected).where('id', '=', id).execute();
    await until(() => failures > 0);
    away = false;
    socket?.destroy();
    await until(async () => (await stateOf(batchId)) === 'done');
    expect(answering.received).toHaveLength(2);
    await fleet.stop(2_000);
    await close();
  });

  test('R18 R19: a mail on the wire of a paused batch ends as it ends, however long its server takes', async () => {
    const { database, db, account, add, batchThrough, startFleet } = await withPerson();
    const taken = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const slow = await startSmtpPeer({
      afterDot: () => {
        taken.resolve();
        return answer.promise;
      },
    });
    const batchId = await batchThrough(await add(key, { ...account, port: slow.port }));
    const leaseMs = 1_500;
    const fleet = startFleet({ leaseMs });
    await taken.promise;
    await pauseBatch(database, { userId: 'u1', batchId, nowMs: Date.now() });
    const clock = () => db.selectNoFrom(database.now.as('now')).executeTakeFirstOrThrow();
    const { now } = await clock();
    await until(async () => Number((await clock()).now) > Number(now) + 2 * leaseMs);
    answer.resolve();
    await fleet.stop(2_000);
    expect(await readBatch(database, 'u1', batchId)).toMatchObject({
      state: 'paused',
      counts: { sent: 1, uncertain: 0, sending: 0 },
    });
    await slow.close();
  });

  test('twenty mail accounts are kept of one person, and no more', async () => {
    const { database, add } = await withPerson();
    for (let n = 0; n < MAX_ACCOUNTS; n += 1) expect(await add(key), String(n)).not.toBe('');
    expect(await add(key)).toBe('');
    expect(await listMailAccounts(database, 'u1')).toHaveLength(20);
  });

  test('a renewed token is kept in the place of its own grant, and never in that of one that was given meanwhile', async () => {
    const { database, db, add } = await withPerson();
    const grant = { type: 'oauth2' as const, provider: 'google' as const, clientId: 'c' };
    const first = { ...grant, refreshToken: 'first' };
    const id = await add(key, { auth: first });
    const open = async () => {
      const opened = await openMailAccount(database, key, id);
      if (!opened) throw new Error('no account');
      return opened;
    };
    const sending = await open();
    for (const renewed of ['second', 'third']) {
      await keepRefreshToken(database, key, sending, renewed);
      expect((await open()).secret).toEqual({ ...grant, refreshToken: renewed });
    }
    const consented = { ...grant, refreshToken: 'consented' };
    const columns = secretColumns(key, { id, userId: 'u1' }, consented);
    await db.updateTable('mail_accounts').set(columns).where('id', '=', id).execute();
    await keepRefreshToken(database, key, sending, 'fourth');
    expect((await open()).secret).toEqual(consented);
    await db.deleteFrom('mail_accounts').execute();
    await keepRefreshToken(database, key, sending, 'fifth');
    expect(await openMailAccount(database, key, id)).toBeUndefined();
  });

  test('R17: a database that cannot be asked for a moment pauses no batch; a secret that does not open does', async () => {
    const { database, db, add, batchThrough, stateOf } = await withPerson();
    const good = await batchThrough(await add(key));
    const sealed = await batchThrough(await add(Buffer.alloc(32, 2)));
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
    expect(await stateOf(good)).toBe('running');
    await db.schema.alterTable('mail_accounts_away').renameTo('mail_accounts').execute();
    await until(async () => (await stateOf(good)) === 'done');
    await until(async () => (await stateOf(sealed)) === 'paused');
    expect(events).toContain('mail-account-unusable');
    await fleet.stop(2_000);
  });
});
