import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const rows = readFileSync('docs/COMPOSE_CASES.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line));

/** Tests named as `file` “part of the title”; browser tests without their folder. */
function namedTests(row: string): { file: string; title: string }[] {
  return [...row.matchAll(/`([^`]+)` “([^”]+)”/g)].map(([, name = '', title = '']) => ({
    file: existsSync(name) ? name : `tests/${name}`,
    title,
  }));
}

describe('docs/COMPOSE_CASES.md', () => {
  it('has a line for each of the 50 cases', () => {
    expect(rows.map((row) => Number(row.match(/\d+/)?.[0]))).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });

  it.each(rows)('%s', (row) => {
    const tests = namedTests(row);
    // A case without a test says what is not covered, in the last column.
    if (tests.length === 0) expect(row.split('|').at(-2)?.trim()).not.toBe('');
    for (const { file, title } of tests) {
      expect(existsSync(file), file).toBe(true);
      expect(readFileSync(file, 'utf8'), `${file}: ${title}`).toContain(title);
    }
  });
});
