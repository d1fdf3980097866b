import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployLints, possible } from '../scripts/deploy-lints.ts';
import { backupName } from '../src/backup/schedule-backups.ts';
import { migrate } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { appUnderTest } from './app-under-test.ts';

const deploy = fileURLToPath(new URL('../deploy', import.meta.url));
const read = (name: string) => readFileSync(join(deploy, name), 'utf8');
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'relay-deploy-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('the tools that are here take their files; `npm run lint:deploy` brings the others', async () => {
  const lints = deployLints(dir);
  const here = possible(lints);
  for (const { file, tool, run } of here) expect(await run(), `${file} by ${tool}`).toBe('');
  const missing = lints.filter((lint) => !here.includes(lint)).map(({ tool }) => tool);
  if (missing.length > 0) process.stdout.write(`  not on this machine: ${missing.join(', ')}\n`);
});

/** What /metrics says after some requests: the labels of each series, by its name. */
async function seriesOfRelay(): Promise<Map<string, Set<string>>> {
  const dataDir = join(dir, 'data');
  const database = openDatabase({ dataDir });
  await migrate(database);
  mkdirSync(join(dataDir, 'backups'));
  writeFileSync(join(dataDir, 'backups', backupName(Date.now())), '');
  const { app } = await appUnderTest(database, { RELAY_DATA_DIR: dataDir });
  for (const url of ['/api/health', '/nothing']) await app.inject({ url });
  const { body } = await app.inject({ url: '/metrics' });
  await app.close();
  await database.close();
  const series = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of body.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const keys = series.get(name) ?? new Set();
    for (const [, key = ''] of labels.matchAll(/(\w+)="/g)) keys.add(key);
    series.set(name, keys);
  }
  // What Prometheus adds to every target.
  series.set('up', new Set(['job', 'instance']));
  return series;
}

const WORDS = new Set([
  ...['sum', 'by', 'rate', 'increase', 'delta', 'histogram_quantile', 'and', 'or', 'unless'],
]);

/** Names of series in a PromQL expression, and the labels it asks each for. */
function asked(expression: string): { name: string; labels: string[] }[] {
  const bare = expression.replace(/\[[^\]]*\]/g, '');
  const grouped = [...bare.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
  const names = bare
    .replace(/\bby \([^)]*\)/g, '')
    .matchAll(/([a-z_][a-z0-9_]*)(?:\{([^}]*)\})?/gi);
  return [...names].flatMap(([, name = '', filter = '']) => {
    if (WORDS.has(name)) return [];
    const labels = [...filter.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label);
    return [{ name, labels: [...labels, ...grouped] }];
  });
}

test('every alert and every panel asks for series and labels that /metrics gives', async () => {
  const series = await seriesOfRelay();
  const alerts = [...read('alerts.yml').matchAll(/^\s+expr: (.*)$/gm)].map(([, expr = '']) => expr);
  const { panels } = JSON.parse(read('grafana-dashboard.json'));
  const targets = panels.flatMap((panel: { targets: { expr: string }[] }) =>
    panel.targets.map(({ expr }) => expr),
  );
  expect([alerts.length, targets.length]).toEqual([7, 9]);
  for (const expression of [...alerts, ...targets]) {
    const wanted = asked(expression.replace(/"[^"]*"/g, '""'));
    expect(wanted.length, expression).toBeGreaterThan(0);
    for (const { name, labels } of wanted) {
      const given = [...(series.get(name) ?? ['(no such series)'])];
      for (const label of labels) expect(given, `${name} in ${expression}`).toContain(label);
      expect(given, `${name} in ${expression}`).not.toContain('(no such series)');
    }
  }
  expect(read('prometheus.yml')).toContain('job_name: relay');
  expect(asked('sum by (le) (rate(no_such_thing{state=""}[5m])) > 0.1')).toEqual([
    { name: 'no_such_thing', labels: ['state', 'le'] },
  ]);
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
