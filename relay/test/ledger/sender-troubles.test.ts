import { createServer } from 'node:net';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../src/database/open-database.ts';
import { cancelBatch } from '../../src/ledger/change-batch.ts';
import { listRecipients } from '../../src/ledger/read-batch.ts';
import type { SenderOptions } from '../../src/ledger/sender-options.ts';
import { unsubscribe } from '../../src/ledger/suppress-address.ts';
import { MessageComposer, type StoredAttachment } from '../../src/mail/compose-message.ts';
import { eachDatabase } from '../each-database.ts';
import { acceptPlainBatch } from '../plain-batch.ts';
import { smtpError } from '../smtp-peer.ts';
import { until } from '../until.ts';
import {
  cleanUps,
  look,
  peer,
  type SmtpServer,
  startSender,
  untilState,
} from './sender-under-test.ts';

const composerWith = (attachments?: () => Promise<StoredAttachment[]>) =>
  new MessageComposer({ from: 'me@relay.test', unsubscribeUrl: () => '', attachments });

const sender = (database: Database, server: SmtpServer, extra: Partial<SenderOptions> = {}) =>
  startSender(database, server, { composer: composerWith(), connections: 2, ...extra });

/** Makes the database refuse to pause a batch. @returns what allows it again */
async function refusePausing(database: Database): Promise<() => Promise<unknown>> {
  if (database.kind === 'sqlite') {
    await sql`create trigger refused before update of state on batches when new.state = 'paused'
      begin select raise(abort, 'no'); end`.execute(database.db);
    return () => sql`drop trigger refused`.execute(database.db);
  }
  await sql`alter table batches add constraint refused check (state <> 'paused')`.execute(
    database.db,
  );
  return () => sql`alter table batches drop constraint refused`.execute(database.db);
}

