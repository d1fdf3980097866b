import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';

const deploy = fileURLToPath(new URL('../deploy', import.meta.url));
const read = (name: string) => readFileSync(join(deploy, name), 'utf8');
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'relay-deploy-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What the tool says, or undefined when this machine does not have it; that is told, not hidden. */
function lint(command: string, args: string[], env: NodeJS.ProcessEnv = {}): string | undefined {
  if (!existsSync(command)) {
    process.stdout.write(`  not on this machine, so not run: ${command}\n`);
    return undefined;
  }
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, HOME: dir, ...env },
  });
  return status === 0 ? '' : `${stdout}${stderr}` || `ended with ${status}`;
}
const good = (said: string | undefined) => expect(said ?? '').toBe('');

test('nginx takes the example, with a certificate in the place of the real one', async () => {
  const pair = await generate([{ name: 'commonName', value: 'relay.example.org' }]);
  writeFileSync(join(dir, 'cert.pem'), pair.cert);
  writeFileSync(join(dir, 'key.pem'), pair.private);
  const server = read('nginx.conf')
    .replace(/\/etc\/letsencrypt\/\S+fullchain\.pem/, join(dir, 'cert.pem'))
    .replace(/\/etc\/letsencrypt\/\S+privkey\.pem/, join(dir, 'key.pem'));
  expect(server).not.toContain('/etc/letsencrypt');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${dir}/${name};`)
    .join(' ');
  writeFileSync(
    join(dir, 'nginx.conf'),
    `pid ${dir}/pid; error_log ${dir}/error.log; events {} http { access_log off; ${temporary} ${server} }`,
  );
  good(lint('/usr/sbin/nginx', ['-t', '-q', '-c', join(dir, 'nginx.conf')]));
});

test('Caddy takes its file', () => {
  const config = ['--config', join(deploy, 'Caddyfile'), '--adapter', 'caddyfile'];
  good(lint('/usr/bin/caddy', ['validate', ...config]));
});

test('Prometheus takes its configuration, and every alert is about a metric the relay has', () => {
  good(lint('/usr/bin/promtool', ['check', 'config', join(deploy, 'prometheus.yml')]));
  good(lint('/usr/bin/promtool', ['check', 'rules', join(deploy, 'alerts.yml')]));
  const known =
    /relay_recipients|relay_sender_healthy|http_request_duration_seconds|process_|\bup\b/;
  for (const [, expression] of read('alerts.yml').matchAll(/expr: (.*)/g)) {
    expect(expression).toMatch(known);
  }
});

test('the Grafana dashboard asks for metrics the relay has', () => {
  const { panels } = JSON.parse(read('grafana-dashboard.json'));
  expect(panels.length).toBeGreaterThan(3);
  for (const panel of panels) {
    for (const { expr } of panel.targets) {
      expect(expr).toMatch(
        /relay_recipients|http_request_duration_seconds|process_resident_memory/,
      );
    }
  }
});

test('systemd takes the unit', () => {
  // The program it starts is not installed here; everything else about the unit is looked at.
  const unit = read('iapostemanager-relay.service').replace(
    /^ExecStart=\S+/m,
    `ExecStart=${process.execPath}`,
  );
  writeFileSync(join(dir, 'iapostemanager-relay.service'), unit);
  const said = lint('/usr/bin/systemd-analyze', [
    'verify',
    join(dir, 'iapostemanager-relay.service'),
  ]);
  const ours = (said ?? '').split('\n').filter((line) => line.includes('iapostemanager-relay'));
  expect(ours).toEqual([]);
});

test('the container is built from files that exist, as a user without rights', () => {
  const lines = read('Dockerfile').split('\n');
  const root = join(deploy, '../..');
  for (const line of lines.filter((one) => one.startsWith('COPY ') && !one.includes('--from'))) {
    for (const file of line.split(' ').slice(1, -1))
      expect(existsSync(join(root, file)), file).toBe(true);
  }
  expect(lines.indexOf('USER node')).toBeGreaterThan(0);
  const compose = read('compose.yml');
  for (const [, file] of compose.matchAll(/'\.\/([^:]+):/g))
    expect(existsSync(join(deploy, file ?? '')), file).toBe(true);
  for (const [, file] of compose.matchAll(/- \.\/([^:]+):/g))
    expect(existsSync(join(deploy, file ?? '')), file).toBe(true);
  for (const [, name] of compose.matchAll(/\$\{([A-Z_]+):\?/g))
    expect(read('.env.example')).toContain(name);
});
