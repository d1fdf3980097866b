import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sendBatchRequest } from '@iapostemanager/protocol/email-batch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiDocumentation } from '../src/api-documentation.ts';
import { SETTINGS } from '../src/config.ts';
import { migrate } from '../src/database/migrate.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { type AppUnderTest, appUnderTest } from './app-under-test.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** A route as OpenAPI says it. */
type Described = {
  parameters?: unknown[];
  requestBody?: object;
  responses: Record<string, { content?: object }>;
};

let dir: string;
let relay: AppUnderTest;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'relay-docs-'));
  const database = openDatabase({ dataDir: dir });
  await migrate(database);
  relay = await appUnderTest(database);
});
afterAll(async () => {
  await relay.app.close();
  await relay.database.close();
  rmSync(dir, { recursive: true });
});

test('docs/API_ENDPOINTS.md is what the routes declare (npm run api-docs -w relay)', async () => {
  const spec = (await relay.app.inject({ url: '/api/openapi.json' })).json();
  expect(read('docs/API_ENDPOINTS.md')).toBe(apiDocumentation(spec, relay.app.relayRoutes));
});

test('every route has a row in docs/THREAT_MODEL.md', () => {
  const page = read('docs/THREAT_MODEL.md');
  const missing = relay.app.relayRoutes.filter((route) => !page.includes(`\`${route.url}\``));
  expect(missing).toEqual([]);
});

test('every test id in the relay’s threat model stands in the title of a test', () => {
  const tests = readdirSync(join(root, 'relay/test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => read(join('relay/test', file)))
    .join('\n');
  const titles = [...tests.matchAll(/(?:test|eachDatabase)\(\s*[`'"](.*)/g)].map(
    (match) => match[1] ?? '',
  );
  // The extension's part of the page is held to its own tests (tests/architecture).
  const [, relayPart = ''] = read('docs/THREAT_MODEL.md').split('## The relay');
  const ids = new Set(relayPart.match(/\b[SR]\d+\b/g));
  expect(ids.size).toBeGreaterThan(20);
  const untested = [...ids].filter(
    (id) => !titles.some((title) => new RegExp(`\\b${id}\\b`).test(title)),
  );
  expect(untested).toEqual([]);
});

test('every environment variable and command is in relay/README.md', () => {
  const readme = read('relay/README.md');
  expect(SETTINGS.length).toBeGreaterThan(15);
  expect(SETTINGS.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  for (const command of [
    'serve',
    'create-user',
    'create-token',
    'migrate',
    'backup',
    'restore',
    'doctor',
  ]) {
    expect(readme).toContain(`\`${command}`);
  }
});

test('a document served as OpenAPI names every route of the API', async () => {
  const spec = (await relay.app.inject({ url: '/api/openapi.json' })).json();
  expect(spec.openapi).toBe('3.1.0');
  for (const route of relay.app.relayRoutes.filter((one) => /^\/(api|v1)\//.test(one.url))) {
    if (route.url === '/api/openapi.json') continue;
    const path = route.url.replace(/:(\w+)/g, '{$1}').replace('/*', '/{*}');
    expect(spec.paths[path]?.[route.method.toLowerCase()], route.url).toBeDefined();
  }
  for (const [path, routes] of Object.entries<Record<string, Described>>(spec.paths)) {
    for (const [method, { parameters, requestBody, responses }] of Object.entries(routes)) {
      if (!parameters && !requestBody) continue;
      // A stream or a file is answered without a schema.
      if (Object.keys(responses).every((status) => status === '200' && !responses[status]?.content))
        continue;
      expect(Object.keys(responses), `${method} ${path}`).toContain('400');
    }
  }
  // What Authorize in the page needs, and what to try first.
  const { post } = spec.paths['/api/email/send-batch'];
  expect(post.security).toEqual([{ bearer: [] }, { session: [] }]);
  expect(Object.keys(post.responses)).toEqual(
    expect.arrayContaining(['201', '400', '401', '403', '409', '413', '429', '503']),
  );
  const { example } = post.requestBody.content['application/json'];
  expect(sendBatchRequest.safeParse(example).success).toBe(true);
  expect(spec.paths['/api/health'].get.security).toBeUndefined();
  const page = await relay.app.inject({ url: '/api/docs/' });
  expect([page.statusCode, page.headers['content-type']]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  expect(page.headers['content-security-policy']).not.toContain('unsafe');
  const [, script = ''] = /<script src="\.?([^"]+bundle\.js)"/.exec(page.body) ?? [];
  const loaded = await relay.app.inject({ url: `/api/docs${script}` });
  expect([script, loaded.statusCode]).toEqual([expect.stringContaining('swagger'), 200]);
  expect((await relay.app.inject({ url: '/api/docs/../health' })).statusCode).toBe(200);
  expect((await relay.app.inject({ url: '/api/docs/nothing' })).statusCode).toBe(404);
});
