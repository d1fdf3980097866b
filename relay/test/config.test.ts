import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { deadLinks, secretOfOneRelay, unknownSettings } from '../src/config-warnings.ts';
import { providerLimits } from '../src/mail-accounts/provider-limits.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'relay-config-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const mode = (file: string) => statSync(file).mode & 0o777;

test('nothing set: a secret is made once and kept for its owner only', () => {
  const dataDir = join(dir, 'data');
  const first = readConfig({ RELAY_DATA_DIR: dataDir });
  expect(first.secretKey.length).toBeGreaterThanOrEqual(32);
  expect(readConfig({ RELAY_DATA_DIR: dataDir }).secretKey).toBe(first.secretKey);
  expect(readFileSync(join(dataDir, 'secret-key'), 'utf8')).toBe(first.secretKey);
  expect([mode(dataDir), mode(join(dataDir, 'secret-key'))]).toEqual([0o700, 0o600]);
  const open = join(dir, 'open');
  mkdirSync(open, { mode: 0o755 });
  readConfig({ RELAY_DATA_DIR: open });
  expect(mode(open), 'one that was open to others is closed').toBe(0o700);
  expect(first).toMatchObject({ port: 8787, smtp: undefined, ai: undefined });
});

test('the secret and its name are on the disk before anything can be sealed with it', (context) => {
  if (spawnSync('strace', ['-e', 'trace=none', 'true']).status !== 0) {
    return context.skip('strace is not installed, or may not trace here');
  }
  const config = new URL('../src/config.ts', import.meta.url).href;
  const code = `import { readConfig } from ${JSON.stringify(config)}; readConfig({ RELAY_DATA_DIR: ${JSON.stringify(dir)} });`;
  const calls = ['-f', '-y', '-e', 'trace=fsync,link,linkat'];
  const node = [process.execPath, '--input-type=module', '-e', code];
  const { stderr } = spawnSync('strace', [...calls, ...node], { encoding: 'utf8' });
  const ours = stderr.split('\n').filter((line) => line.includes(dir));
  expect(
    ours.map((line) => /(fsync|link)(?:at)?\(.*?(?:<.*\/|")(.*?)[.">]/.exec(line)?.slice(1)),
  ).toEqual([
    ['fsync', 'secret-key'],
    ['link', expect.stringContaining('secret-key')],
    ['fsync', expect.stringContaining('relay-config-')],
  ]);
});

test('every problem is listed at once, and no secret is shown', () => {
  const bad = {
    RELAY_DATA_DIR: dir,
    SECRET_KEY: 'too short',
    RELAY_PORT: 'eighty',
    DATABASE_URL: 'mysql://x',
    SMTP_SERVER: 'mail.test',
    SMTP_USER: 'not-an-address',
    DKIM_SELECTOR: 'mail2026',
    OPENAI_BASE_URL: 'ftp://x',
    RELAY_PUBLIC_URL: 'https://firm.test/relay',
    RELAY_CORS_ORIGINS: 'https://good.test, *, https://bad.test/',
  };
  let problems: string[] = [];
  try {
    readConfig(bad);
  } catch (error) {
    if (error instanceof ConfigError) problems = error.problems;
  }
  const of = (name: string) => problems.filter((problem) => problem.startsWith(`${name}:`));
  expect(of('RELAY_PUBLIC_URL').join()).toContain('without a path');
  expect(of('RELAY_CORS_ORIGINS').map((problem) => /"(.*)"/.exec(problem)?.[1])).toEqual([
    '*',
    'https://bad.test/',
  ]);
  const right = {
    RELAY_DATA_DIR: dir,
    RELAY_PUBLIC_URL: 'https://relay.test/',
    RELAY_CORS_ORIGINS: 'https://good.test, http://localhost:5173, chrome-extension://abcdef',
  };
  expect(readConfig(right).corsOrigins).toHaveLength(3);
  // Those of one setting alone, and those that only show beside another.
  expect(new Set(problems.map((problem) => problem.split(':')[0]))).toEqual(
    new Set([
      'SECRET_KEY',
      'RELAY_PORT',
      'DATABASE_URL',
      'OPENAI_BASE_URL',
      'OPENAI_API_KEY',
      'SMTP_FROM',
      'SMTP_PASSWORD',
      'DKIM_DOMAIN',
      'DKIM_PRIVATE_KEY_FILE',
      'RELAY_PUBLIC_URL',
      'RELAY_CORS_ORIGINS',
    ]),
  );
  expect(problems.join()).not.toContain('too short');
  expect(() => readConfig({ RELAY_DATA_DIR: dir, SECRET_KEY: 'x'.repeat(31) })).toThrow(
    ConfigError,
  );
  expect(() => readConfig({ RELAY_DATA_DIR: dir, SECRET_KEY: 'x'.repeat(32) })).not.toThrow();
});

test('DKIM is on with all three of its settings and an RSA key, and told otherwise', () => {
  const file = join(dir, 'dkim.pem');
  const pem = (pair: { privateKey: KeyObject }) =>
    pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2_048 }));
  writeFileSync(file, rsa);
  const env = {
    RELAY_DATA_DIR: dir,
    DKIM_DOMAIN: 'relay.test',
    DKIM_SELECTOR: 'mail2026',
    DKIM_PRIVATE_KEY_FILE: file,
  };
  const dkim = { domain: 'relay.test', selector: 'mail2026', privateKey: rsa };
  expect(readConfig(env).dkim).toEqual(dkim);
  expect(readConfig({ RELAY_DATA_DIR: dir }).dkim).toBeUndefined();
  for (const name of ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY_FILE']) {
    expect(() => readConfig({ ...env, [name]: '' }), name).toThrow(
      new RegExp(`^${name}: is needed`),
    );
  }
  for (const content of ['no key', pem(generateKeyPairSync('ed25519'))]) {
    writeFileSync(file, content);
    expect(() => readConfig(env)).toThrow(/^DKIM_PRIVATE_KEY_FILE: must be a readable PEM file/);
  }
});

