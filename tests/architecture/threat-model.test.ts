import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const model = readFileSync('docs/THREAT_MODEL.md', 'utf8');
const sources = readdirSync('lib', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));

/** Names in protocol maps (`'feature.verb': (`) and of streams (`defineStream<…>('feature.noun'`). */
function wireNames(): string[] {
  const names = sources.flatMap((source) => {
    if (!/define(Messages|Stream)\b/.test(source)) return [];
    const messages = source.matchAll(/'([A-Za-z]+\.[A-Za-z]+)': \(/g);
    const streams = source.matchAll(/defineStream<[^(]*\(\s*'([a-z]+\.[A-Za-z]+)'/g);
    return [...messages, ...streams].map((match) => match[1] ?? '');
  });
  return [...new Set(names)];
}

const [extensionPart = ''] = model.split('## The relay');

/** Titles of all tests of the extension. */
const titles = ['lib', 'components', 'tests'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.(test|spec)\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((text) => [...text.matchAll(/(?:it|test)(?:\.each\([^)]*\))?\(\s*[`'"](.*)/g)])
    .map((match) => match[1] ?? ''),
);

it('every attack named for the extension stands in the title of a test', () => {
  const ids = new Set(extensionPart.match(/\bS\d+\b/g));
  expect(ids.size).toBeGreaterThan(8);
  expect([...ids].filter((id) => !titles.some((title) => title.includes(id)))).toEqual([]);
});

describe('the threat model has a row', () => {
  it('for every message and stream', () => {
    const names = wireNames();
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !model.includes(`\`${name}\``))).toEqual([]);
  });

  it('for every permission of the manifest', () => {
    const config = readFileSync('wxt.config.ts', 'utf8');
    const lists = [...config.matchAll(/\[('(?:\w+)'(?:, '\w+')+)\]/g)].map(
      (match) => match[1] ?? '',
    );
    const permissions = lists
      .join(', ')
      .split(', ')
      .map((name) => name.replaceAll("'", ''));
    expect(permissions).toContain('storage');
    expect(permissions.filter((name) => !model.includes(`\`${name}\``))).toEqual([]);
  });
});
