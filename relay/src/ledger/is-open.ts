import { sql } from 'kysely';

/**
 * The batch is under way or will be. It stands beside a bound state wherever such batches are looked for, in the words
 * of the index `batches_open`: SQLite finds a partial index by its condition only. Without it, every look at what is due
 * goes through all batches there ever were, past their texts.
 */
export const isOpen = sql<boolean>`batches.state in ('scheduled', 'running')`;
