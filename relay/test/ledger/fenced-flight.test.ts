import { expect, test } from 'vitest';
import { acceptBatch } from '../../src/ledger/accept-batch.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { readBatch } from '../../src/ledger/read-batch.ts';
import { recoverDeadWorkers } from '../../src/ledger/recover-dead-workers.ts';
import type { Channel, Transport } from '../../src/mail/transport.ts';
import { TransportError } from '../../src/mail/transport.ts';
import { eachDatabase } from '../each-database.ts';
import { until } from '../until.ts';
import { cleanUps } from './sender-under-test.ts';

eachDatabase('R18: a relay that was fenced lives on', ({ fresh }) => {
  test('a connection of its former life that fails late does not give back a mail that is on the wire by now', async () => {
    const database = await fresh();
    const accept = async (address: string) => {
      const request = {
        name: 'b',
        subject: 'x',
        html: '<p>x</p>',
        recipients: [{ address, fields: {} }],
      };
      const batch = { userId: 'u1', messageDomain: 'relay.test', kind: 'batch' as const, request };
      return (await acceptBatch(database, { ...batch, nowMs: Date.now() })).batchId;
    };
    const isDone = async (id: string) => (await readBatch(database, 'u1', id))?.state === 'done';
    const bodies: string[] = [];
    const late = Promise.withResolvers<Channel>();
    const slow = Promise.withResolvers<void>();
    let opened = 0;
    const channel: Channel = {
      usable: true,
      close: () => {},
      async send({ to, bodyStarts }) {
        if (!(await bodyStarts())) return { kind: 'fenced' };
        bodies.push(to);
        if (to === 'slow@example.test') await slow.promise;
        return { kind: 'sent', response: '250 OK' };
      },
    };
    const transport: Transport = {
      open: () => {
        opened += 1;
        return opened === 1 ? late.promise : Promise.resolve(channel);
      },
    };
    const events: string[] = [];
    const sender = new LedgerSender({
      database,
      transport,
      composer: { compose: async () => Buffer.from('x') },
      from: 'me@relay.test',
      connections: 3,
      pollMs: 20,
      leaseMs: 100,
      transportPauseMs: 20,
      onEvent: (event) => void events.push(event),
    });
    const first = await accept('slow@example.test');
    sender.start();
    cleanUps.push(() => sender.stop(2_000));
    await until(() => opened === 1);

    // Another relay settles what this one held: nothing was on the wire, so the row is due again.
    await database.db.updateTable('workers').set({ lease_until: 0 }).execute();
    await recoverDeadWorkers(database);
    await until(() => bodies.length === 1);
    expect(events).toContain('fenced');
    late.reject(new TransportError('unreachable', 'no answer'));
    await until(() => events.includes('smtp-unreachable'));

    // A mail that goes after it: what the former life had to write is on the disk with it.
    await accept('quick@example.test');
    await until(() => bodies.includes('quick@example.test'));
    slow.resolve();
    await until(() => isDone(first));
    expect(bodies).toEqual(['slow@example.test', 'quick@example.test']);
  });
});
