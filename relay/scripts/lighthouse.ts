// npm run lighthouse: what Lighthouse says of each page of the relay, in Debian's Chromium. Fails below 95.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/free-port.ts';
import { practiceRelay } from './practice-relay.ts';

const WANTED = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'out', 'reports', 'lighthouse');
mkdirSync(folder, { recursive: true });

type Report = {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string }>;
};

/** One try; undefined when Lighthouse itself stumbled (it does, on a busy machine). */
function look(url: string, cookie: string | undefined, name: string): Report | undefined {
  const file = join(folder, `${name}.json`);
  const headers = cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : [];
  const { status, stderr } = spawnSync(
    join(root, 'node_modules/.bin/lighthouse'),
    [
      url,
      '--quiet',
      '--output=json',
      `--output-path=${file}`,
      `--only-categories=${CATEGORIES.join()}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
      ...headers,
    ],
    {
      encoding: 'utf8',
      timeout: 120_000,
      env: { ...process.env, CHROME_PATH: process.env.CHROME_PATH ?? '/usr/bin/chromium' },
    },
  );
  if (status !== 0) {
    process.stdout.write(`  ${name}: ${stderr.trim().split('\n').at(-1)?.slice(0, 200)}\n`);
    return undefined;
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

const scoresOf = ({ categories }: Report) =>
  CATEGORIES.map((id) => Math.round((categories[id]?.score ?? 0) * 100));

/** Other work on the machine only takes away from a score: the best of three tries. */
function lookWell(url: string, cookie: string | undefined, name: string): Report {
  let best: Report | undefined;
  const lowest = (report: Report | undefined) => (report ? Math.min(...scoresOf(report)) : -1);
  for (let tries = 0; tries < 3 && lowest(best) < WANTED; tries += 1) {
    const next = look(url, cookie, name);
    if (lowest(next) > lowest(best)) best = next;
  }
  if (!best) throw new Error(`Lighthouse gave no report of ${url}`);
  return best;
}

const relay = await practiceRelay(await freePort());
const lines = [`| page | ${CATEGORIES.join(' | ')} |`, `|---|${'---|'.repeat(CATEGORIES.length)}`];
let bad = 0;
try {
  const cookie = await relay.signIn();
  const asked = await fetch(`${relay.base}/api/auth/device/code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: 'IAPosteManager' }),
  });
  const { user_code: code } = await asked.json();
  const call = (path: string, body: object) =>
    fetch(relay.base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${relay.token}` },
      body: JSON.stringify(body),
    });
  await call('/api/email/suppressions', { address: 'lecteur@exemple.fr' });
  await call('/api/email/send', { to: 'paul@exemple.fr', subject: 'Bonjour', html: '<p>Oui.</p>' });
  const kept = async () =>
    (await fetch(`${relay.base}/outbox/1`, { headers: { cookie } })).status === 200;
  while (!(await kept())) await sleep(100);
  const pages: [path: string, cookie?: string, shown?: string][] = [
    ['/sign-in'],
    ['/sign-in/code'],
    [relay.unsubscribe, undefined, '/u/:token'],
    ['/account', cookie],
    ['/account/devices', cookie],
    ['/account/security', cookie],
    ['/account/senders', cookie],
    ['/account/unsubscribed', cookie],
    ['/account/unsubscribed?q=nobody', cookie, '/account/unsubscribed?q='],
    ['/device', cookie],
    [`/device?user_code=${code}`, cookie, '/device?user_code='],
    ['/people', cookie],
    ['/outbox', cookie],
    ['/outbox/1', cookie, '/outbox/:id'],
  ];
  for (const [path, pageCookie, shown = path] of pages) {
    const name = shown.replace(/\W+/g, '-').replace(/^-|-$/g, '');
    const report = lookWell(relay.base + path, pageCookie, name);
    const { categories, audits } = report;
    const scores = scoresOf(report);
    lines.push(`| \`${shown}\` | ${scores.join(' | ')} |`);
    process.stdout.write(`${shown}: ${scores.join(' ')}\n`);
    for (const [i, id] of CATEGORIES.entries()) {
      if ((scores[i] ?? 0) >= WANTED) continue;
      bad += 1;
      for (const { id: audit, weight } of categories[id]?.auditRefs ?? []) {
        const found = audits[audit];
        if (weight > 0 && found && found.score !== null && found.score < 0.9) {
          process.stdout.write(`  ${id}: ${audit}: ${found.title}\n`);
        }
      }
    }
  }
} finally {
  await relay.stop();
}
writeFileSync(join(folder, 'scores.md'), `${lines.join('\n')}\n`);
process.exitCode = bad > 0 ? 1 : 0;
