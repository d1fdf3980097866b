import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { account, batchBody, ledgerClient } from '../test/faults/ledger-client.ts';
import { freePort } from '../test/free-port.ts';
import { type Env, type RelayProcess, runRelay, START, startRelay } from '../test/relay-process.ts';
import { startPostgres } from '../test/start-postgres.ts';
import { makeUsers, measureApi, measurePacedApi } from './api.ts';
import { measureDrain } from './drain.ts';
import { drainPostgres } from './pair.ts';
import { startSink } from './start-sink.ts';

/*
 * The relay's figures beside its budgets: `npm run bench -- relay`. Everything runs on this machine and on the
 * loopback; names of parts (drain, accept, api, start, pair) choose some; the JSON goes to out/bench/relay.json. RELAY_BENCH_SMALL=1 takes a tenth of everything.
 */

const SMALL = process.env.RELAY_BENCH_SMALL === '1';
const size = (full: number) => (SMALL ? Math.ceil(full / 10) : full);
const round = (value: number) => Math.round(value * 1_000) / 1_000;

type Row = { what: string; value: number; unit: string; budget: string; ok: boolean };
const rows: Row[] = [];
function add(what: string, value: number, unit: string, budget: string, ok: boolean): void {
  rows.push({ what, value: round(value), unit, budget, ok });
  process.stdout.write(`${ok ? 'ok  ' : 'MISS'} ${what}: ${round(value)} ${unit} (${budget})\n`);
}
const skipped: string[] = [];
function skip(what: string, why: string): void {
  skipped.push(`${what}: ${why}`);
  process.stdout.write(`skip ${what}: ${why}\n`);
}

const root = mkdtempSync(join(tmpdir(), 'relay-bench-'));
const relays: RelayProcess[] = [];

async function environment(name: string, extra: Env = {}): Promise<Env> {
  return {
    RELAY_DATA_DIR: join(root, name),
    RELAY_PORT: String(await freePort()),
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: '1',
    SMTP_FROM: 'me@bench.test',
    // As `npm run relay` starts it.
    NODE_OPTIONS: '--max-semi-space-size=8',
    ...extra,
  };
}

async function started(env: Env): Promise<RelayProcess> {
  const relay = await startRelay(env, START);
  relays.push(relay);
  return relay;
}

