import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, Recipient } from '@iapostemanager/protocol/email-batch';
import { afterEach, expect, test } from 'vitest';
import { eachDatabase } from '../each-database.ts';
import { freePort } from '../free-port.ts';
import { type Env, type RelayProcess, startRelay } from '../relay-process.ts';
import { type SmtpPeer, startSmtpPeer } from '../smtp-peer.ts';
import { until } from '../until.ts';
import { account } from './ledger-client.ts';

/** How many random kills follow the named ones; `npm run test:faults` sets 200. */
const KILLS = Number(process.env.RELAY_FAULT_KILLS ?? 4);
const RECIPIENTS = KILLS >= 100 ? 10_000 : 600;
const CONNECTIONS = 5;
/**
 * Moments of one SMTP transaction at which the relay is killed, seen from the server. `claim`: a row is claimed and its
 * connection opens. `before-commit`: the relay has read the 250 of one mail, begins the next on the same connection,
 * and the end of the first is not yet on the disk.
 */
const STEPS = [
  'claim',
  'mail',
  'rcpt',
  'data',
  'mid-body',
  'after-dot',
  'after-250',
  'before-commit',
] as const;
type Step = (typeof STEPS)[number];

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

eachDatabase('R1: kill -9', ({ newPlace }) => {
  test(`at enqueue, ${STEPS.join(', ')} and ${KILLS} times at random: 0 lost, 0 duplicates, uncertain ≤ in flight`, async () => {
    const place = await newPlace();
    const armed: { step: Step | undefined; fire: () => void } = { step: undefined, fire: () => {} };
    const at = (step: Step) => {
      if (armed.step !== step) return;
      armed.step = undefined;
      armed.fire();
    };
    const delivered = new Set<string>();
    const smtp = await startSmtpPeer({
      onConnect: () => void at('claim'),
      onMailFrom: (_address, session) => {
        at(delivered.has(session) ? 'before-commit' : 'mail');
        delivered.add(session);
        return undefined;
      },
      onRcptTo: () => void at('rcpt'),
      onData: () => at('data'),
      onBody: (before) => before > 0 && at('mid-body'),
      afterDot: () => {
        at('after-dot');
        setImmediate(() => at('after-250'));
        return undefined;
      },
    });
    cleanUps.push(() => smtp.close());
    const env = await environment(place, smtp);
    const token = account(env);
    const api = client(env, token);

    const body = {
      name: 'kill',
      subject: 'n {{n}}',
      html: `<p>{{n}}</p>{% for i in (1..k) %}${'x'.repeat(1_000)}{% endfor %}`,
      recipients: Array.from({ length: RECIPIENTS }, (_, n) => ({
        address: `r${n}@example.test`,
        // The first ones need several packets, so that one can be cut in the middle.
        fields: { n, k: n < 100 ? 300 : 2 },
      })),
    };
    const key = randomUUID();
    let relay = await startRelay(env);
    cleanUps.push(() => relay.kill());
    for (const afterMs of [0, 30, 100]) {
      const enqueueing = api.post('/api/email/send-batch', body, key).catch(() => {});
      // Not a wait for something: the moment of the blow is what is tried out.
      await sleep(afterMs);
      await relay.kill();
      await enqueueing;
      relay = await startRelay(env);
    }
    const { batchId } = await api.post<{ batchId: string }>('/api/email/send-batch', body, key);
    await relay.kill();

    for (const step of STEPS) {
      relay = await startRelay(env);
      await killAt(step, armed, relay);
    }
    for (let kill = 0; kill < KILLS; kill += 1) {
      relay = await startRelay(env);
      const seen = smtp.received.length;
      const more = 1 + Math.floor((Math.random() * RECIPIENTS) / (KILLS * 3));
      await until(() => smtp.received.length >= Math.min(seen + more, RECIPIENTS - 20));
      await relay.kill();
    }

    relay = await startRelay(env);
    const again = await api.post<{ batchId: string }>('/api/email/send-batch', body, key);
    expect(again.batchId).toBe(batchId);
    await until(
      async () => (await api.get<Batch>(`/api/email/batches/${batchId}`)).state === 'done',
    );
    const rows = await everyRecipient(api, batchId);
    const { total } = await api.get<{ total: number }>(`/api/email/batches/${batchId}`);
    expect(total).toBe(RECIPIENTS);
    const { items } = await api.get<{ items: Batch[] }>('/api/email/batches');
    expect(items, 'the blows at enqueue left one batch').toHaveLength(1);
    balance(rows, smtp, (3 + STEPS.length + KILLS) * CONNECTIONS);
    expect(await relay.stop()).toBe(0);
  }, 3_600_000);
});

/** 0 lost, 0 duplicates, and every doubt is written down. */
function balance(rows: Recipient[], smtp: SmtpPeer, inFlight: number): void {
  const delivered = smtp.received.map((mail) => mail.messageId);
  const arrived = new Set(delivered);
  expect(delivered.length - arrived.size, 'duplicates').toBe(0);
  expect(rows).toHaveLength(RECIPIENTS);
  const of = (state: string) => rows.filter((row) => row.state === state);
  expect(of('sent').length + of('uncertain').length, 'every row has its end').toBe(RECIPIENTS);
  expect(
    of('sent').filter((row) => !arrived.has(row.messageId)),
    'lost',
  ).toEqual([]);
  const known = new Set(rows.map((row) => row.messageId));
  expect(
    [...arrived].filter((id) => !known.has(id)),
    'mails nobody asked for',
  ).toEqual([]);
  const doubts = of('uncertain');
  expect(doubts.length).toBeLessThanOrEqual(inFlight);
  if (KILLS >= 100) {
    const arrivedAnyway = doubts.filter((row) => arrived.has(row.messageId)).length;
    process.stdout.write(
      `books: ${rows.length} recipients, ${of('sent').length} sent, ${doubts.length} uncertain ` +
        `(${arrivedAnyway} had arrived), ${delivered.length} mails at the server, lost 0, duplicates 0\n`,
    );
  }
}

async function killAt(
  step: Step,
  armed: { step: Step | undefined; fire: () => void },
  relay: RelayProcess,
) {
  await new Promise<void>((resolve) => {
    armed.fire = () => {
      // From inside the server's own turn: nothing is answered before the process is dead.
      relay.child.kill('SIGKILL');
      resolve();
    };
    armed.step = step;
  });
  await relay.kill();
}

async function environment(place: { dataDir: string; databaseUrl?: string }, smtp: SmtpPeer) {
  const env: Env = {
    RELAY_DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    RELAY_PORT: String(await freePort()),
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_FROM: 'me@relay.test',
    SMTP_CONNECTIONS: String(CONNECTIONS),
    // Leases of killed processes must run out within the test, as they would in half a minute.
    RELAY_LEASE_SECONDS: '2',
  };
  return env;
}

function client(env: Env, token: string) {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${env.RELAY_PORT}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    get: <T>(path: string) => call<T>(path),
    post: <T>(path: string, body: unknown, key: string) =>
      call<T>(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
      }),
  };
}

async function everyRecipient(api: ReturnType<typeof client>, batchId: string) {
  const rows: Recipient[] = [];
  let cursor = '';
  for (;;) {
    const page = await api.get<{ items: Recipient[]; next: string | null }>(
      `/api/email/batches/${batchId}/recipients?limit=1000${cursor}`,
    );
    rows.push(...page.items);
    if (page.next === null) return rows;
    cursor = `&cursor=${page.next}`;
  }
}
