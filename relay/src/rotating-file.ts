import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * A log file that becomes `file.1` when it is full, up to `file.<keep>`. A disk that is full loses log lines and
 * nothing else: writing never throws.
 */
export class RotatingFile {
  readonly #file: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #descriptor: number | undefined;
  #size = 0;
  lost = 0;

  constructor(file: string, { maxBytes = 10 * 1024 * 1024, keep = 5 } = {}) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
  }

  /** Opens it before the first line. @throws when it cannot be written, unless only room is missing for now. */
  begin(): void {
    try {
      this.#open();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    }
  }

  write(line: string): void {
    try {
      if (this.#descriptor === undefined) this.#open();
      if (this.#size > 0 && this.#size + line.length > this.#maxBytes) this.#rotate();
      if (this.#descriptor === undefined) return;
      this.#size += writeSync(this.#descriptor, line);
    } catch {
      this.lost += 1;
      this.close();
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    try {
      closeSync(this.#descriptor);
    } catch {
      this.lost += 1;
    }
    this.#descriptor = undefined;
  }

  #open(): void {
    this.#descriptor = openSync(this.#file, 'a', 0o600);
    this.#size = fstatSync(this.#descriptor).size;
  }

  #rotate(): void {
    this.close();
    rmSync(`${this.#file}.${this.#keep}`, { force: true });
    for (let n = this.#keep - 1; n >= 1; n -= 1) {
      if (existsSync(`${this.#file}.${n}`))
        renameSync(`${this.#file}.${n}`, `${this.#file}.${n + 1}`);
    }
    renameSync(this.#file, `${this.#file}.1`);
    this.#open();
  }
}
