import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** A mail account of the first person of an embedded database, as if its server had let us in: for looking at pages. */
export function plantMailAccount(dataDir: string): void {
  const file = new Sqlite(join(dataDir, 'relay.db'));
  file
    .prepare(
      `insert into mail_accounts (id, user_id, name, from_address, host, port, username, auth, secret,
        created_at, per_day) select 'planted', id, 'Office', 'office@exemple.fr', 'smtp.gmail.com', 587,
        'office@exemple.fr', 'password', 'sealed', 1, 2000 from user limit 1`,
    )
    .run();
  file.close();
}
