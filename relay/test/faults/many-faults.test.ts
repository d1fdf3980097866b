import { afterEach, expect, test } from 'vitest';
import { acceptBatch } from '../../src/ledger/accept-batch.ts';
import { LedgerSender } from '../../src/ledger/ledger-sender.ts';
import { listRecipients, readBatch } from '../../src/ledger/read-batch.ts';
import { MessageComposer } from '../../src/mail/compose-message.ts';
import { smtpTransport } from '../../src/mail/smtp-transport.ts';
import { eachDatabase } from '../each-database.ts';
import { smtpError, startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';

const LONG = Number(process.env.RELAY_FAULT_KILLS ?? 0) >= 100;
const RECIPIENTS = LONG ? 100_000 : 5_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Which fault, if any, a recipient meets the first time: one in a hundred each. */
const FAULTS = ['mail', 'rcpt4', 'rcpt5', 'rcpt421', 'dot4', 'dot5', 'drop', 'hang', 'poison'];
const faultOf = (n: number) => FAULTS[n % 100];
const indexOf = (address: string) => Number(/^r(\d+)@/.exec(address)?.[1]);

eachDatabase('R24: a batch with one in a hundred of each fault', ({ fresh, kind }) => {
  test(`${RECIPIENTS} recipients: the books balance`, async () => {
    const database = await fresh();
    const met = new Set<string>();
    const first = (address: string, fault: string) => {
      const n = indexOf(address);
      if (faultOf(n) !== fault || met.has(address)) return false;
      met.add(address);
      return true;
    };
    let mails = 0;
    const smtp = await startSmtpPeer({
      onMailFrom: () => {
        mails += 1;
        return mails % 100 === 0 ? smtpError(451) : undefined;
      },
      onRcptTo: (address) => {
        if (first(address, 'rcpt4')) return smtpError(450);
        if (first(address, 'rcpt421')) return smtpError(421);
        return faultOf(indexOf(address)) === 'rcpt5' ? smtpError(550) : undefined;
      },
      afterDot: ({ to: [address = ''] }) => {
        if (first(address, 'dot4')) return smtpError(452);
        if (faultOf(indexOf(address)) === 'dot5') return smtpError(554);
        if (first(address, 'drop')) return 'drop';
        // A server that hangs costs its whole deadline: not for a thousand of them.
        return indexOf(address) < 1_000 && first(address, 'hang') ? 'hang' : undefined;
      },
    });
    cleanUps.push(() => smtp.close());
    const { batchId } = await acceptBatch(database, {
      userId: 'u1',
      kind: 'batch',
      messageDomain: 'relay.test',
      nowMs: Date.now(),
      request: {
        name: 'faults',
        subject: '{{n}}',
        html: '{% if poison %}{% for i in (1..100000000) %}x{% endfor %}{% endif %}{{n}}',
        recipients: Array.from({ length: RECIPIENTS }, (_, n) => ({
          address: `r${n}@example.test`,
          fields: { n, poison: faultOf(n) === 'poison' },
        })),
      },
    });
    const deadlines = { open: 10_000, envelope: 10_000, body: 3_000 };
    const sender = new LedgerSender({
      database,
      transport: smtpTransport({ host: '127.0.0.1', port: smtp.port, secure: false }, deadlines),
      composer: new MessageComposer({ from: 'me@relay.test', unsubscribeUrl: () => '' }),
      from: 'me@relay.test',
      connections: 10,
      pollMs: 20,
      transportPauseMs: 5,
      retryDelay: () => 20,
    });
    sender.start();
    cleanUps.push(() => sender.stop());
    await until(async () => (await readBatch(database, 'u1', batchId))?.state === 'done');

    const counts = (await readBatch(database, 'u1', batchId))?.counts;
    if (!counts) throw new Error('no batch');
    const { sent, failed, uncertain, suppressed } = counts;
    expect(sent + failed + uncertain + suppressed).toBe(RECIPIENTS);
    const ids = smtp.received.map((mail) => mail.messageId);
    expect(new Set(ids).size, 'at most one mail for each Message-ID').toBe(ids.length);
    expect(ids).toHaveLength(sent);
    expect(failed).toBe((RECIPIENTS / 100) * 3);
    expect(uncertain).toBe(RECIPIENTS / 100 + 10);
    const doubts = await listRecipients(database, batchId, { state: 'uncertain', limit: 1_000 });
    for (const { index } of doubts.items) expect(['drop', 'hang']).toContain(faultOf(index));
    if (LONG) {
      process.stdout.write(
        `books (${kind}): ${RECIPIENTS} = ${sent} sent + ${failed} failed + ${uncertain} uncertain\n`,
      );
    }
  }, 3_600_000);
});
