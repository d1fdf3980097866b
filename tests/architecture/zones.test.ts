import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Each row plants one forbidden line in a copy of the tree's shape and asks the real linter, with the
 * real configuration, about it. A rule that stopped working makes its row fail.
 */
const violations: [file: string, line: string, rule: string][] = [
  [
    'entrypoints/popup/main.tsx',
    "import { x } from '@/entrypoints/options/main';",
    'an entrypoint imports another',
  ],
  [
    'lib/features/dictation/panel.tsx',
    "import { x } from '@/entrypoints/options/main';",
    'a feature imports an entrypoint',
  ],
  [
    'lib/features/dictation/panel.tsx',
    "import { x } from '@/lib/features/improve/store';",
    'a feature imports the inside of another',
  ],
  [
    'lib/features/dictation/background.ts',
    "import { x } from '@/components/button';",
    'a background imports a component',
  ],
  [
    'lib/features/dictation/background.ts',
    "import { x } from '@/lib/compose/compose-editor';",
    'a background imports compose',
  ],
  [
    'lib/features/dictation/background.ts',
    "import { x } from './compose';",
    'a background imports a .tsx',
  ],
  [
    'lib/features/dictation/compose.tsx',
    "import { x } from './store';",
    'a compose half imports the store',
  ],
  [
    'lib/features/dictation/compose.tsx',
    "import { x } from './background';",
    'a compose half imports the background',
  ],
  [
    'lib/features/dictation/compose.tsx',
    "import { x } from '@/lib/platform/database';",
    'a compose half imports the database',
  ],
  [
    'lib/features/dictation/compose.tsx',
    "import { x } from '@/lib/platform/secrets';",
    'a compose half imports the keys',
  ],
  ['components/button.tsx', "import { x } from '@/lib/core/app-error';", 'a component imports lib'],
  ['components/button.tsx', "import x from 'dexie';", 'a component imports a package'],
  [
    'lib/compose/read.ts',
    "import { x } from '@/lib/platform/browser';",
    'compose imports platform',
  ],
  ['lib/compose/read.ts', 'const x = browser.runtime;', 'compose uses the browser API'],
  [
    'lib/compose/read.ts',
    "import { x } from '@/lib/features/dictation/messages';",
    'compose imports a feature',
  ],
  [
    'lib/platform/clock.ts',
    "import { x } from '@/lib/features/dictation/messages';",
    'platform imports a feature',
  ],
  [
    'lib/platform/clock.ts',
    "import { x } from '@/components/button';",
    'platform imports a component',
  ],
  [
    'lib/platform/clock.ts',
    "import { x } from '@/lib/compose/compose-editor';",
    'platform imports compose',
  ],
  ['lib/core/pure.ts', "import { x } from '@/lib/platform/browser';", 'core imports platform'],
  ['lib/core/pure.ts', "import x from 'dexie';", 'core imports a package'],
  ['lib/core/pure.ts', 'const x = Date.now();', 'core reads the clock'],
  ['lib/core/pure.ts', 'const x = document.title;', 'core uses the DOM'],
  ['lib/core/pure.ts', "const x = fetch('https://example.org');", 'core fetches'],
  ['relay/src/app.ts', "import { x } from '../../lib/core/app-error';", 'the relay imports lib'],
  [
    'protocol/src/wire.ts',
    "import { x } from '../../components/button';",
    'the protocol imports components',
  ],
];

const allowed: [file: string, line: string][] = [
  ['lib/features/dictation/compose.tsx', "import { x } from '@/lib/features/improve/messages';"],
  ['lib/features/dictation/compose.tsx', "import { x } from '@/lib/compose/compose-editor';"],
  ['lib/features/dictation/background.ts', "import { x } from './store';"],
  ['lib/core/pure.ts', "import { x } from '@/lib/core/app-error';"],
  ['lib/core/pure.ts', "import { x } from 'zod';"],
  ['components/button.tsx', "import { x } from 'preact/hooks';"],
  ['lib/compose/read.ts', "import { x } from '@/lib/core/app-error';"],
  ['relay/src/app.ts', "import { x } from '@iapostemanager/protocol';"],
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'zones-'));
  const configuration = JSON.parse(readFileSync('biome.json', 'utf8'));
  delete configuration.$schema;
  delete configuration.vcs;
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify(configuration));
  cpSync('package.json', path.join(folder, 'package.json'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter says of one planted line: the zone rules that it names. */
function zoneRules(file: string, line: string): string {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${line}\nexport const used = x;\n`);
  const result = spawnSync(
    path.resolve('node_modules/.bin/biome'),
    ['lint', '--reporter=github', '--only=noRestrictedImports', '--only=noRestrictedGlobals', file],
    { cwd: folder, encoding: 'utf8' },
  );
  rmSync(target);
  return `${result.stdout}${result.stderr}`;
}

describe('a planted violation of each zone fails', () => {
  it.each(violations)('%s: %s (%s)', (file, line) => {
    expect(zoneRules(file, line)).toMatch(/::error.*noRestricted(Imports|Globals)/);
  });
});

describe('what the zones allow passes', () => {
  it.each(allowed)('%s: %s', (file, line) => {
    expect(zoneRules(file, line)).not.toMatch(/::error.*noRestricted/);
  });
});

describe('import cycles', () => {
  it('are errors, types included', () => {
    mkdirSync(path.join(folder, 'lib/core/ring'), { recursive: true });
    const ring = (name: string, other: string): void =>
      writeFileSync(
        path.join(folder, `lib/core/ring/${name}.ts`),
        `import { ${other} } from './${other}';\nexport const ${name} = (): number => ${other}();\n`,
      );
    ring('head', 'tail');
    ring('tail', 'head');
    const result = spawnSync(
      path.resolve('node_modules/.bin/biome'),
      ['lint', '--reporter=github', '--only=noImportCycles', 'lib/core/ring'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(`${result.stdout}${result.stderr}`).toMatch(/::error.*noImportCycles/);
  });
});
