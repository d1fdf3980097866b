// npm run test:scan: Debian's scanners against a relay on the loopback, behind nginx with TLS as in relay/deploy.
// Every step is bounded; what they say is in out/reports/scan, and explained in docs/THREAT_MODEL.md.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { installDebianPackages } from '../../scripts/prepare-machine.mjs';
import { freePort } from '../test/free-port.ts';
import { type PracticeRelay, practiceRelay } from './practice-relay.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'out', 'reports', 'scan');
const work = mkdtempSync(join(tmpdir(), 'relay-scan-'));
const say = (line: string) => process.stdout.write(`${line}\n`);
const only = new Set(process.argv.slice(2));

type Verdict = { ok: boolean; text: string };
type Target = {
  relay: PracticeRelay;
  direct: string;
  https: string;
  port: number;
  tlsPort: number;
};

/** Runs one tool to its end or its limit. */
function run(name: string, command: string, args: string[], seconds: number): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(command, args, {
      cwd: work,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, HOME: work, TERM: 'dumb' },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1_000);
    const hear = (chunk: Buffer) => {
      said += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => hear(Buffer.from(String(error))));
    child.on('close', () => {
      clearTimeout(timer);
      writeFileSync(join(folder, `${name}.txt`), said);
      resolve(said);
    });
  });
}

