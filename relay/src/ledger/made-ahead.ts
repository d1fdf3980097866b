import type { Composer } from '../mail/compose-message.ts';
import type { ClaimedRecipient } from './claim-recipients.ts';

/** Messages being made for the rows that come next, so that no connection waits for its own. */
export class MadeAhead {
  readonly #composer: Composer;
  readonly #made = new Map<number, Promise<Buffer>>();

  constructor(composer: Composer) {
    this.#composer = composer;
  }

  /** Begins with those of these rows that are not being made yet. */
  begin(rows: ClaimedRecipient[]): void {
    for (const row of rows) {
      if (this.#made.has(row.id)) continue;
      const making = this.#composer.compose(row);
      making.catch(() => {});
      this.#made.set(row.id, making);
    }
  }

  /** The message of this row, once; made now when it was not begun. */
  take(row: ClaimedRecipient): Promise<Buffer> {
    const made = this.#made.get(row.id);
    this.#made.delete(row.id);
    return made ?? this.#composer.compose(row);
  }

  forget(row: ClaimedRecipient): void {
    this.#made.delete(row.id);
  }

  forgetAll(): void {
    this.#made.clear();
  }
}
