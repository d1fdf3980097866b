import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuth } from '../src/accounts/create-auth.ts';
import { apiDocumentation } from '../src/api-documentation.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/database/open-database.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'relay-docs-'));
const config = readConfig({ RELAY_DATA_DIR: dataDir });
const database = openDatabase(config);
const app = await buildApp({
  config,
  database,
  auth: createAuth(config, database),
  wakeSender: () => {},
  senderHealthy: () => true,
  unsubscribeKey: Buffer.alloc(32),
  mailAccountKey: Buffer.alloc(32),
});
await app.ready();
const file = new URL('../../docs/API_ENDPOINTS.md', import.meta.url);
writeFileSync(file, apiDocumentation(app.swagger() as never, app.relayRoutes));
await app.close();
await database.close();
rmSync(dataDir, { recursive: true });