eachDatabase('a sender in trouble', ({ fresh }) => {
  test('R6: a server whose refusal no database can hold stops nobody', async () => {
    const database = await fresh();
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write('220 hello\r\n');
      socket.on('data', (data) => {
        const refused = /^RCPT/i.test(String(data));
        socket.write(refused ? '550 no such \0 user\r\n' : '250 ok\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUps.push(async () => server.close());
    const { batchId } = await acceptPlainBatch(database, 3);
    const { port } = server.address() as { port: number };
    const running = sender(database, { port });
    await untilState(database, batchId, 'done');
    expect((await look(database, batchId)).counts.failed).toBe(3);
    expect(running.healthy).toBe(true);
  });

  test('R13: a server that closes without a word is left alone as a whole; only those on the wire have used a try', async () => {
    const database = await fresh();
    const smtp = await peer({ onMailFrom: () => 'drop' });
    const { batchId } = await acceptPlainBatch(database, 30);
    sender(database, { port: smtp.port }, { transportPauseMs: 600_000 });
    await until(
      async () => smtp.connections() > 0 && (await look(database, batchId)).counts.sending === 0,
    );
    const { items } = await listRecipients(database, batchId, { limit: 30 });
    const tried = items.filter(({ attempts, state }) => attempts === 1 && state === 'pending');
    expect(tried.length).toBe(smtp.connections());
    expect(smtp.connections()).toBeLessThanOrEqual(2);
    expect(
      items.filter(({ attempts, state }) => attempts === 0 && state === 'pending'),
    ).toHaveLength(30 - tried.length);
  });

  test('R13: one mail at a time finds out whether it is back, a fresh one each time, and then all go, soon also those it defers', async () => {
    const database = await fresh();
    let open = 0;
    let most = 0;
    let drops = 0;
    const deferred = new Set<string>();
    const waits: number[] = [];
    const smtp = await peer({
      onConnect: () => {
        open += 1;
        if (drops > 2 && drops < 7) most = Math.max(most, open);
        return undefined;
      },
      onMailFrom: () => {
        if (drops === 7) return undefined;
        drops += 1;
        return 'drop';
      },
      onRcptTo: (address) => {
        if (deferred.has(address)) return undefined;
        deferred.add(address);
        return smtpError(450, 'greylisted');
      },
      options: {
        onClose: () => {
          open -= 1;
        },
      },
    });
    const { batchId } = await acceptPlainBatch(database, 150);
    sender(
      database,
      { port: smtp.port },
      {
        retryDelay: (attempts, _random, answered) => {
          if (answered) waits.push(attempts);
          return 20;
        },
      },
    );
    await untilState(database, batchId, 'done');
    expect((await look(database, batchId)).counts).toMatchObject({ sent: 150, failed: 0 });
    expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(150);
    expect(most).toBe(1);
    // Seven drops, seven mails: whoever is deferred then waits as for a second try at most.
    expect(Math.max(...waits)).toBeLessThanOrEqual(2);
  });

  test('R13: one mail at which the server breaks off holds up no other', async () => {
    const database = await fresh();
    const smtp = await peer({
      onRcptTo: (address) => (address === 'r1@x.test' ? 'drop' : undefined),
    });
    const { batchId } = await acceptPlainBatch(database, 10);
    sender(database, { port: smtp.port }, { connections: 1, transportPauseMs: 600_000 });
    await untilState(database, batchId, 'done');
    expect((await look(database, batchId)).counts).toMatchObject({ sent: 9, failed: 1 });
  });

  test('R13: mails that cannot be made, or that somebody stops, hold up nobody when it is their turn to find out', async () => {
    const database = await fresh();
    let drops = 0;
    const smtp = await peer({
      onMailFrom: () => {
        drops += 1;
        return drops <= 4 ? 'drop' : undefined;
      },
    });
    const composer = composerWith(async () => {
      throw new Error('Connection terminated');
    });
    const { batchId: broken } = await acceptPlainBatch(database, 12);
    await database.db.updateTable('batches').set({ attachments: 1 }).execute();
    const { batchId: stopped } = await acceptPlainBatch(database, 12);
    const { batchId } = await acceptPlainBatch(database, 12);
    sender(database, { port: smtp.port }, { composer });
    await until(() => drops >= 2);
    await cancelBatch(database, { userId: 'u1', batchId: stopped, nowMs: 1 });
    for (const id of [broken, batchId]) await untilState(database, id, 'done');
    expect((await look(database, broken)).counts).toMatchObject({ sent: 0, failed: 12 });
    expect((await look(database, batchId)).counts).toMatchObject({ sent: 12 });
    await until(async () => (await look(database, stopped)).counts.sending === 0);
    const { sent, cancelled } = (await look(database, stopped)).counts;
    expect(sent + cancelled).toBe(12);
  });

  test('R17: a refused sign-in that cannot be written down leaves no row behind', async () => {
    const database = await fresh();
    const smtp = await peer({
      options: {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => done(smtpError(535, 'wrong password')),
      },
    });
    const allow = await refusePausing(database);
    const { batchId } = await acceptPlainBatch(database, 20);
    const events: string[] = [];
    sender(
      database,
      { port: smtp.port, user: 'me', password: 'x' },
      { onEvent: (name) => events.push(name) },
    );
    await until(() => events.includes('ledger-error'));
    await allow();
    await untilState(database, batchId, 'paused');
    await until(async () => (await look(database, batchId)).counts.pending === 20);
  });

  test('R17: a mail whose files cannot be read at this moment is made again, not failed', async () => {
    const database = await fresh();
    const smtp = await peer();
    const answers = Array.from({ length: 3 }, () => new Error('Connection terminated'));
    const composer = composerWith(async () => {
      const error = answers.pop();
      if (error) throw error;
      return [];
    });
    const { batchId } = await acceptPlainBatch(database, 4);
    await database.db.updateTable('batches').set({ attachments: 1 }).execute();
    sender(database, { port: smtp.port }, { composer });
    await untilState(database, batchId, 'done');
    expect((await look(database, batchId)).counts).toMatchObject({ sent: 4, failed: 0 });
  });

  test('S19: who unsubscribes while a mail waits behind a slow one gets it no more', async () => {
    const database = await fresh();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = 0;
    const smtp = await peer({
      afterDot: () => {
        arrived += 1;
        return arrived === 1 ? held : undefined;
      },
    });
    const { batchId } = await acceptPlainBatch(database, 6);
    sender(database, { port: smtp.port }, { connections: 1 });
    await until(() => arrived === 1);
    expect((await look(database, batchId)).counts.sending).toBe(6);
    await unsubscribe(database, {
      userId: 'u1',
      address: 'r3@x.test',
      from: 'me@relay.test',
      nowMs: 1,
    });
    // What is on the wire ends as it ends.
    await unsubscribe(database, {
      userId: 'u1',
      address: 'r0@x.test',
      from: 'me@relay.test',
      nowMs: 1,
    });
    release();
    await untilState(database, batchId, 'done');
    expect((await look(database, batchId)).counts).toMatchObject({ sent: 5, suppressed: 1 });
    expect(smtp.received.map((mail) => mail.to[0]).sort()).toEqual(
      [0, 1, 2, 4, 5].map((n) => `r${n}@x.test`),
    );
  });

  test('a batch is done when its last mail is, also while another goes on', async () => {
    const database = await fresh();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const smtp = await peer({
      afterDot: (mail) => (mail.to[0] === 'r0@slow.test' ? held : undefined),
    });
    const { batchId: slow } = await acceptPlainBatch(database, 1);
    await database.db.updateTable('recipients').set({ address: 'r0@slow.test' }).execute();
    sender(database, { port: smtp.port });
    const { batchId } = await acceptPlainBatch(database, 3);
    await untilState(database, batchId, 'done');
    expect((await look(database, slow)).counts.sending).toBe(1);
    release();
    await untilState(database, slow, 'done');
  });
});
