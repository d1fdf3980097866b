import { SqliteQueryCompiler } from 'kysely';

/**
 * Writes `+?` for a parameter. The plus does nothing to the value; it keeps SQLite from looking at it.
 *
 * SQLite plans a statement with a join or an order anew for every value of a bare `?`, since a value may say that a
 * partial index will do: the token of a request cost four times as much. So where a partial index is to be used, the
 * state stands in the statement itself (`sql.lit`).
 */
export class SteadySqliteCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}
