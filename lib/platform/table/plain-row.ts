import type { RawRow } from '@/lib/core/table/table';

/**
 * A row without quotes, whose cells are cut out of its text when they are looked at. A hundred thousand of them
 * are a hundred thousand objects, and not a million: what the memory is searched for while a page is drawn.
 */
export class PlainRow implements RawRow {
  readonly line: number;
  readonly #text: string;
  readonly #separator: string;

  constructor(line: number, text: string, separator: string) {
    this.line = line;
    this.#text = text;
    this.#separator = separator;
  }

  get cells(): string[] {
    return this.#text.split(this.#separator);
  }
}