/** The shipped nginx.conf with the names, ports and certificate of this run. */
async function startNginx(port: number, tlsPort: number, relayPort: number): Promise<ChildProcess> {
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  writeFileSync(join(work, 'cert.pem'), pair.cert);
  writeFileSync(join(work, 'key.pem'), pair.private, { mode: 0o600 });
  const shipped = readFileSync(join(root, 'relay/deploy/nginx.conf'), 'utf8')
    .replaceAll('relay.example.org', 'localhost')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${tlsPort} ssl;`)
    .replace(/ssl_certificate [^;]+;/, `ssl_certificate ${work}/cert.pem;`)
    .replace(/ssl_certificate_key [^;]+;/, `ssl_certificate_key ${work}/key.pem;`)
    .replace('127.0.0.1:8787', `127.0.0.1:${relayPort}`);
  const conf = `daemon off; pid ${work}/nginx.pid; error_log ${work}/error.log;
worker_processes 1; events { worker_connections 2048; }
http { access_log off; client_body_temp_path ${work}/b; proxy_temp_path ${work}/p;
fastcgi_temp_path ${work}/f; uwsgi_temp_path ${work}/u; scgi_temp_path ${work}/s;
${shipped} }`;
  writeFileSync(join(work, 'nginx.conf'), conf);
  return spawn('/usr/sbin/nginx', ['-c', join(work, 'nginx.conf')], { stdio: 'ignore' });
}

async function nmap({ port, tlsPort }: Target): Promise<Verdict> {
  const scripts =
    'http-methods,http-trace,http-server-header,http-security-headers,http-open-redirect,http-cors,ssl-cert,ssl-enum-ciphers,ssl-heartbleed,ssl-poodle';
  const ports = `${port},${tlsPort}`;
  const said = await run(
    'nmap',
    'nmap',
    ['-Pn', '-sV', '-p', ports, '--script', scripts, '127.0.0.1'],
    180,
  );
  const weak = /VULNERABLE|least strength: [B-F]|TRACE is enabled|TLSv1\.[01]:|SSLv3:/.exec(said);
  return {
    ok: /2 services|open/.test(said) && !weak,
    text: weak ? weak[0] : 'no weak cipher, no TRACE',
  };
}

/** Findings about the certificate are about the one made for this run. */
const OF_THIS_RUN =
  /^(cert_|OCSP|DNS_CAA|overall_grade|grade_|final_score|cipher_negotiated|scanTime|engine|HTTP_status)/;

async function testssl({ tlsPort }: Target): Promise<Verdict> {
  const file = join(folder, 'testssl.json');
  rmSync(file, { force: true });
  const args = [
    '--quiet',
    '--color',
    '0',
    '--warnings',
    'batch',
    '-p',
    '-s',
    '-f',
    '-S',
    '-h',
    '-U',
  ];
  await run('testssl', 'testssl', [...args, '--jsonfile', file, `localhost:${tlsPort}`], 420);
  let found: { id: string; severity: string; finding: string }[];
  try {
    found = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { ok: false, text: 'gave no whole report in its time' };
  }
  const bad = found.filter(
    (one) => /MEDIUM|HIGH|CRITICAL/.test(one.severity) && !OF_THIS_RUN.test(one.id),
  );
  return {
    ok: bad.length === 0,
    text: bad.map((one) => `${one.id}: ${one.finding}`).join('; ') || `${found.length} checks`,
  };
}

async function sqlmap({ relay, direct }: Target): Promise<Verdict> {
  const bearer = `Authorization: Bearer ${relay.token}`;
  const body = JSON.stringify({
    name: 'n*',
    subject: 's',
    html: 'h',
    recipients: [{ address: 'a@x.test', name: 'x*' }],
  });
  const calls: [string, string[]][] = [
    ['history', ['-u', `${direct}/api/email/history?limit=5&cursor=9`]],
    ['batches', ['-u', `${direct}/api/email/batches?limit=5&cursor=9`]],
    ['batch', ['-u', `${direct}/api/email/batches/1*`]],
    ['suppressions', ['-u', `${direct}/api/email/suppressions?cursor=a`]],
    ['send', ['-u', `${direct}/api/email/send-batch`, '--data', body]],
    [
      'sign-in',
      [
        '-u',
        `${direct}/api/auth/sign-in/email`,
        '--data',
        '{"email":"a@x.test*","password":"x*"}',
        '--headers',
        `Origin: ${relay.base}`,
      ],
    ],
  ];
  const injectable: string[] = [];
  const silent: string[] = [];
  for (const [name, args] of calls) {
    const headers = args.includes('--headers')
      ? []
      : ['--headers', `${bearer}\nContent-Type: application/json`];
    const common = [
      '--batch',
      '--level',
      '3',
      '--risk',
      '2',
      '--technique',
      'BEUST',
      '--time-sec',
      '3',
      '--threads',
      '4',
      '--flush-session',
      '--disable-coloring',
      '--ignore-code',
      '400,401,403,404,429',
      '--output-dir',
      join(work, 'sqlmap'),
    ];
    const said = await run(`sqlmap-${name}`, 'sqlmap', [...args, ...headers, ...common], 240);
    if (/is vulnerable|identified the following injection/.test(said)) injectable.push(name);
    else if (!/do not appear to be injectable|not injectable/.test(said)) silent.push(name);
  }
  const text =
    injectable.length > 0
      ? `injectable: ${injectable}`
      : `nothing injectable${silent.length > 0 ? ` (cut at its limit: ${silent})` : ''}`;
  return { ok: injectable.length === 0, text };
}

async function wapiti({ https, relay }: Target): Promise<Verdict> {
  const file = join(folder, 'wapiti.json');
  const cookie = await relay.signIn();
  const args = [
    '-u',
    `${https}/account`,
    '-s',
    `${https}/sign-in`,
    '--scope',
    'domain',
    '--verify-ssl',
    '0',
    '-H',
    `Cookie: ${cookie}`,
    '--max-scan-time',
    '200',
    '--flush-session',
    '-f',
    'json',
    '-o',
    file,
    '--no-bugreport',
    '-m',
    // Without ssrf and xxe, which ask a server of wapiti's on the internet what has reached it.
    'csp,cookieflags,http_headers,crlf,exec,file,redirect,sql,xss,permanentxss,csrf,methods',
  ];
  rmSync(file, { force: true });
  await run('wapiti', 'wapiti', args, 300);
  try {
    const report: { vulnerabilities: Record<string, { path: string; info: string }[]> } =
      JSON.parse(readFileSync(file, 'utf8'));
    const found = Object.entries(report.vulnerabilities).flatMap(([name, list]) =>
      list.map(({ path, info }) => `${name}: ${path}: ${info}`),
    );
    // Explained in docs/THREAT_MODEL.md: forms are proved by Origin and SameSite, and the old XSS filter is off.
    const bad = found.filter((one) => !/^Cross Site Request Forgery|X-XSS-Protection/.test(one));
    const text = bad.join('; ') || `nothing, and ${found.length} explained remarks`;
    return { ok: bad.length === 0, text };
  } catch {
    return { ok: false, text: 'gave no report in its time' };
  }
}

/** Holds many slow connections, and asks meanwhile as a person would. */
async function slow({ https, direct }: Target): Promise<Verdict> {
  const kinds: [string, string[]][] = [
    ['headers', ['-H', '-u', `${https}/sign-in`]],
    ['body', ['-B', '-s', '8192', '-u', `${https}/sign-in`]],
    [
      'read',
      ['-X', '-w', '1', '-y', '16', '-n', '5', '-z', '32', '-u', `${https}/api/openapi.json`],
    ],
    ['direct', ['-B', '-s', '8192', '-u', `${direct}/api/email/send-batch`]],
  ];
  const worst: Record<string, number> = {};
  for (const [name, args] of kinds) {
    let over = false;
    const attack = run(
      `slowhttptest-${name}`,
      'slowhttptest',
      ['-c', '400', '-r', '100', '-i', '5', '-l', '25', '-p', '3', ...args],
      60,
    ).finally(() => {
      over = true;
    });
    worst[name] = 0;
    while (!over) {
      const start = performance.now();
      const answer = await fetch(`${direct}/api/health`, {
        signal: AbortSignal.timeout(10_000),
      }).catch(() => undefined);
      worst[name] = Math.max(worst[name] ?? 0, answer?.ok ? performance.now() - start : 10_000);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await attack;
  }
  const text = Object.entries(worst)
    .map(([name, ms]) => `${name} ${Math.round(ms)} ms`)
    .join(', ');
  return {
    ok: Object.values(worst).every((ms) => ms < 5_000),
    text: `slowest answer to others: ${text}`,
  };
}

const SCANS = { nmap, testssl, sqlmap, wapiti, slowhttptest: slow };

installDebianPackages(['nginx-light', 'nmap', 'sqlmap', 'wapiti', 'slowhttptest', 'testssl.sh']);
mkdirSync(folder, { recursive: true });
const [port, tlsPort, relayPort] = [await freePort(), await freePort(), await freePort()];
const https = `https://localhost:${tlsPort}`;
const relay = await practiceRelay(relayPort, { RELAY_PUBLIC_URL: https });
const nginx = await startNginx(port, tlsPort, relayPort);
const verdicts: string[] = [];
let failed = 0;
try {
  for (const [name, scan] of Object.entries(SCANS)) {
    if (only.size > 0 && !only.has(name)) continue;
    const start = performance.now();
    const verdict = await scan({ relay, direct: relay.base, https, port, tlsPort }).catch(
      (error): Verdict => ({ ok: false, text: String(error) }),
    );
    if (!verdict.ok) failed += 1;
    const line = `${verdict.ok ? 'ok  ' : 'FAIL'} ${name} (${Math.round((performance.now() - start) / 1_000)} s): ${verdict.text}`;
    verdicts.push(line);
    say(line);
  }
  const health = await fetch(`${relay.base}/api/health`);
  if (!health.ok) failed += 1;
  say(`${health.ok ? 'ok  ' : 'FAIL'} the relay is ${health.ok ? 'well' : 'ill'} after all of it`);
} finally {
  nginx.kill('SIGTERM');
  await relay.stop();
  rmSync(work, { recursive: true, force: true });
}
writeFileSync(join(folder, 'verdicts.txt'), `${verdicts.join('\n')}\n`);
process.exitCode = failed > 0 ? 1 : 0;
