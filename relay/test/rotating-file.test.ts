import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLog } from '../src/log.ts';
import { RotatingFile } from '../src/rotating-file.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'relay-log-'));
  file = join(dir, 'relay.log');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const files = () => readdirSync(dir).sort();
const text = (name: string) => readFileSync(join(dir, name), 'utf8');
const line = (n: number) => `line ${String(n).padStart(3, '0')}\n`;

test('a full file moves on by one, the oldest goes, and no line is lost or torn', () => {
  const log = new RotatingFile(file, { maxBytes: 30, keep: 3 });
  for (let n = 0; n < 20; n += 1) log.write(line(n));
  // Three lines of nine bytes each; the first eight are those of files that are gone.
  expect(files()).toEqual(['relay.log', 'relay.log.1', 'relay.log.2', 'relay.log.3']);
  expect(['relay.log.3', 'relay.log.2', 'relay.log.1', 'relay.log'].map(text)).toEqual([
    [9, 10, 11].map(line).join(''),
    [12, 13, 14].map(line).join(''),
    [15, 16, 17].map(line).join(''),
    [18, 19].map(line).join(''),
  ]);
  expect(log.lost).toBe(0);
  log.close();
  // The next life goes on in the same file, and knows how full it is.
  const next = new RotatingFile(file, { maxBytes: 30, keep: 3 });
  for (const n of [20, 21]) next.write(line(n));
  next.close();
  expect(text('relay.log.1')).toBe([18, 19, 20].map(line).join(''));
  expect(text('relay.log')).toBe(line(21));
});

test('a line longer than a file is written whole, and alone', () => {
  const log = new RotatingFile(file, { maxBytes: 30, keep: 2 });
  const long = `${'x'.repeat(100)}\n`;
  for (const one of [line(1), long, line(2)]) log.write(one);
  log.close();
  expect([text('relay.log.2'), text('relay.log.1'), text('relay.log')]).toEqual([
    line(1),
    long,
    line(2),
  ]);
});

test('R28: a folder that is gone or not to be written loses lines and nothing else, and goes on when it is back', () => {
  const log = new RotatingFile(join(dir, 'sub', 'relay.log'), { maxBytes: 30, keep: 2 });
  log.write(line(1));
  expect(log.lost).toBe(1);
  writeFileSync(join(dir, 'sub'), 'a file stands where the folder should');
  log.write(line(2));
  expect(log.lost).toBe(2);
  log.close();
  const other = new RotatingFile(file, { maxBytes: 15, keep: 2 });
  other.write(line(3));
  rmSync(file);
  // There is nothing to move: this line is lost, the next opens a new file.
  other.write(line(4));
  other.write(line(5));
  other.close();
  expect([other.lost, text('relay.log')]).toEqual([1, line(5)]);
});

test('the log of a relay is for its owner only, and goes on in the file of the last life', async () => {
  for (const life of [1, 2]) {
    const { log, stop } = openLog(file);
    log.info({ life }, 'started');
    await stop();
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const lines = text('relay.log').trim().split('\n');
  expect(lines.map((one) => JSON.parse(one).life)).toEqual([1, 2]);
});
