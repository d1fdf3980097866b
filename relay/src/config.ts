import { createPrivateKey, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { isEmailAddress } from '@iapostemanager/protocol/email-syntax';
import { z } from 'zod';
import type { QuotaKind } from './ai/take-quota.ts';
import type { DkimConfig } from './mail/dkim-signer.ts';
import { parseSender } from './mail/sender-address.ts';
import { providerLimits, type SendingLimits } from './mail-accounts/provider-limits.ts';

/** Where mail goes. Absent in {@link RelayConfig}: the embedded outbox catches everything. */
export type SmtpConfig = {
  host: string;
  port: number;
  user?: string;
  password?: string;
  /** TLS from the first byte (port 465). */
  secure: boolean;
};

export type RelayConfig = {
  dataDir: string;
  databaseUrl?: string;
  host: string;
  port: number;
  publicUrl: string;
  secretKey: string;
  smtp?: SmtpConfig;
  /** The operator's sender: address alone, and the name shown before it. */
  smtpFrom: string;
  smtpFromName?: string;
  smtpConnections: number;
  /** How long a relay that fell silent keeps its rows from the others (Postgres). */
  leaseMs: number;
  /** Of the operator or of a recognised provider. */
  limits: SendingLimits;
  /** Signs what goes out from this domain. */
  dkim?: DkimConfig;
  /** Which private hosts users may name, e.g. the mail server of their firm. */
  hostGuard: { trusted: string[] };
  ai?: { baseUrl: string; apiKey: string; models: string[] };
  /** Of each account, UTC day. */
  aiPerDay: Record<QuotaKind, number>;
  aiFirstByteMs: number;
  corsOrigins: string[];
  logFile?: string;
};

/** The environment is wrong; `problems` lists everything at once, one line each, without any value of a secret. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('; '));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const MIN_SECRET_LENGTH = 32;
const blank = (value: unknown) => (value === '' ? undefined : value);
const optionalText = z.preprocess(blank, z.string().optional());
const url = (schemes: string[]) =>
  z.preprocess(
    blank,
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
        `must be a URL starting with ${schemes.map((s) => `${s}//`).join(' or ')}`,
      )
      .optional(),
  );
/** Of an unescaped slash or hash in a password the rest would be taken for the path, and shown. */
const databaseUrl = z.preprocess(
  blank,
  z
    .string()
    .superRefine((text, context) => {
      const problem = (message: string) => context.addIssue({ code: 'custom', message });
      const [place = ''] = text.replace(/^\w+:\/\//, '').split('?');
      const schemes = ['postgres:', 'postgresql:'];
      if (/[/#].*@/s.test(place)) {
        problem('a / in its password must be written %2F, a # %23');
      } else if (!URL.canParse(text) || !schemes.includes(new URL(text).protocol)) {
        problem('must be a URL starting with postgres:// or postgresql://');
      }
    })
    .optional(),
);
/** Sessions, forms and links count on the relay having a name of its own: none below a path of another site. */
const publicUrl = url(['http:', 'https:']).refine((text) => {
  if (text === undefined || !URL.canParse(text)) return true;
  const { pathname, search, hash, username } = new URL(text);
  return pathname === '/' && `${search}${hash}${username}` === '';
}, 'must be an address without a path, like https://relay.example.org: the relay needs a host name of its own');

const HOST = /^[^\s/@]+$/;
/** A name or an address alone. IPv6 addresses have more colons than one. */
const host = z.preprocess(
  blank,
  z
    .string()
    .refine(
      (text) => HOST.test(text) && text.split(':').length !== 2,
      'must be a host name alone, like smtp.example.org; the port goes into SMTP_PORT',
    )
    .optional(),
);
const hosts = z.preprocess(
  blank,
  z
    .string()
    .superRefine((text, context) => {
      for (const entry of list(text).filter((one) => !HOST.test(one))) {
        const message = `"${entry}" is neither a host nor host:port, like mail.example.org:587`;
        context.addIssue({ code: 'custom', message });
      }
    })
    .optional(),
);

const ORIGIN = /^(https?|chrome-extension|moz-extension):\/\/[\w.:[\]-]+$/;
/** As a browser writes it: nothing behind the host, no default port, lower case. */
const isOrigin = (text: string) =>
  ORIGIN.test(text) &&
  (!text.startsWith('http') || (URL.canParse(text) && new URL(text).origin === text));
const origins = z.preprocess(
  blank,
  z
    .string()
    .superRefine((text, context) => {
      for (const entry of list(text).filter((one) => !isOrigin(one))) {
        const message = `"${entry}" is not an exact origin, like https://app.example.org (no *, no path)`;
        context.addIssue({ code: 'custom', message });
      }
    })
    .optional(),
);
const number = (min: number, max: number) => {
  const problem = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(
    blank,
    z.coerce
      .number(problem)
      .refine((value) => Number.isInteger(value) && value >= min && value <= max, problem)
      .optional(),
  );
};

const settings = z.object({
  RELAY_DATA_DIR: optionalText,
  DATABASE_URL: databaseUrl,
  RELAY_HOST: optionalText,
  RELAY_PORT: number(0, 65_535),
  RELAY_PUBLIC_URL: publicUrl,
  SECRET_KEY: z.preprocess(
    blank,
    z
      .string()
      .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`)
      .optional(),
  ),
  SMTP_SERVER: host,
  SMTP_PORT: number(1, 65_535),
  SMTP_USER: optionalText,
  SMTP_PASSWORD: optionalText,
  SMTP_FROM: z.preprocess(
    blank,
    z
      .string()
      .refine(
        (text) => parseSender(text) !== undefined,
        'must be one e-mail address, with or without a name: me@example.org or My Name <me@example.org>',
      )
      .optional(),
  ),
  SMTP_CONNECTIONS: number(1, 100),
  RELAY_LEASE_SECONDS: number(1, 3_600),
  SMTP_PER_MINUTE: number(1, 1_000_000),
  SMTP_PER_DAY: number(1, 100_000_000),
  SMTP_PER_DOMAIN_PER_MINUTE: number(1, 1_000_000),
  DKIM_DOMAIN: optionalText,
  DKIM_SELECTOR: optionalText,
  DKIM_PRIVATE_KEY_FILE: optionalText,
  RELAY_TRUSTED_HOSTS: hosts,
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: url(['http:', 'https:']),
  RELAY_AI_MODELS: optionalText,
  RELAY_AI_REQUESTS_PER_DAY: number(0, 100_000_000),
  RELAY_AI_TOKENS_PER_DAY: number(0, 1_000_000_000),
  RELAY_AI_AUDIO_SECONDS_PER_DAY: number(0, 100_000_000),
  RELAY_AI_TIMEOUT_SECONDS: number(1, 600),
  RELAY_CORS_ORIGINS: origins,
  RELAY_LOG_FILE: optionalText,
});

/** The names of all settings. */
export const SETTINGS = Object.keys(settings.shape);

type Environment = Record<string, string | undefined>;

/** What settings need of each other, also where one of them is wrong by itself: all problems are told at once. */
function problemsBetween(env: Environment): string[] {
  const problems: string[] = [];
  const need = (name: string, message: string) => problems.push(`${name}: ${message}`);
  if (env.SMTP_PASSWORD && !env.SMTP_USER) need('SMTP_USER', 'is needed with SMTP_PASSWORD');
  if (env.SMTP_SERVER && env.SMTP_USER && !env.SMTP_PASSWORD) {
    need('SMTP_PASSWORD', 'is needed with SMTP_USER; the sender alone goes into SMTP_FROM');
  }
  if (env.SMTP_SERVER && !env.SMTP_FROM && !isEmailAddress(env.SMTP_USER ?? '')) {
    const why = env.SMTP_USER ? 'SMTP_USER is not an e-mail address' : 'it is the sender';
    need('SMTP_FROM', `is needed: ${why}`);
  }
  const dkim = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY_FILE'];
  const missing = dkim.filter((name) => !env[name]);
  if (missing.length < dkim.length) {
    for (const name of missing) need(name, `is needed: DKIM takes ${dkim.join(', ')}`);
  }
  if (env.DKIM_PRIVATE_KEY_FILE && !readPrivateKey(env.DKIM_PRIVATE_KEY_FILE)) {
    need('DKIM_PRIVATE_KEY_FILE', 'must be a readable PEM file with an RSA private key');
  }
  if (env.OPENAI_BASE_URL && !env.OPENAI_API_KEY) {
    need('OPENAI_API_KEY', 'is needed with OPENAI_BASE_URL (any word for a server without keys)');
  }
  return problems;
}

const list = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/**
 * Reads the environment. Nothing set is fine: SQLite in `RELAY_DATA_DIR`, a generated secret, the embedded outbox.
 * @throws {ConfigError} with every problem at once.
 */
export function readConfig(env: Environment): RelayConfig {
  const parsed = settings.safeParse(env);
  const between = problemsBetween(env);
  if (!parsed.success || between.length > 0) {
    const alone = parsed.error?.issues ?? [];
    throw new ConfigError([
      ...alone.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
      ...between,
    ]);
  }
  const set = parsed.data;
  const dataDir = resolve(set.RELAY_DATA_DIR ?? 'relay-data');
  const port = set.RELAY_PORT ?? 8787;
  const host = set.RELAY_HOST ?? '127.0.0.1';
  const smtp = smtpConfig(set);
  const from = set.SMTP_FROM ? parseSender(set.SMTP_FROM) : undefined;
  const preset = smtp ? providerLimits(smtp) : {};
  return {
    dataDir,
    databaseUrl: set.DATABASE_URL,
    host,
    port,
    // As browsers write it: pages and forms compare it with what they say.
    publicUrl: new URL(set.RELAY_PUBLIC_URL ?? `http://127.0.0.1:${port}`).origin,
    secretKey: set.SECRET_KEY ?? keptSecret(dataDir),
    smtp,
    smtpFrom: from?.address ?? (smtp ? (set.SMTP_USER ?? '') : 'outbox@localhost.localdomain'),
    smtpFromName: from?.name,
    smtpConnections: set.SMTP_CONNECTIONS ?? 5,
    leaseMs: (set.RELAY_LEASE_SECONDS ?? 30) * 1_000,
    limits: {
      perMinute: set.SMTP_PER_MINUTE ?? preset.perMinute,
      perDay: set.SMTP_PER_DAY ?? preset.perDay,
      perDomainMinute: set.SMTP_PER_DOMAIN_PER_MINUTE ?? preset.perDomainMinute,
    },
    dkim: dkimConfig(set),
    hostGuard: { trusted: list(set.RELAY_TRUSTED_HOSTS).map((host) => host.toLowerCase()) },
    ai: set.OPENAI_API_KEY
      ? {
          apiKey: set.OPENAI_API_KEY,
          baseUrl: (set.OPENAI_BASE_URL ?? 'https://api.openai.com/v1').replace(/\/+$/, ''),
          models: list(set.RELAY_AI_MODELS),
        }
      : undefined,
    aiPerDay: {
      requests: set.RELAY_AI_REQUESTS_PER_DAY ?? 1_000,
      tokens: set.RELAY_AI_TOKENS_PER_DAY ?? 2_000_000,
      'audio-seconds': set.RELAY_AI_AUDIO_SECONDS_PER_DAY ?? 14_400,
    },
    aiFirstByteMs: (set.RELAY_AI_TIMEOUT_SECONDS ?? 120) * 1_000,
    corsOrigins: list(set.RELAY_CORS_ORIGINS),
    logFile: set.RELAY_LOG_FILE,
  };
}

/** An RSA private key in PEM, or undefined. */
function readPrivateKey(file: string): string | undefined {
  try {
    const pem = readFileSync(file, 'utf8');
    return createPrivateKey(pem).asymmetricKeyType === 'rsa' ? pem : undefined;
  } catch {
    return undefined;
  }
}

function dkimConfig(set: z.infer<typeof settings>): DkimConfig | undefined {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY_FILE: file } = set;
  const privateKey = file && readPrivateKey(file);
  return domain && selector && privateKey ? { domain, selector, privateKey } : undefined;
}

function smtpConfig(set: z.infer<typeof settings>): SmtpConfig | undefined {
  if (!set.SMTP_SERVER) return undefined;
  const port = set.SMTP_PORT ?? 587;
  return {
    host: set.SMTP_SERVER,
    port,
    user: set.SMTP_USER,
    password: set.SMTP_PASSWORD,
    secure: port === 465,
  };
}

/** Makes the data directory, for its owner only. @throws with one line for a person. */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new Error(
      `${dataDir} (RELAY_DATA_DIR) cannot be used: it must be a folder of the user the relay runs as (${code})`,
      { cause: error },
    );
  }
}

/** The secret of an installation that has no `SECRET_KEY`: made once, kept for its owner only. */
function keptSecret(dataDir: string): string {
  ensureDataDir(dataDir);
  const file = join(dataDir, 'secret-key');
  if (!existsSync(file)) {
    // Written aside and put in its place whole: another process that starts now must not read half of it.
    const draft = `${file}.${randomBytes(8).toString('hex')}`;
    try {
      const options = { mode: 0o600, flag: 'wx', flush: true } as const;
      writeFileSync(draft, randomBytes(48).toString('base64url'), options);
      placeOnce(draft, file);
      // Before anything is sealed with it: what a power cut took away could not be opened by another.
      syncFolder(dataDir);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new ConfigError([`${file}: must have at least ${MIN_SECRET_LENGTH} characters`]);
  }
  return secret;
}

/** Has the names of its files on the disk. */
function syncFolder(folder: string): void {
  // Windows opens no folder, and keeps names by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Gives `draft` the name `file` unless another process was first: its file stays. */
function placeOnce(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch {
    // A file system may have no links.
    if (!existsSync(file)) renameSync(draft, file);
  }
}
