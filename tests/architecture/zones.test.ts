import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * Each row plants one forbidden line in a copy of the tree's shape; the real linter, with the real
 * configuration, is asked about all of them at once. A rule that stopped working makes its row fail.
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

const ring = { head: 'tail', tail: 'head' };

/** Row → its lines in a file of the planted tree; rows of the same file stand one below the other. */
const planted = new Map<string, string[]>();
let said: string[] = [];

/** Writes down a row as the next line of its file, under a name of its own; returns the line's number. */
function plant(file: string, line: string): number {
  const lines = planted.get(file) ?? [];
  lines.push(line.replace(/\bx\b/, `x${lines.length}`));
  planted.set(file, lines);
  return lines.length;
}

const forbiddenRows = violations.map(([file, line, rule]) => ({
  file,
  line,
  rule,
  number: plant(file, line),
}));
const allowedRows = allowed.map(([file, line]) => ({ file, line, number: plant(file, line) }));

function writePlanted(folder: string): void {
  const configuration = JSON.parse(readFileSync('biome.json', 'utf8'));
  delete configuration.$schema;
  delete configuration.vcs;
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify(configuration));
  cpSync('package.json', path.join(folder, 'package.json'));
  for (const [name, other] of Object.entries(ring)) {
    planted.set(`lib/core/ring/${name}.ts`, [
      `import { ${other} } from './${other}';`,
      `export const ${name} = (): number => ${other}();`,
    ]);
  }
  for (const [file, lines] of planted) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, `${lines.join('\n')}\n`);
  }
}

beforeAll(() => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zones-'));
  writePlanted(folder);
  const rules = ['noRestrictedImports', 'noRestrictedGlobals', 'noImportCycles'];
  const result = spawnSync(
    path.resolve('node_modules/.bin/biome'),
    [
      'lint',
      '--reporter=github',
      '--max-diagnostics=none',
      ...rules.map((rule) => `--only=${rule}`),
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  said = `${result.stdout}${result.stderr}`.split('\n').filter((line) => line.includes('::error'));
});

/** What the linter said of one line of a file. */
function errorsAt(file: string, number: number): string {
  return said.filter((line) => line.includes(`/${file},line=${number},`)).join('\n');
}

describe('a planted violation of each zone fails', () => {
  it.each(forbiddenRows)('$file: $line ($rule)', ({ file, number }) => {
    expect(errorsAt(file, number)).toMatch(/noRestricted(Imports|Globals)/);
  });
});

describe('what the zones allow passes', () => {
  it.each(allowedRows)('$file: $line', ({ file, number }) => {
    expect(errorsAt(file, number)).not.toMatch(/noRestricted/);
  });
});

describe('import cycles', () => {
  it('are errors, types included', () => {
    expect(errorsAt('lib/core/ring/head.ts', 1)).toMatch(/noImportCycles/);
  });
});
