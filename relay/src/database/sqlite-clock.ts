import { sql } from 'kysely';

/** The clock of SQLite in milliseconds since 1970, as an SQL expression. */
export const SQLITE_NOW = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
