import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from './free-port.ts';
import {
  type Env,
  runRelay,
  runRelayBeside,
  START,
  serveIntoFile,
  startRelay,
  startWithNpm,
} from './relay-process.ts';
import { until } from './until.ts';

let dir: string;
let env: Env;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'relay-cli-'));
  env = { RELAY_DATA_DIR: join(dir, 'data'), RELAY_PORT: String(await freePort()) };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('exit codes: 0 done, 1 failed with one line, 2 wrong use', () => {
  expect(runRelay(['nonsense'], env).status).toBe(2);
  expect(runRelay(['migrate', '--fast'], env).status).toBe(2);
  expect(runRelay(['create-token', '--email', 'a@x.test'], env).status).toBe(2);
  const scopes = ['create-token', '--email', 'a@x.test', '--name', 'n', '--scopes'];
  expect(runRelay([...scopes, 'everything'], env).status).toBe(2);
  const failed = runRelay([...scopes, 'send'], env);
  expect([failed.status, failed.stdout, failed.stderr]).toEqual([
    1,
    '',
    'a@x.test has no account\n',
  ]);
  for (const flag of ['-h', '--help']) expect(runRelay([flag], env).stdout).toContain('usage:');
  expect(runRelay(['--version'], env).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const away = { ...env, DATABASE_URL: 'postgres://me:hidden@127.0.0.1:1/letters' };
  const unreachable = runRelay(['migrate'], away);
  expect([unreachable.status, unreachable.stderr]).toEqual([
    1,
    expect.stringMatching(
      /^the database postgres:\/\/127\.0\.0\.1:1\/letters .*cannot be reached.*\n$/,
    ),
  ]);
  const short = runRelay(['create-user', '--email', 'a@x.test', '--password-stdin'], env, 'short');
  expect([short.status, short.stderr.split('\n').length]).toEqual([1, 2]);
  const config = runRelay(['migrate'], { ...env, SECRET_KEY: 'short', RELAY_PORT: 'x' });
  expect(config.status).toBe(1);
  expect(config.stderr).toContain('SECRET_KEY');
  expect(config.stderr).toContain('RELAY_PORT');
});

test('a place where nothing can be kept, logged or heard is told in one line that names its setting', () => {
  writeFileSync(join(dir, 'file'), '');
  const refusal = (settings: Env) => {
    const { status, stderr } = runRelay(['serve'], { ...env, ...settings });
    expect([status, stderr.trim().split('\n').length], stderr).toEqual([1, 1]);
    return stderr;
  };
  for (const place of ['file', 'file/data']) {
    expect(refusal({ RELAY_DATA_DIR: join(dir, place) })).toMatch(
      /\(RELAY_DATA_DIR\) cannot be used/,
    );
  }
  for (const place of ['none/relay.log', 'file/relay.log', '.']) {
    const log = { RELAY_LOG_FILE: join(dir, place) };
    expect(refusal(log)).toMatch(/\(RELAY_LOG_FILE\) cannot be written/);
    expect(runRelay(['doctor'], { ...env, ...log }).stdout, place).toMatch(/^FAIL log: /m);
  }
  // TEST-NET-1 is nobody's.
  expect(refusal({ RELAY_HOST: '192.0.2.1' })).toMatch(
    /^192\.0\.2\.1 \(RELAY_HOST\) is no address/,
  );
});

test('R2 R20: with nothing set it serves, keeps mails in the outbox, refuses a second relay, and survives kill -9', async () => {
  const email = 'boss@x.test';
  const made = runRelay(
    ['create-user', '--email', email, '--admin', '--password-stdin'],
    env,
    'a long password\n',
  );
  expect(made.status, made.stderr).toBe(0);
  const renewed = runRelay(
    ['set-password', '--email', email, '--password-stdin'],
    env,
    'a longer password\n',
  );
  expect([renewed.status, renewed.stdout], renewed.stderr).toEqual([
    0,
    `${email} has a new password, and is signed out everywhere\n`,
  ]);
  const token = runRelay(
    ['create-token', '--email', email, '--name', 'n', '--scopes', 'send,read'],
    env,
  );
  const headers = {
    authorization: `Bearer ${token.stdout.trim()}`,
    'content-type': 'application/json',
  };
  // As `npm run relay` starts it: nothing is compiled in the process that stays.
  const relay = await startRelay(env, START);
  expect(statSync(join(dir, 'data')).mode & 0o777).toBe(0o700);
  const second = runRelay(['serve'], env);
  expect([second.status, second.stderr.trim().split('\n').length]).toEqual([1, 1]);
  expect(second.stderr).toContain('another relay');
  const third = runRelay(['serve'], {
    ...env,
    RELAY_DATA_DIR: join(dir, 'other'),
    SMTP_SERVER: 'nowhere.invalid',
    SMTP_FROM: 'a@x.test',
    SMTP_PASS: 'hidden',
  });
  expect([third.status, third.stderr.split('\n')]).toEqual([
    1,
    [
      'warning: SMTP_PASS is not a setting of the relay and is ignored: is SMTP_PASSWORD meant?',
      expect.stringMatching(/^warning: links: .*set RELAY_PUBLIC_URL.*cannot unsubscribe$/),
      `port ${env.RELAY_PORT} of 127.0.0.1 is in use by another program: set RELAY_PORT`,
      '',
    ],
  ]);

  const base = `http://127.0.0.1:${env.RELAY_PORT}`;
  const sent = await fetch(`${base}/api/email/send`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ to: 'a@x.test', subject: 'Hello', text: 'x' }),
  });
  expect(sent.status).toBe(201);
  const outbox = async () => (await (await fetch(`${base}/api/outbox`, { headers })).json()).items;
  await until(async () => (await outbox()).length === 1);
  expect((await outbox())[0]).toMatchObject({ to: 'a@x.test' });
  const page = await (await fetch(`${base}/outbox`, { headers })).text();
  expect(page).toContain('Hello');

  await relay.kill();
  // Nothing planted in a cache that others could write to is taken, though it is that of these sources.
  const cache = join(dir, 'data/compile-cache');
  expect(readFileSync(join(cache, 'stamp'), 'utf8')).toHaveLength(64);
  chmodSync(cache, 0o777);
  writeFileSync(join(cache, 'planted'), '');
  const again = await startRelay({ ...env, NODE_OPTIONS: '--max-semi-space-size=8' }, START);
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  expect(existsSync(join(cache, 'planted'))).toBe(false);
  expect(readFileSync(join(cache, 'stamp'), 'utf8')).toHaveLength(64);
  // 185 MB were needed when every relay loaded everything.
  const status = readFileSync(`/proc/${again.child.pid}/status`, 'utf8');
  expect(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toBeLessThan(150);
  expect((await fetch(`${base}/api/health`)).status).toBe(200);
  const start = Date.now();
  expect(await again.stop()).toBe(0);
  expect(Date.now() - start).toBeLessThan(10_000);
  const database = new Sqlite(join(dir, 'data/relay.db'));
  database.prepare('update user set blocked = 1').run();
  database.close();
  const refused = runRelay(
    ['create-token', '--email', email, '--name', 'n', '--scopes', 'ai'],
    env,
  );
  expect([refused.status, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toContain(`${email} is blocked`);
});

test('commands that meet on a fresh data directory wait for each other, and all succeed', async () => {
  const steps = /^applied 001-mail-ledger.*\n$/;
  for (const round of [1, 2, 3]) {
    const fresh = { ...env, RELAY_DATA_DIR: join(dir, `data-${round}`) };
    const met = await Promise.all([1, 2, 3].map(() => runRelayBeside(['migrate'], fresh)));
    expect(met.map(({ status, stderr }) => [status, stderr])).toEqual(met.map(() => [0, '']));
    const said = met.map(({ stdout }) => stdout);
    expect(said.filter((words) => steps.test(words))).toHaveLength(1);
    expect(said.filter((words) => words === 'nothing to do\n')).toHaveLength(2);
  }
  const user = ['create-user', '--email', 'a@x.test', '--password-stdin'];
  const [relay, made] = await Promise.all([
    startRelay(env, START),
    runRelayBeside(user, env, 'a long password\n'),
  ]);
  expect(await relay.stop()).toBe(0);
  expect([made.status, made.stderr]).toEqual([0, '']);
});

test('a signal to `npm run relay` ends the relay, and a second one does not cut the first short', async () => {
  const relay = await startWithNpm(env);
  const health = () => fetch(`http://127.0.0.1:${env.RELAY_PORT}/api/health`);
  expect((await health()).status).toBe(200);
  relay.child.kill('SIGINT');
  // As if begun by Ctrl+C, the stop is orderly: the exit code says so.
  expect(await relay.stop()).toBe(0);
  await expect(health()).rejects.toThrow();
  // Nobody holds the data any more.
  const next = await startRelay(env);
  expect(await next.stop()).toBe(0);
});

test('backup, verify-backup, restore and doctor from the command line', () => {
  const early = runRelay(['doctor'], env);
  expect([early.status, early.stdout]).toEqual([0, expect.stringContaining('will apply 001')]);
  expect(runRelay(['migrate'], env).stdout).toContain('applied 001-mail-ledger');
  expect(runRelay(['migrate'], env).stdout).toBe('nothing to do\n');
  const file = join(dir, 'b.db');
  expect(runRelay(['backup', '--to', file], env).status).toBe(0);
  const verify = () => runRelay(['verify-backup', file], env);
  expect(verify().stdout).toMatch(/^good: 0 batches.*checksum is right/);
  const again = runRelay(['backup', '--to', file], env);
  expect([again.status, again.stderr]).toEqual([1, expect.stringMatching(/^.*there already.*\n$/)]);
  const nowhere = runRelay(['backup', '--to', join(dir, 'none/b.db')], env);
  expect([nowhere.status, nowhere.stderr]).toEqual([1, `${join(dir, 'none')}: no such folder\n`]);
  rmSync(`${file}.sha256`);
  const bare = verify();
  expect([bare.status, bare.stdout]).toEqual([0, expect.stringContaining('no checksum beside it')]);
  // Neither command leaves anything beside the file.
  expect(readdirSync(dir).filter((name) => name.startsWith('b.db'))).toEqual(['b.db']);
  expect(runRelay(['restore', file], env).stdout).toContain('unfinished ones are paused');
  expect(runRelay(['restore', join(dir, 'none')], env).status).toBe(1);
  expect(runRelay(['verify-backup'], env).status).toBe(2);
  const well = runRelay(['doctor'], env);
  expect([well.status, well.stdout]).toEqual([0, expect.stringContaining('schema: up to date')]);
  const ill = runRelay(['doctor'], {
    ...env,
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: '1',
    SMTP_FROM: 'a@x.test',
  });
  expect(ill.status).toBe(1);
  expect(ill.stdout).toContain('FAIL mail');
  // A server of this machine may be a practice one; mails that go out need links that others can open.
  expect(ill.stdout).toContain(
    `ok   links: http://127.0.0.1:${env.RELAY_PORT}, from this machine only: if 127.0.0.1 passes mails on`,
  );
  const silent = {
    ...env,
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: `http://127.0.0.1:${env.RELAY_PORT}/v1`,
  };
  expect(runRelay(['doctor'], silent).stdout).toMatch(/FAIL AI: .*ECONNREFUSED/);
  const out = { ...env, SMTP_SERVER: 'nowhere.invalid', SMTP_FROM: 'a@x.test' };
  const outside = runRelay(['doctor'], { ...out, SMTP_HOST: 'mail.x.test' });
  expect(outside.stdout).toMatch(/FAIL links: .*set RELAY_PUBLIC_URL/);
  expect(outside.stderr).toMatch(/^warning: SMTP_HOST .*is SMTP_SERVER meant/);
});

test('what it says and what it logs stand whole in one file, one after the other', async () => {
  const both = /^IAPosteManager relay listening on [\s\S]*^No SMTP_SERVER/m;
  const text = await serveIntoFile(env, join(dir, 'relay.log'), (now) => both.test(now));
  const lines = text.trimEnd().split('\n');
  const logged = lines.filter((line) => line.startsWith('{'));
  expect(logged.map((line) => JSON.parse(line).name)).toEqual(logged.map(() => 'relay'));
  expect(text).toContain('"Server listening at http://127.0.0.1:');
  const words = logged.map((line) => JSON.parse(line).msg);
  expect(words.slice(-2), 'a stop is told from a death').toEqual(['stopping', 'stopped']);
  const said = lines.filter((line) => !line.startsWith('{'));
  const usual = [
    expect.stringMatching(/^IAPosteManager relay listening on http:/),
    expect.stringMatching(/^No SMTP_SERVER: /),
  ];
  expect(said, 'nothing leaves the outbox: no warning').toEqual(usual);

  const database = new Sqlite(join(dir, 'data/relay.db'));
  database.pragma('foreign_keys = off');
  database
    .prepare(
      `insert into mail_accounts (id, user_id, name, from_address, host, port, username, auth, secret, created_at)
        values ('a', 'u', 'n', 'a@x.test', 'mail.x.test', 465, 'a', 'password', 'sealed', 1)`,
    )
    .run();
  database.close();
  const next = await serveIntoFile(env, join(dir, 'next.log'), (now) => both.test(now));
  expect(next.split('\n').filter((line) => line !== '' && !line.startsWith('{'))).toEqual([
    expect.stringMatching(/^warning: links: .*from this machine only: set RELAY_PUBLIC_URL/),
    ...usual,
  ]);
});
