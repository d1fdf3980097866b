import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database/open-database.ts';

/*
 * Loads what a relay loads and ends: with NODE_COMPILE_CACHE set, Node keeps it (src/start.mjs). The database thread has
 * an entry of its own, so a database is opened, in a place nobody else uses.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'relay-cache-'));
const database = openDatabase({ dataDir });
try {
  await database.db.selectNoFrom((eb) => eb.lit(1).as('one')).execute();
  await import('./serve.ts');
  await import('./accounts/create-auth.ts');
  await import('./mail/compose-message.ts');
  await import('./mail/dkim-signer.ts');
  await import('./mail-accounts/account-transport.ts');
} finally {
  await database.close();
  rmSync(dataDir, { recursive: true });
}
// The command line itself; it prints how it is used.
process.argv = [...process.argv.slice(0, 2), 'help'];
await import('./main.ts');
