import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureIds } from '@/lib/features/feature-list';
import { en } from '@/lib/locales/en';

const featuresFolder = path.resolve('lib/features');
const folders = readdirSync(featuresFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
/** The contexts a feature can live in; what a context is made of may stand beside it. */
const contexts = ['messages', 'background', 'store', 'compose', 'panel', 'popup', 'options'];

describe('the list of features and the folders are the same', () => {
  it('names every folder, and nothing else', () => {
    expect([...folders].sort()).toEqual([...featureIds].sort());
  });
});

describe.each(folders)('feature %s', (id) => {
  const files = readdirSync(path.join(featuresFolder, id));

  it('has a README that says what it is for', () => {
    const readme = readFileSync(path.join(featuresFolder, id, 'README.md'), 'utf8');
    expect(readme.length).toBeGreaterThan(200);
  });

  it('has at least one context, and kebab-case names', () => {
    const names = files.map((file) => file.split('.')[0] ?? '');
    expect(names.filter((name) => contexts.includes(name)).length).toBeGreaterThan(0);
    expect(
      files.filter((file) => !/^([a-z0-9-]+(\.test)?\.(tsx?|css)|README\.md)$/.test(file)),
    ).toEqual([]);
  });

  it('is registered: its background half is called by the background entrypoint', () => {
    if (!files.includes('background.ts')) return;
    const background = readFileSync('entrypoints/background/index.ts', 'utf8');
    expect(background).toContain(`@/lib/features/${id}/background`);
  });

  it('is registered: its compose half is started in every compose window', () => {
    if (!files.includes('compose.tsx')) return;
    const shell = readFileSync('lib/features/compose-features.ts', 'utf8');
    expect(shell).toContain(`@/lib/features/${id}/compose`);
  });

  it('has its own messages in the catalogue', () => {
    expect(Object.keys(en).some((key) => key.startsWith(`${id}.`))).toBe(true);
  });
});

describe('entrypoints', () => {
  const entries = readdirSync('entrypoints', { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.tsx?$/.test(entry.name),
  );

  it.each(entries.map((entry) => path.join(entry.parentPath, entry.name)))('%s is thin', (file) => {
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(41);
  });

  it('has no folder for leftovers', () => {
    for (const name of ['utils', 'common', 'helpers', 'shared', 'misc']) {
      for (const parent of ['lib', 'lib/core', 'lib/platform', 'lib/features', 'components']) {
        expect(existsSync(path.join(parent, name)), path.join(parent, name)).toBe(false);
      }
    }
  });
});