/** Memory of a process in MB: now, or the most it ever had. */
function memory(relay: RelayProcess, which: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${relay.child.pid}/status`, 'utf8');
  return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}

async function drain(): Promise<void> {
  const sink = await startSink();
  const figures = await measureDrain(sink.port, size(5_000), 3);
  sink.stop();
  add(
    'drain, ledger on disk / bare nodemailer pool',
    figures.ratio,
    '×',
    '≥ 0.9',
    figures.ratio >= 0.9,
  );
  rows.push({ what: 'drain', value: round(figures.ledger), unit: '/s', budget: '', ok: true });
  rows.push({ what: 'bare pool', value: round(figures.bare), unit: '/s', budget: '', ok: true });
  const places = [process.env.SMTP_SOURCE ?? '', '/usr/sbin/smtp-source', '/usr/bin/smtp-source'];
  const source = places.find(existsSync);
  if (!source) return skip('Postfix smtp-source', 'not installed (Debian package postfix)');
  const other = await startSink();
  const start = performance.now();
  const count = size(5_000);
  // -d keeps the sessions, as we do.
  const args = ['-d', '-s', '5', '-m', String(count), '-l', '1500', '-t', 'a@x.test'];
  execFileSync(source, [...args, `127.0.0.1:${other.port}`]);
  const rate = count / ((performance.now() - start) / 1_000);
  other.stop();
  add('drain / smtp-source', figures.ledger / rate, '×', 'no budget', true);
}

/** A mail server on the internet takes 50 to 100 ms to say that it has taken a mail. */
const ANSWER_MS = 75;

async function pair(): Promise<void> {
  const postgres = await startPostgres();
  try {
    const drained = async (name: string, wish: { answerMs: number; messages: number }) => {
      const one = await drainPostgres(postgres, { relays: 1, connections: 5, ...wish });
      const two = await drainPostgres(postgres, { relays: 2, connections: 5, ...wish });
      for (const [relays, figures] of Object.entries({ one, two })) {
        add(`${relays}, ${name}`, figures.perSecond, '/s', 'no budget', true);
        add(`${relays}, ${name}, relay processor`, figures.cpuMs, 'ms a mail', 'no budget', true);
      }
      return two.perSecond / one.perSecond;
    };
    const slow = { answerMs: ANSWER_MS, messages: size(1_000) };
    const far = await drained(`server answers after ${ANSWER_MS} ms`, slow);
    add('two relays / one, bound by their connections', far, '×', '≥ 1.6', far >= 1.6);
    const near = await drained('server answers at once', { answerMs: 0, messages: size(4_000) });
    const cores = availableParallelism();
    add(`two relays / one, bound by ${cores} shared cores`, near, '×', 'no budget', true);
  } finally {
    await postgres.stop();
  }
}

async function acceptance(): Promise<void> {
  const env = await environment('accept');
  const client = ledgerClient(env, account(env));
  const relay = await started(env);
  const recipients = Array.from({ length: size(100_000) }, (_, n) => ({
    address: `somebody.${n}@example.test`,
    name: `Somebody ${n}`,
    fields: { first: `First ${n}`, city: 'Clermont-Ferrand', n },
  }));
  // In the future: only the acceptance is measured.
  const sendAt = new Date(Date.now() + 86_400_000).toISOString();
  const body = {
    name: 'b',
    subject: 'Hello {{first}}',
    html: '<p>{{city}}</p>',
    recipients,
    sendAt,
  };
  const text = JSON.stringify(body);
  const start = performance.now();
  const response = await client.call('/api/email/send-batch', {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json' },
  });
  const seconds = (performance.now() - start) / 1_000;
  if (response.status !== 201) throw new Error(await response.text());
  await response.arrayBuffer();
  add(`${recipients.length} recipients accepted`, seconds, 's', '≤ 5', seconds <= 5);
  const peak = memory(relay, 'VmHWM');
  add('highest RSS while accepting', peak, 'MB', '≤ 300', peak <= 300);
  await relay.stop();
  restoreDrill(env);
}

/** Backup, check and restore of the accepted batch, as an operator does it. */
function restoreDrill(env: Env): void {
  const file = join(root, 'drill.db');
  const start = performance.now();
  for (const command of [
    ['backup', '--to', file],
    ['verify-backup', file],
    ['restore', file],
  ]) {
    const result = runRelay(command, env);
    if (result.status !== 0) throw new Error(result.stderr);
  }
  const seconds = (performance.now() - start) / 1_000;
  add(`backup, check and restore of ${size(100_000)} rows`, seconds, 's', '≤ 60', seconds <= 60);
}

async function api(): Promise<void> {
  const env = await environment('api');
  const users = await makeUsers(join(root, 'api'), size(250));
  const relay = await started(env);
  const port = Number(env.RELAY_PORT);
  // The first seconds compile, and write down that each token was used for the first time.
  await measureApi(port, users, 5);
  const figures = await measureApi(port, users, SMALL ? 3 : 15);
  const { p99, p50, max, perSecond, errorShare } = figures;
  add('API, 100 users at once, p99', p99, 'ms', '≤ 100', p99 <= 100);
  add('API, errors', errorShare * 100, '%', '< 0.01', errorShare < 0.0001);
  add('API, 100 users at once, p50', p50, 'ms', 'no budget', true);
  add('API, 100 users at once, longest', max, 'ms', 'no budget', true);
  add('API, requests', perSecond, '/s', 'no budget', true);
  const paced = await measurePacedApi(port, users, SMALL ? 3 : 15);
  add('API, 100 users who ask twice a second, p99', paced.p99, 'ms', 'no budget', true);
  await relay.stop();
}

async function start(): Promise<void> {
  const env = await environment('start');
  const token = account(env);
  const sink = await startSink();
  env.SMTP_PORT = String(sink.port);
  const file = new Sqlite(join(root, 'start', 'relay.db'));
  file.exec(`insert into batches (id, user_id, kind, name, subject, html, is_template, unsubscribe,
    state, total, created_at, rejected) values ('b', 'u', 'batch', 'n', 's', 'h', 0, 0, 'done', 1, 1, '[]')`);
  file.exec(`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${size(1_000_000)})
    insert into recipients (batch_id, idx, address, fields, state, message_id, attempts, next_at,
      past_data, sent_at) select 'b', i, 'r' || i || '@x.test', '{}', 'sent', '<' || i || '@x>', 1, 0, 1, 5 from n`);
  file.close();
  const times: number[] = [];
  for (let life = 0; life < 3; life += 1) {
    const begun = performance.now();
    const relay = await started(env);
    times.push((performance.now() - begun) / 1_000);
    if (life === 2) {
      await sleep(5_000);
      const idle = memory(relay, 'VmRSS');
      add('idle RSS', idle, 'MB', '≤ 120', idle <= 120);
      await memoryInUse(relay, env, token);
    }
    await relay.stop();
  }
  sink.stop();
  const median = times.sort((a, b) => a - b)[1] ?? 0;
  add(`start on ${size(1_000_000)} ledger rows`, median, 's', '≤ 1', median <= 1);
}

/** What stays in memory after the first mail, and after the first sign-in: both load what they need. */
async function memoryInUse(relay: RelayProcess, env: Env, token: string): Promise<void> {
  const client = ledgerClient(env, token);
  const batch = await client.accept(batchBody(1));
  while ((await client.batch(batch)).state !== 'done') await sleep(100);
  await sleep(5_000);
  add('RSS after the first mail', memory(relay, 'VmRSS'), 'MB', 'no budget', true);
  const { status } = await client.call('/api/auth/sign-in/email', {
    method: 'POST',
    body: JSON.stringify({ email: 'me@relay.test', password: 'long enough word' }),
    headers: {
      'content-type': 'application/json',
      origin: `http://127.0.0.1:${env.RELAY_PORT}`,
    },
  });
  if (status !== 200) throw new Error(`sign-in answered ${status}`);
  await sleep(5_000);
  add('RSS after the first sign-in as well', memory(relay, 'VmRSS'), 'MB', 'no budget', true);
}

const parts = { drain, accept: acceptance, api, start, pair };
const wanted = process.argv.slice(2);

try {
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const noPostgres = spawnSync('sh', ['-c', 'ls /usr/lib/postgresql/*/bin/initdb']).status !== 0;
    if (name === 'pair' && noPostgres) skip('two relays on Postgres', 'Postgres is not installed');
    else await part();
  }
} finally {
  for (const relay of relays) await relay.kill();
  rmSync(root, { recursive: true, force: true });
}
const out = fileURLToPath(new URL('../../out/bench', import.meta.url));
mkdirSync(out, { recursive: true });
const report = { measured: new Date().toISOString(), rows, skipped };
writeFileSync(join(out, 'relay.json'), `${JSON.stringify(report, null, 2)}\n`);
