import { type RelayConfig, SETTINGS } from './config.ts';
import { isLoopback } from './mail/is-loopback.ts';

const OURS = /^(RELAY|SMTP|DKIM)_/;

/** Read by others from the same file: Caddy (`relay/deploy/compose.yml`). */
const OF_OTHERS = ['RELAY_HOSTNAME'];

/** What these settings are called elsewhere. */
const OTHER_NAMES: Record<string, string> = {
  SMTP_HOST: 'SMTP_SERVER',
  SMTP_HOSTNAME: 'SMTP_SERVER',
  SMTP_PASS: 'SMTP_PASSWORD',
  SMTP_USERNAME: 'SMTP_USER',
  SMTP_LOGIN: 'SMTP_USER',
  SMTP_SENDER: 'SMTP_FROM',
  SMTP_MAIL_FROM: 'SMTP_FROM',
  RELAY_URL: 'RELAY_PUBLIC_URL',
  RELAY_SECRET_KEY: 'SECRET_KEY',
  RELAY_DATABASE_URL: 'DATABASE_URL',
};

/** More letters than these apart, two names have nothing to do with each other. */
const MAX_DISTANCE = 3;

/** Letters to add, leave out or change to make one name of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    let last = index + 1;
    row = row.map((above, column) => {
      if (column === 0) return last;
      const diagonal = row[column - 1] ?? 0;
      const same = letter === other[column - 1];
      last = same ? diagonal : 1 + Math.min(above, diagonal, last);
      return last;
    });
  }
  return row[other.length] ?? 0;
}

function likelyName(name: string): string | undefined {
  const known = OTHER_NAMES[name];
  if (known) return known;
  const [nearest] = SETTINGS.map((setting) => ({ setting, apart: distance(name, setting) }))
    .filter(({ apart }) => apart <= MAX_DISTANCE)
    .sort((a, b) => a.apart - b.apart);
  return nearest?.setting;
}

/** Settings with a value that the relay does not know, one line each: a misspelt name would be ignored in silence. */
export function unknownSettings(env: Record<string, string | undefined>): string[] {
  return Object.keys(env)
    .filter((name) => env[name] && OURS.test(name))
    .filter((name) => !SETTINGS.includes(name) && !OF_OTHERS.includes(name))
    .sort()
    .map((name) => {
      const likely = likelyName(name);
      return `${name} is not a setting of the relay and is ignored${likely ? `: is ${likely} meant?` : ''}`;
    });
}

/**
 * Mails that go out into the world with links that lead nowhere: nobody could unsubscribe. A mail server of this machine
 * may be one to try things out with, or a Postfix that passes everything on: nobody but its owner knows.
 * @param ownSenders people send from mail accounts of their own, whatever the operator's server is
 * @returns undefined when all is well, or nothing leaves the outbox.
 */
export function deadLinks(
  { publicUrl, smtp }: RelayConfig,
  ownSenders = false,
): string | undefined {
  if (!smtp && !ownSenders) return undefined;
  if (!isLoopback(new URL(publicUrl).hostname)) return undefined;
  const here = smtp && isLoopback(smtp.host) && !ownSenders;
  const doubt = here ? `if ${smtp.host} passes mails on to others, ` : '';
  return `links: ${publicUrl}, from this machine only: ${doubt}set RELAY_PUBLIC_URL to the address that others reach, like https://relay.example.org, or who gets a mail cannot unsubscribe`;
}

/**
 * A secret that is kept in one data directory, beside a database for several relays: another one would read neither
 * the sessions of the first nor the passwords of people's mail accounts.
 */
export function secretOfOneRelay(env: Record<string, string | undefined>): string | undefined {
  if (!env.DATABASE_URL || env.SECRET_KEY) return undefined;
  return 'SECRET_KEY is not set: each relay on this database needs the same one, and this one is in its data directory';
}
