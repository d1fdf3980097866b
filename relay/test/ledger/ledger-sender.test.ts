import { createServer, type Socket } from 'node:net';
import type { SendBatchRequest } from '@iapostemanager/protocol/email-batch';
import { expect, test } from 'vitest';
import type { Database } from '../../src/database/open-database.ts';
import { acceptBatch } from '../../src/ledger/accept-batch.ts';
import {
  cancelBatch,
  pauseBatch,
  resolveUncertain,
  resumeBatch,
  retryFailed,
} from '../../src/ledger/change-batch.ts';
import { listRecipients } from '../../src/ledger/read-batch.ts';
import type { SenderOptions } from '../../src/ledger/sender-options.ts';
import { everyoneFrom, suppressAddress } from '../../src/ledger/suppress-address.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { outboxTransport } from '../../src/mail/outbox-transport.ts';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import { TemplateError } from '../../src/mail/template-error.ts';
import { eachDatabase } from '../each-database.ts';
import { freePort } from '../free-port.ts';
import { smtpError } from '../smtp-peer.ts';
import { until } from '../until.ts';
import { cleanUps, look, peer, startSender, untilState } from './sender-under-test.ts';

const user = { userId: 'u1', messageDomain: 'relay.test' };
const composer = new MessageComposer({
  from: 'me@relay.test',
  unsubscribeUrl: (id, address) => `https://relay.test/u/${id}-${address}`,
});

function request(count: number, extra: object = {}): SendBatchRequest {
  const recipients = Array.from({ length: count }, (_, i) => ({
    address: `r${i}@example.test`,
    fields: { n: i },
  }));
  return { name: 'b', subject: 'Hello {{n}}', html: '<p>{{n}}</p>', recipients, ...extra };
}

const deadlines = { open: 2_000, envelope: 1_000, body: 1_000 };
const sender = (database: Database, port: number, extra: Partial<SenderOptions> = {}) =>
  startSender(database, { port }, { composer, connections: 5, ...extra }, deadlines);

async function accept(database: Database, body: SendBatchRequest, extra: object = {}) {
  const batch = await acceptBatch(database, {
    ...user,
    kind: 'batch',
    request: body,
    nowMs: Date.now(),
    ...extra,
  });
  return batch.batchId;
}