const problemsOf = (env: Record<string, string>) => {
  try {
    readConfig({ RELAY_DATA_DIR: dir, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test('what one setting needs of another is told beside what is wrong by itself', () => {
  expect(
    problemsOf({
      RELAY_PORT: 'eighty',
      SMTP_SERVER: 'mail.x.test',
      SMTP_USER: 'me',
      DKIM_DOMAIN: 'x.test',
      DKIM_PRIVATE_KEY_FILE: join(dir, 'none.pem'),
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
    }).map((problem) => problem.split(':')[0]),
  ).toEqual([
    'RELAY_PORT',
    'SMTP_PASSWORD',
    'SMTP_FROM',
    'DKIM_SELECTOR',
    'DKIM_PRIVATE_KEY_FILE',
    'OPENAI_API_KEY',
  ]);
  expect(problemsOf({ SMTP_PASSWORD: 'p' })).toEqual(['SMTP_USER: is needed with SMTP_PASSWORD']);
  expect(problemsOf({ SMTP_SERVER: 'mail.x.test', SMTP_FROM: 'me@x.test' })).toEqual([]);
});

test('a mail server is a host alone, a trusted one may have a port', () => {
  const alone = /^SMTP_SERVER: must be a host name alone/;
  for (const SMTP_SERVER of ['smtp://mail.x.test', 'mail.x.test:465', 'me@mail.x.test', 'a b']) {
    const [problem] = problemsOf({ SMTP_SERVER, SMTP_FROM: 'me@x.test' });
    expect(problem, SMTP_SERVER).toMatch(alone);
  }
  for (const SMTP_SERVER of ['mail.x.test', '127.0.0.1', '::1', 'bücher.test']) {
    expect(problemsOf({ SMTP_SERVER, SMTP_FROM: 'me@x.test' }), SMTP_SERVER).toEqual([]);
  }
  expect(problemsOf({ RELAY_TRUSTED_HOSTS: 'mail.firm.test:587, http://firm.test' })).toEqual([
    expect.stringMatching(/^RELAY_TRUSTED_HOSTS: "http:\/\/firm\.test" is neither/),
  ]);
});

test('a password that would break the address of the database is told, not shown', () => {
  for (const password of ['p@ss/hidden', 'p#hidden', 'p/hidden']) {
    const DATABASE_URL = `postgres://me:${password}@db.x.test/letters`;
    expect(problemsOf({ DATABASE_URL })).toEqual([
      'DATABASE_URL: a / in its password must be written %2F, a # %23',
    ]);
  }
  for (const place of ['me:p%2Fw@db.x.test/letters', 'db.x.test/letters?options=a@b/c']) {
    expect(problemsOf({ DATABASE_URL: `postgres://${place}` }), place).toEqual([]);
  }
});

test('the public address is kept as browsers write it', () => {
  const of = (RELAY_PUBLIC_URL: string) =>
    readConfig({ RELAY_DATA_DIR: dir, RELAY_PUBLIC_URL }).publicUrl;
  expect(of('https://Relay.X.test:443/')).toBe('https://relay.x.test');
  expect(of('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
});

test('the names of 3.4 are understood; SMTP_FROM is SMTP_USER unless set', () => {
  const env = {
    RELAY_DATA_DIR: dir,
    SMTP_SERVER: 'smtp.test',
    SMTP_USER: 'me@x.test',
    SMTP_PASSWORD: 'p',
  };
  expect(readConfig(env)).toMatchObject({
    smtpFrom: 'me@x.test',
    smtp: { host: 'smtp.test', port: 587, user: 'me@x.test', password: 'p', secure: false },
  });
  expect(readConfig({ ...env, SMTP_PORT: '465', SMTP_FROM: 'you@x.test' })).toMatchObject({
    smtpFrom: 'you@x.test',
    smtp: { secure: true },
  });
});

test('a number that is none is told with its bounds, once', () => {
  for (const SMTP_PORT of ['abc', '0', '65536', '25.5']) {
    expect(() => readConfig({ RELAY_DATA_DIR: dir, SMTP_PORT })).toThrow(
      /^SMTP_PORT: must be a whole number from 1 to 65535$/,
    );
  }
});

test('names that are like settings and are none are told, with the likely one; no value is', () => {
  const meant = (env: Record<string, string>) =>
    unknownSettings(env).map((line) => /^(\w+) .*is ignored(?:: is (\w+) meant\?)?$/.exec(line));
  const pairs = [
    ['SMTP_HOST', 'SMTP_SERVER'],
    ['SMTP_PASS', 'SMTP_PASSWORD'],
    ['SMTP_PASWORD', 'SMTP_PASSWORD'],
    ['SMTP_USERNAME', 'SMTP_USER'],
    ['RELAY_PUBLIC_URI', 'RELAY_PUBLIC_URL'],
    ['RELAY_DATADIR', 'RELAY_DATA_DIR'],
    ['RELAY_SERVICE_HOST', undefined],
  ] as const;
  for (const [name, likely] of pairs) {
    const [found] = meant({ [name]: 'hidden' });
    expect([found?.[1], found?.[2]]).toEqual([name, likely]);
  }
  expect(
    meant({ SMTP_SERVER: 'x', RELAY_HOSTNAME: 'x', SMTP_HOST: '', PATH: 'x', HOME: 'x' }),
  ).toEqual([]);
});

test('a database for several relays asks for a secret that they share', () => {
  const DATABASE_URL = 'postgres://db.x.test/letters';
  expect(secretOfOneRelay({ DATABASE_URL })).toMatch(/^SECRET_KEY is not set/);
  expect(secretOfOneRelay({ DATABASE_URL, SECRET_KEY: 'x'.repeat(32) })).toBeUndefined();
  expect(secretOfOneRelay({})).toBeUndefined();
});

test('mails that leave this machine need links that others can open', () => {
  const links = (env: Record<string, string>, ownSenders = false) =>
    deadLinks(readConfig({ RELAY_DATA_DIR: dir, SMTP_FROM: 'me@x.test', ...env }), ownSenders);
  expect(links({ SMTP_SERVER: 'smtp.x.test' })).toContain('only: set RELAY_PUBLIC_URL');
  // A Postfix of this machine, or one to try things out with.
  for (const host of ['127.0.0.1', 'localhost', '::1']) {
    const said = `only: if ${host} passes mails on to others, set RELAY_PUBLIC_URL`;
    expect(links({ SMTP_SERVER: host })).toContain(said);
    expect(links({ SMTP_SERVER: host }, true)).toContain('only: set RELAY_PUBLIC_URL');
  }
  expect(links({}), 'the embedded outbox').toBeUndefined();
  expect(links({}, true)).toContain('only: set RELAY_PUBLIC_URL');
  const set = { SMTP_SERVER: 'smtp.x.test', RELAY_PUBLIC_URL: 'https://relay.x.test' };
  expect([links(set), links(set, true)]).toEqual([undefined, undefined]);
  expect(links({ ...set, SMTP_SERVER: '127.0.0.1' })).toBeUndefined();
});

test('SMTP_FROM may carry a name, which never becomes part of the address', () => {
  const of = (SMTP_FROM: string) => readConfig({ RELAY_DATA_DIR: dir, SMTP_FROM });
  const address = 'asso@exemple.fr';
  for (const [text, name] of [
    ['asso@exemple.fr', undefined],
    ['<asso@exemple.fr>', undefined],
    ['Association du Nord <asso@exemple.fr>', 'Association du Nord'],
    [' "Élèves, parents & amis" <asso@exemple.fr> ', 'Élèves, parents & amis'],
  ] as const) {
    expect(of(text), text).toMatchObject({ smtpFrom: address, smtpFromName: name });
  }
  for (const text of [
    'Association du Nord',
    'Association asso@exemple.fr',
    'A <asso@exemple.fr>, B <b@exemple.fr>',
    'A <b@exemple.fr> <asso@exemple.fr>',
    'A\r\nBcc: b@exemple.fr <asso@exemple.fr>',
    'A <asso@exemple>',
    `${'a'.repeat(101)} <asso@exemple.fr>`,
  ]) {
    expect(() => of(text), text).toThrow(/^SMTP_FROM: must be one e-mail address, with or without/);
  }
});

test('the ceilings of the big providers are known', () => {
  expect(providerLimits({ host: 'smtp.gmail.com', user: 'a@gmail.com' })).toEqual({ perDay: 500 });
  expect(providerLimits({ host: 'SMTP.gmail.com', user: 'a@firm.test' })).toEqual({
    perDay: 2_000,
  });
  expect(providerLimits({ host: 'smtp.office365.com' })).toEqual({ perMinute: 30, perDay: 10_000 });
  expect(providerLimits({ host: 'smtp-mail.outlook.com' })).toEqual({ perDay: 300 });
  expect(providerLimits({ host: '127.0.0.1' })).toEqual({});
});
