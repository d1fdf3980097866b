import { constants, fstatSync, openSync, writeSync } from 'node:fs';

/**
 * Standard error for log lines. Whoever reads it may stop reading: then lines are lost and nothing else happens. A
 * plain write to a full pipe would hold the whole relay until somebody reads.
 */
export class PatientOutput {
  readonly #descriptor = openWithoutWaiting();
  lost = 0;

  write(line: string): void {
    try {
      writeSync(this.#descriptor, line);
    } catch {
      this.lost += 1;
    }
  }
}

/** Opened anew: the flag belongs to the opening, and other programs share descriptor 2 with us. */
function openWithoutWaiting(): number {
  try {
    // A file takes everything, and has one place to write at: opened anew it would be written over by standard output
    // where both go into it (`> relay.log 2>&1`).
    if (fstatSync(2).isFile()) return 2;
    const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants;
    return openSync('/dev/stderr', O_WRONLY | O_APPEND | O_NONBLOCK);
  } catch {
    // A socket (systemd's journal) or another system: it cannot be opened by name.
    return 2;
  }
}
