import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isInstalledFrom } from '../../scripts/installed-packages.mjs';

type Entry = { version?: string; integrity?: string; resolved?: string; link?: boolean };

const lock = {
  packages: {
    '': { version: '4.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
    'node_modules/for-other-systems': { version: '3.0.0', integrity: 'sha512-o', optional: true },
    'node_modules/own': { resolved: 'own', link: true },
    own: { version: '4.0.0' },
  },
};
/** As npm records it: without the root, and without what this system has no use for. */
function recorded() {
  const { '': _root, 'node_modules/for-other-systems': _other, ...packages } = lock.packages;
  const entries: Record<string, Entry> = structuredClone(packages);
  return { packages: entries };
}

it('an installation that npm ci made from this lock file needs no second one', () => {
  expect(isInstalledFrom(lock, recorded())).toBe(true);
  const own = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
  const installed = own('node_modules/.package-lock.json');
  expect(isInstalledFrom(own('package-lock.json'), installed)).toBe(true);
});

it.each([
  ['a package is missing', ({ packages }) => delete packages['node_modules/a']],
  [
    'one has another version',
    ({ packages }) => (packages['node_modules/a'] = { version: '1.0.1' }),
  ],
  [
    'one has another content',
    ({ packages }) => (packages.own = { version: '4.0.0', integrity: 'x' }),
  ],
  ['there is one more', ({ packages }) => (packages['node_modules/c'] = { version: '1.0.0' })],
] as [string, (installed: ReturnType<typeof recorded>) => unknown][])(
  '%s: not the same',
  (_, change) => {
    const installed = recorded();
    change(installed);
    expect(isInstalledFrom(lock, installed)).toBe(false);
  },
);

it('nothing recorded is nothing installed', () => {
  expect(isInstalledFrom(lock, {})).toBe(false);
});
