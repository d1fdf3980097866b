import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';

const relay = fileURLToPath(new URL('..', import.meta.url));
const deploy = join(relay, 'deploy');
const read = (name: string) => readFileSync(join(deploy, name), 'utf8');

/** One file of relay/deploy, looked at by the tool that will read it. */
export type DeployLint = {
  file: string;
  /** Debian package that brings the tool, and the tool. */
  debian: string;
  tool: string;
  /** @returns what the tool has against the file; empty when it is content. */
  run(): Promise<string> | string;
};

/** Exposure of the unit as systemd counts it (0 none, 10 all), times ten. V8 writes code, so it is never nought. */
const EXPOSURE = 20;

/** The lints of relay/deploy. None starts a service. @param work an empty folder for copies. */
export function deployLints(work: string): DeployLint[] {
  const hear = (command: string, args: string[]) => {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      encoding: 'utf8',
      cwd: work,
      env: { ...process.env, HOME: work },
    });
    return { ok: status === 0, said: `${stdout ?? ''}${stderr ?? ''}` || String(error ?? status) };
  };
  const ask = (command: string, args: string[]): string => {
    const { ok, said } = hear(command, args);
    return ok ? '' : said;
  };
  const promtool = '/usr/bin/promtool';
  const analyze = '/usr/bin/systemd-analyze';
  const unit = 'iapostemanager-relay.service';
  return [
    {
      file: 'nginx.conf',
      debian: 'nginx-light',
      tool: '/usr/sbin/nginx',
      run: async () => ask('/usr/sbin/nginx', ['-t', '-q', '-c', await nginxAround(work)]),
    },
    {
      file: 'Caddyfile',
      debian: 'caddy',
      tool: '/usr/bin/caddy',
      run: () =>
        ask('/usr/bin/caddy', [
          ...['validate', '--config', join(deploy, 'Caddyfile'), '--adapter', 'caddyfile'],
        ]),
    },
    {
      file: 'prometheus.yml',
      debian: 'prometheus',
      tool: promtool,
      run: () => ask(promtool, ['check', 'config', join(deploy, 'prometheus.yml')]),
    },
    {
      file: 'alerts.yml',
      debian: 'prometheus',
      tool: promtool,
      // Each alert goes off when it should, and not before.
      run: () =>
        ask(promtool, ['check', 'rules', join(deploy, 'alerts.yml')]) ||
        ask(promtool, ['test', 'rules', join(relay, 'test', 'alerts.test.yml')]),
    },
    {
      file: unit,
      debian: 'systemd',
      tool: analyze,
      run: () => {
        const file = join(work, unit);
        // The program it starts is not installed here; everything else about the unit is looked at.
        writeFileSync(file, read(unit).replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
        // A word it does not know is a warning to it: the program would run without that protection.
        const { said } = hear(analyze, ['verify', file]);
        const ours = said.split('\n').filter((line) => line.includes('iapostemanager-relay'));
        const security = ['security', '--offline=true', '--no-pager', `--threshold=${EXPOSURE}`];
        return ours.join('\n') || ask(analyze, [...security, file]);
      },
    },
    {
      file: 'compose.yml',
      debian: 'docker-compose',
      tool: '/usr/bin/docker-compose',
      run: () => ask('/usr/bin/docker-compose', ['-f', composeFilledIn(work), 'config', '-q']),
    },
  ];
}

/** The example inside a whole configuration, with a certificate in the place of the real one. */
async function nginxAround(work: string): Promise<string> {
  const pair = await generate([{ name: 'commonName', value: 'relay.example.org' }]);
  writeFileSync(join(work, 'cert.pem'), pair.cert);
  writeFileSync(join(work, 'key.pem'), pair.private);
  const server = read('nginx.conf')
    .replace(/\/etc\/letsencrypt\/\S+fullchain\.pem/, join(work, 'cert.pem'))
    .replace(/\/etc\/letsencrypt\/\S+privkey\.pem/, join(work, 'key.pem'));
  if (server.includes('/etc/letsencrypt')) throw new Error('nginx.conf: a certificate is left');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${work}/${name};`)
    .join(' ');
  const file = join(work, 'nginx.conf');
  const around = `pid ${work}/pid; error_log ${work}/error.log; events {}`;
  writeFileSync(file, `${around} http { access_log off; ${temporary} ${server} }`);
  return file;
}

/** The compose file in a copy of its folder whose `.env` is filled in as its first lines say. */
function composeFilledIn(work: string): string {
  const folder = join(work, 'compose', 'relay', 'deploy');
  mkdirSync(folder, { recursive: true });
  cpSync(deploy, folder, { recursive: true });
  writeFileSync(join(folder, '.env'), read('.env.example').replace(/=$/gm, '=filled-in'));
  return join(folder, 'compose.yml');
}

/** The lints whose tool is on this machine. */
export const possible = (lints: DeployLint[]) => lints.filter(({ tool }) => existsSync(tool));
