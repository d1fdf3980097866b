import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lazyAuth } from '../src/accounts/lazy-auth.ts';
import { apiDocumentation } from '../src/api-documentation.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { MailCounts } from '../src/ledger/mail-counts.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'relay-docs-'));
const config = readConfig({ RELAY_DATA_DIR: dataDir });
const database = openDatabase(config);
const app = await buildApp({
  config,
  database,
  auth: lazyAuth(config, database),
  wakeSender: () => {},
  senderHealthy: () => true,
  mailServerFailing: () => false,
  mailCounts: new MailCounts(),
  unsubscribeKey: Buffer.alloc(32),
  mailAccountKey: Buffer.alloc(32),
});
const specification = (await app.inject({ url: '/api/openapi.json' })).json();
const file = new URL('../../docs/API_ENDPOINTS.md', import.meta.url);
writeFileSync(file, apiDocumentation(specification, app.relayRoutes));
await app.close();
await database.close();
rmSync(dataDir, { recursive: true });
