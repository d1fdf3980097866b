import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { createToken } from '../src/accounts/access-tokens.ts';
import { migrate } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { ledgerOf } from '../src/ledger/ledger-operations.ts';

const USERS = 100;
const BATCHES = 4;

export type ApiUser = { token: string; batchId: string };

/** A hundred accounts with a token each and four batches of `recipients` recipients, in a relay that does not run yet. */
export async function makeUsers(dataDir: string, recipients: number): Promise<ApiUser[]> {
  const database = openDatabase({ dataDir });
  await migrate(database);
  const users: ApiUser[] = [];
  // Due tomorrow: nothing is sent while the API is measured.
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  for (let user = 0; user < USERS; user += 1) {
    const userId = randomUUID();
    await database.db
      .insertInto('user')
      // The columns of better-auth that the relay itself never reads.
      .values({ ...unread(), id: userId, email: `u${user}@x.test`, name: 'u', role: 'user' })
      .execute();
    let batchId = '';
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const answer = await ledgerOf(database).acceptBatch({
        userId,
        kind: 'batch',
        messageDomain: 'x.test',
        nowMs: Date.now() + batch,
        request: {
          name: `Newsletter ${batch}`,
          subject: 'Hello {{n}}',
          html: '<p>{{n}}</p>',
          sendAt,
          recipients: Array.from({ length: recipients }, (_, n) => ({
            address: `r${n}@x.test`,
            fields: { n },
          })),
        },
      });
      batchId = answer.batchId;
    }
    const wish = { userId, name: 'bench', scopes: ['read' as const], nowMs: Date.now() };
    users.push({ token: await createToken(database, wish), batchId });
  }
  await database.close();
  return users;
}

function unread() {
  const now = new Date().toISOString();
  return { emailVerified: 1, createdAt: now, updatedAt: now };
}

/** What people look at, in turns: the list, a batch, its recipients, the numbers, the history. */
const requestsOf = ({ batchId, token }: ApiUser) =>
  [
    '/api/email/batches',
    `/api/email/batches/${batchId}`,
    `/api/email/batches/${batchId}/recipients?limit=50`,
    '/api/dashboard/stats',
    '/api/email/history?limit=20',
  ].map((path) => ({
    method: 'GET' as const,
    path,
    headers: { authorization: `Bearer ${token}` },
  }));

export type ApiFigures = {
  p50: number;
  p99: number;
  max: number;
  perSecond: number;
  errorShare: number;
};

/**
 * One connection a user, and on each always one request in flight: as soon as one is answered the next goes out. More
 * than 100 people with an open panel would ever ask for; what is measured is how long each waits behind the others.
 */
export async function measureApi(
  port: number,
  users: ApiUser[],
  seconds: number,
): Promise<ApiFigures> {
  let next = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: users.length,
    duration: seconds,
    setupClient: (client) => {
      const user = users[next % users.length];
      next += 1;
      if (user) client.setRequests(requestsOf(user));
    },
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  return {
    p50: result.latency.p50,
    p99: result.latency.p99,
    max: result.latency.max,
    perSecond: result.requests.average,
    errorShare: failed / Math.max(1, result.requests.total),
  };
}

const THINK_MS = 500;

/** The same people, each asking twice a second, not all in the same moment. */
export async function measurePacedApi(
  port: number,
  users: ApiUser[],
  seconds: number,
): Promise<{ p99: number }> {
  const end = performance.now() + seconds * 1_000;
  const waits: number[] = [];
  const person = async (user: ApiUser, place: number) => {
    await sleep((place / users.length) * THINK_MS);
    for (let turn = 0; performance.now() < end; turn += 1) {
      const { path, headers } = requestsOf(user)[turn % 5] ?? {};
      const asked = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      waits.push(performance.now() - asked);
      await sleep(Math.max(0, THINK_MS - (performance.now() - asked)));
    }
  };
  await Promise.all(users.map(person));
  waits.sort((a, b) => a - b);
  return { p99: waits[Math.floor(waits.length * 0.99)] ?? 0 };
}
