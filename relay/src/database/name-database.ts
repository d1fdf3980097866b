/** Codes with which a database server is not there, or does not let us in. */
const AWAY = /^(ECONN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_|28|3D000|57P)/;

/**
 * One line for an error of a shared database that cannot be reached: which database, without its password. Undefined
 * for the embedded one and for any other error.
 */
export function databaseAway(databaseUrl: string | undefined, error: unknown): string | undefined {
  if (!databaseUrl || !(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const timeout = /timeout exceeded when trying to connect|timeout expired/.test(error.message);
  if (!AWAY.test(code) && !timeout) return undefined;
  const { protocol, host, pathname } = new URL(databaseUrl);
  // A name with several addresses fails with an error that has a code and no words.
  const why = (error.message || code).split('\n')[0];
  return `the database ${protocol}//${host}${pathname} (DATABASE_URL) cannot be reached: ${why}`;
}