eachDatabase('the ledger sends', ({ fresh }) => {
  test('says which mails lie in the outbox, also once there is a mail server', async () => {
    const database = await fresh();
    const kept = await accept(database, request(3));
    const keeping = sender(database, 1, { transport: outboxTransport(database) });
    await untilState(database, kept, 'done');
    await keeping.stop(2_000);
    const smtp = await peer();
    const sent = await accept(database, request(2));
    sender(database, smtp.port);
    await untilState(database, sent, 'done');
    const seen = async (id: string) => {
      const { items } = await listRecipients(database, id, { limit: 10 });
      const { counts, kept } = await look(database, id);
      return [counts.sent, kept, ...items.map((item) => item.kept)];
    };
    expect(await seen(kept)).toEqual([3, 3, true, true, true]);
    expect(await seen(sent)).toEqual([2, 0, false, false]);
  });

  test('every recipient exactly once, with its own stable Message-ID and the batch id', async () => {
    const database = await fresh();
    const smtp = await peer();
    const id = await accept(
      database,
      request(60, { unsubscribe: true, replyTo: 'back@relay.test' }),
    );
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    const { items } = await listRecipients(database, id, { limit: 1_000 });
    expect((await look(database, id)).counts).toMatchObject({ sent: 60, pending: 0 });
    expect(smtp.received.map((mail) => mail.to[0]).sort()).toEqual(
      items.map((i) => i.address).sort(),
    );
    expect(new Set(smtp.received.map((mail) => mail.messageId))).toEqual(
      new Set(items.map((item) => item.messageId)),
    );
    const seven = smtp.received.find((mail) => mail.to[0] === 'r7@example.test')?.raw ?? '';
    expect(seven).toContain(`X-Batch-Id: ${id}`);
    expect(seven).toContain('Subject: Hello 7');
    expect(seven).toContain('Reply-To: back@relay.test');
    expect(seven).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(seven).toMatch(/text\/plain/);
  });

  test('R6: 4xx at MAIL, RCPT and after the dot comes back with the same Message-ID', async () => {
    const database = await fresh();
    const seen = new Set<string>();
    const once = (key: string, code: number) => {
      if (seen.has(key)) return undefined;
      seen.add(key);
      return smtpError(code);
    };
    const ids: string[] = [];
    const smtp = await peer({
      onMailFrom: () => once('mail', 451),
      onRcptTo: (address) => (address.startsWith('r1@') ? once('rcpt', 450) : undefined),
      afterDot: (mail) => {
        if (mail.to[0] !== 'r2@example.test') return undefined;
        ids.push(mail.messageId);
        return once('dot', 452);
      },
    });
    const id = await accept(database, request(4));
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts.sent).toBe(4);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(smtp.received).toHaveLength(4);
    expect([...seen].sort()).toEqual(['dot', 'mail', 'rcpt']);
  });

  test('R6: 421 is heeded: no other connection is made for a while, and what waits goes back', async () => {
    const database = await fresh();
    const smtp = await peer({ onRcptTo: () => smtpError(421) });
    const id = await accept(database, request(20));
    sender(database, smtp.port, { connections: 1, transportPauseMs: 600_000 });
    await until(async () => {
      const { sending } = (await look(database, id)).counts;
      return smtp.connections() > 0 && sending === 0;
    });
    expect((await look(database, id)).counts).toMatchObject({ pending: 20, sent: 0, failed: 0 });
    expect(smtp.connections()).toBe(1);
    const { items } = await listRecipients(database, id, { limit: 20 });
    // Only the one that was refused has used a try.
    expect(items.map(({ attempts }) => attempts).sort()).toEqual([...Array(19).fill(0), 1]);
  });

  test('R7: 5xx is failed at once, never retried; retry-failed tries only those', async () => {
    const database = await fresh();
    let closed = true;
    const tries: string[] = [];
    const smtp = await peer({
      onRcptTo: (address) => {
        tries.push(address);
        return closed && /r[12]@/.test(address) ? smtpError(550, 'no such user') : undefined;
      },
    });
    const id = await accept(database, request(5));
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 3, failed: 2 });
    expect(tries).toHaveLength(5);
    const failed = await listRecipients(database, id, { state: 'failed', limit: 10 });
    expect(failed.items[0]?.lastError).toMatch(/^550 /);
    closed = false;
    expect(await retryFailed(database, { userId: 'u1', batchId: id, nowMs: Date.now() })).toBe(2);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 5, failed: 0 });
    expect(smtp.received).toHaveLength(5);
  });

  test('R11 R12: silence after the final dot is uncertain and never sent again by itself', async () => {
    const database = await fresh();
    let hanging = true;
    let dots = 0;
    const smtp = await peer({
      afterDot: (mail) => {
        if (mail.to[0] !== 'r1@example.test' || !hanging) return undefined;
        dots += 1;
        return 'hang';
      },
    });
    const id = await accept(database, request(3));
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 2, uncertain: 1 });
    expect(dots).toBe(1);
    hanging = false;
    const change = { userId: 'u1', batchId: id, nowMs: Date.now() };
    expect(await retryFailed(database, change)).toBe(0);
    expect(await resolveUncertain(database, { ...change, userId: 'u2', as: 'resend' })).toBe(
      undefined,
    );
    // Found not to have arrived: then it is a failed one like others, and may be tried again as those are.
    expect(await resolveUncertain(database, { ...change, as: 'failed' })).toBe(1);
    expect((await look(database, id)).counts).toMatchObject({ sent: 2, uncertain: 0, failed: 1 });
    expect(dots).toBe(1);
    expect(await resolveUncertain(database, { ...change, as: 'resend' })).toBe(0);
    expect(await retryFailed(database, change)).toBe(1);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 3, uncertain: 0, failed: 0 });
    const again = await accept(database, request(1));
    await untilState(database, again, 'done');
    await database.db
      .updateTable('recipients')
      .set({ state: 'uncertain' })
      .where('batch_id', '=', again)
      .execute();
    expect(await resolveUncertain(database, { ...change, batchId: again, as: 'resend' })).toBe(1);
    await untilState(database, again, 'done');
    expect((await look(database, again)).counts).toMatchObject({ sent: 1, uncertain: 0 });
  });

  test('R8: a name that nobody has, then a port where nobody listens: all wait, with no try lost, until there is a server', async () => {
    const database = await fresh();
    const smtp = await peer();
    const nobody = await freePort();
    const at = (host: string, port: number) => smtpTransport({ host, port, secure: false });
    let server = at('no.invalid', 25);
    const said: string[] = [];
    const id = await accept(database, request(6));
    sender(database, smtp.port, {
      transport: { open: () => server.open() },
      onEvent: (name, { message }) => name === 'smtp-unreachable' && said.push(String(message)),
    });
    await until(() => said.length >= 2);
    server = at('127.0.0.1', nobody);
    await until(() => said.some((words) => words.includes('ECONNREFUSED')));
    expect(said[0]).toMatch(/no\.invalid/);
    server = at('127.0.0.1', smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 6, failed: 0, uncertain: 0 });
    const { items } = await listRecipients(database, id, { limit: 10 });
    expect(items.map(({ attempts }) => attempts)).toEqual(Array(6).fill(1));
    expect(smtp.received).toHaveLength(6);
  });

  test('R6: a server that takes one connection at a time gets every mail once, and never more than the connections that are set', async () => {
    const database = await fresh();
    let now = 0;
    let most = 0;
    let sentAway = 0;
    const smtp = await peer({
      onConnect: () => {
        now += 1;
        most = Math.max(most, now);
        if (now === 1) return undefined;
        sentAway += 1;
        return smtpError(421, 'too many connections');
      },
      options: {
        onClose: () => {
          now -= 1;
        },
      },
    });
    const id = await accept(database, request(120));
    sender(database, smtp.port, { connections: 3 });
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 120, failed: 0, uncertain: 0 });
    expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(120);
    expect(smtp.received).toHaveLength(120);
    expect(sentAway).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('a connection is left after a hundred mails, before the server ends it', async () => {
    const database = await fresh();
    const smtp = await peer();
    const id = await accept(database, request(201));
    sender(database, smtp.port, { connections: 1 });
    await untilState(database, id, 'done');
    expect([smtp.received.length, smtp.connections()]).toEqual([201, 3]);
  });

  test('R6: a sign-in that the server cannot look at now pauses nothing', async () => {
    const database = await fresh();
    let signIns = 0;
    const smtp = await peer({
      options: {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => {
          signIns += 1;
          if (signIns < 3) done(smtpError(454, 'temporary authentication failure'));
          else done(null, { user: 'me' });
        },
      },
    });
    const id = await accept(database, request(4));
    const account = { host: '127.0.0.1', port: smtp.port, user: 'me', password: 'x' };
    const transport = smtpTransport({ ...account, secure: false });
    sender(database, smtp.port, { connections: 1, transport });
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 4 });
    expect(signIns).toBe(3);
  });

  test('R9 R13: a server that says nothing, or cuts before the body, loses nobody', async () => {
    const database = await fresh();
    const smtp = await peer();
    let mode: 'silent' | 'cut' | 'pass' = 'silent';
    const sockets = new Set<Socket>();
    let cuts = 0;
    const front = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      if (mode === 'silent') return;
      if (mode === 'cut') {
        cuts += 1;
        socket.end('220 hello\r\n');
        return;
      }
      import('node:net').then(({ connect }) => {
        const back = connect(smtp.port, '127.0.0.1');
        back.on('error', () => socket.destroy());
        socket.on('close', () => back.destroy());
        socket.pipe(back).pipe(socket);
      });
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    cleanUps.push(async () => {
      for (const socket of sockets) socket.destroy();
      front.close();
    });
    const { port } = front.address() as { port: number };
    const events: string[] = [];
    const id = await accept(database, request(6));
    sender(database, port, {
      transport: smtpTransport(
        { host: '127.0.0.1', port, secure: false },
        { open: 500, envelope: 1_000, body: 1_000 },
      ),
      onEvent: (name) => events.push(name),
    });
    await until(() => events.includes('smtp-unreachable'));
    mode = 'cut';
    await until(() => cuts > 0);
    mode = 'pass';
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 6, uncertain: 0, failed: 0 });
    expect(smtp.received).toHaveLength(6);
  });

  test('R7: a refused sign-in pauses the batch after one look, no hammering', async () => {
    const database = await fresh();
    let signIns = 0;
    const smtp = await peer({
      options: {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: (_auth, _session, done) => {
          signIns += 1;
          done(smtpError(535, 'wrong password'));
        },
      },
    });
    const id = await accept(database, request(20));
    sender(database, smtp.port, {
      connections: 1,
      transport: smtpTransport({
        host: '127.0.0.1',
        port: smtp.port,
        user: 'me',
        password: 'secret',
        secure: false,
      }),
    });
    await untilState(database, id, 'paused');
    const batch = await look(database, id);
    expect(batch.pauseReason).toBe('smtp-auth');
    await until(async () => (await look(database, id)).counts.pending === 20);
    expect(signIns).toBe(1);
  });

  test('R23: a recipient whose template fails is failed, the others go', async () => {
    const database = await fresh();
    const smtp = await peer();
    const body = request(3, {
      html: '{% if n == 1 %}{% for i in (1..100000000) %}x{% endfor %}{% endif %}ok',
    });
    const id = await accept(database, body);
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 2, failed: 1 });
  });

  test('a mail for which only the time ran out is made again, and goes', async () => {
    const database = await fresh();
    const smtp = await peer();
    const id = await accept(database, request(3));
    let slow = 1;
    const busy = {
      compose(row: Parameters<typeof composer.compose>[0]) {
        if (row.address === 'r1@example.test' && slow > 0) {
          slow -= 1;
          throw new TemplateError('template render limit exceeded');
        }
        return composer.compose(row);
      },
    };
    // With the real back-off: nobody waits a minute because this machine was busy for a moment.
    sender(database, smtp.port, { composer: busy, retryDelay: undefined });
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 3, failed: 0 });
    expect(smtp.received).toHaveLength(3);
  });

  test('R13: a line that breaks before the body costs seconds, and minutes only where the server asked for them', async () => {
    const database = await fresh();
    const cut = [true, true];
    const smtp = await peer({
      onMailFrom: () => (cut.shift() ? 'drop' : undefined),
      onRcptTo: () => (waits.length === 2 ? smtpError(450) : undefined),
    });
    const waits: unknown[] = [];
    const id = await accept(database, request(1));
    sender(database, smtp.port, {
      retryDelay: (attempts, _random, answered) => {
        waits.push([attempts, answered]);
        return 20;
      },
    });
    await untilState(database, id, 'done');
    expect(waits).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect((await look(database, id)).counts).toMatchObject({ sent: 1 });
  });

  test('pause, resume and cancel never send twice and never lose', async () => {
    const database = await fresh();
    const smtp = await peer();
    const id = await accept(database, request(300));
    sender(database, smtp.port, { connections: 2 });
    await smtp.untilReceived(20);
    const change = { userId: 'u1', batchId: id, nowMs: Date.now() };
    await pauseBatch(database, change);
    await until(async () => (await look(database, id)).counts.sending === 0);
    const paused = await look(database, id);
    expect(paused.counts.pending).toBeGreaterThan(0);
    expect(paused.counts.sent).toBe(smtp.received.length);
    await resumeBatch(database, change);
    await smtp.untilReceived(paused.counts.sent + 20);
    await cancelBatch(database, change);
    await until(async () => (await look(database, id)).counts.sending === 0);
    const end = await look(database, id);
    expect(end.counts.sent).toBe(smtp.received.length);
    expect(end.counts.sent + end.counts.cancelled).toBe(300);
    expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(smtp.received.length);
  });

  test('a batch leaves by itself when its time comes, and one whose time is a day ago does not', async () => {
    const database = await fresh();
    const smtp = await peer();
    const hour = 3_600_000;
    let offset = 0;
    const events: string[] = [];
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const soon = await accept(database, request(2, { sendAt: at(hour) }));
    const later = await accept(database, request(2, { sendAt: at(30 * hour) }));
    sender(database, smtp.port, {
      now: () => Date.now() + offset,
      onEvent: (name) => events.push(name),
    });
    const now = await accept(database, request(1));
    await untilState(database, now, 'done');
    expect(smtp.received).toHaveLength(1);
    expect((await look(database, soon)).state).toBe('scheduled');
    offset = hour + 1_000;
    await untilState(database, soon, 'done');
    expect(smtp.received).toHaveLength(3);
    // The machine slept for two days.
    offset = 60 * hour;
    await untilState(database, later, 'paused');
    expect((await look(database, later)).pauseReason).toBe('overdue');
    expect([smtp.received.length, events]).toEqual([3, []]);
  });

  test('S19: who unsubscribes while a batch runs gets nothing more', async () => {
    const database = await fresh();
    const smtp = await peer();
    await suppressAddress(database, {
      userId: 'u1',
      address: 'R1@Example.test',
      reason: 't',
      nowMs: 1,
    });
    const id = await accept(database, request(4));
    expect((await look(database, id)).counts.suppressed).toBe(1);
    await database.db
      .insertInto('suppressions')
      .values([
        { user_id: 'u1', address: 'r2@example.test', reason: 't', created_at: 1 },
        // Another account wrote to this one from the same address, and was told to stop.
        {
          user_id: everyoneFrom('Me@relay.test'),
          address: 'r3@example.test',
          reason: 't',
          created_at: 1,
        },
      ])
      .execute();
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 1, suppressed: 3 });
    expect(smtp.received.map((mail) => mail.to[0])).toEqual(['r0@example.test']);
  });

  test('R15: one recipient a message: a refused one takes nobody along', async () => {
    const database = await fresh();
    const smtp = await peer({
      onRcptTo: (address) => (/r[024]@/.test(address) ? smtpError(550) : undefined),
    });
    const id = await accept(database, request(6));
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts).toMatchObject({ sent: 3, failed: 3 });
    expect(smtp.received.map((mail) => mail.to)).toHaveLength(3);
    for (const mail of smtp.received) expect(mail.to).toHaveLength(1);
  });

  test('R16: the clock jumps an hour, ten years and back: each mail once, nobody waits for years', async () => {
    const database = await fresh();
    const HOUR = 3_600_000;
    let offset = 0;
    let refusals = 0;
    const jumps = [HOUR, -HOUR, 87_600 * HOUR, -5_000, 0];
    const smtp = await peer({
      afterDot: () => {
        if (smtp.received.length % 20 !== 0) return undefined;
        offset = jumps[(smtp.received.length / 20) % jumps.length] ?? 0;
        refusals += 1;
        // Some are told to come back, and note the time of a clock that is wrong.
        return refusals % 2 === 0 ? smtpError(451) : undefined;
      },
    });
    const id = await accept(database, request(120));
    sender(database, smtp.port, { now: () => Date.now() + offset, limits: { perDay: 10_000 } });
    await until(async () => {
      const { counts } = await look(database, id);
      // The last ones wait for an hour that was never theirs, or for one that passes.
      if (counts.pending + counts.sending < 20) offset = offset === 0 ? 2 * HOUR : 0;
      return counts.sent === 120;
    });
    expect(smtp.received).toHaveLength(120);
    expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(120);
  });

  test('R29: a server that takes one mail at a time: few rows are out, the rest waits in the database', async () => {
    const database = await fresh();
    const held: (() => void)[] = [];
    let holding = true;
    const smtp = await peer({
      options: {
        onData(stream, _session, done) {
          stream.resume();
          stream.on('end', () => (holding ? held.push(() => done()) : done()));
        },
      },
    });
    const id = await accept(database, request(3_000));
    const deadlines = { open: 20_000, envelope: 20_000, body: 20_000 };
    sender(database, smtp.port, {
      transport: smtpTransport({ host: '127.0.0.1', port: smtp.port, secure: false }, deadlines),
    });
    for (let turn = 0; turn < 20; turn += 1) {
      await until(() => held.length === 5);
      const { counts } = await look(database, id);
      expect(counts.sending).toBeLessThanOrEqual(40);
      expect(counts.pending).toBeGreaterThan(2_900);
      held.shift()?.();
    }
    holding = false;
    for (const release of held.splice(0)) release();
    await untilState(database, id, 'done');
    expect((await look(database, id)).counts.sent).toBe(3_000);
  });

  test('rows that were claimed and not begun go back when their batch is paused', async () => {
    const database = await fresh();
    const held: (() => void)[] = [];
    const smtp = await peer({
      options: {
        onData(stream, _session, done) {
          stream.resume();
          stream.on('end', () => held.push(() => done()));
        },
      },
    });
    const id = await accept(database, request(100));
    const running = sender(database, smtp.port, { connections: 2 });
    await until(() => held.length === 2);
    await pauseBatch(database, { userId: 'u1', batchId: id, nowMs: Date.now() });
    running.wake();
    await until(async () => (await look(database, id)).counts.sending === 2);
    for (const release of held.splice(0)) release();
    await until(async () => (await look(database, id)).counts.sending === 0);
    expect((await look(database, id)).counts).toMatchObject({ sent: 2, pending: 98 });
  });

  test('two senders on one database share the work without a duplicate', async () => {
    const database = await fresh();
    const smtp = await peer();
    const id = await accept(database, request(200));
    sender(database, smtp.port);
    sender(database, smtp.port);
    await untilState(database, id, 'done');
    expect(smtp.received).toHaveLength(200);
    expect(new Set(smtp.received.map((mail) => mail.messageId)).size).toBe(200);
  });
});
