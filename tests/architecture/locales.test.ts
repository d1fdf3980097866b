import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '@/lib/core/app-error';
import { featureIds } from '@/lib/features/feature-list';
import { en } from '@/lib/locales/en';
import { es } from '@/lib/locales/es';
import { fr } from '@/lib/locales/fr';

const catalogues: Record<string, Readonly<Record<string, string>>> = { en, fr, es };
const slots = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{(\w+)(?:\||\})/g)].map((match) => match[1] ?? '')),
];

/** The text of all that can say a sentence: no tests, no catalogues. */
function readSources(): string {
  return ['lib', 'components', 'entrypoints']
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter(({ name }) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => !file.startsWith(path.join('lib', 'locales')))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Ids that are put together, such as `error.${code}`: patterns that begin with a written part or a feature. */
function madeIds(source: string): RegExp[] {
  const made = [...source.matchAll(/`((?:[\w-]+\.|\$\{feature\}\.)(?:[\w.-]|\$\{[^`}]*\})*)`/g)];
  return made.map(([, id = '']) => {
    const parts = id.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
    return new RegExp(`^${parts.join('[\\w.-]+')}$`);
  });
}

describe.each(['fr', 'es'])('the %s catalogue', (language) => {
  const catalogue = catalogues[language] ?? {};

  it('has the same ids as English, no more and no fewer', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
  });

  it('has the same values in each sentence', () => {
    for (const [key, text] of Object.entries(en)) {
      expect([...slots(catalogue[key] ?? '')].sort(), key).toEqual([...slots(text)].sort());
    }
  });
});

describe('every language', () => {
  it('has a sentence for every error', () => {
    for (const code of errorCodes) {
      for (const [language, catalogue] of Object.entries(catalogues)) {
        expect(catalogue[`error.${code}`], `${language} error.${code}`).toBeTruthy();
      }
    }
  });

  it('says something of its own for every way in which connecting to a relay can fail', () => {
    const failures = [
      'permission-missing',
      'offline',
      'timed-out',
      'relay-unreachable',
      'relay-certificate',
      'relay-unclear',
      'relay-not-one',
      'relay-old',
      'relay-elsewhere',
      'relay-failed',
      'relay-refused',
      'relay-none-local',
      'approval-denied',
      'approval-expired',
    ] as const;
    for (const one of Object.values(catalogues)) {
      const sentences = failures.map((code) => one[`error.${code}`]);
      expect(new Set(sentences).size).toBe(failures.length);
    }
  });

  it('has no sentence that nothing says', () => {
    const source = readSources();
    const written = new Set([...source.matchAll(/'([\w.-]+)'/g)].map(([, id]) => id));
    const made = madeIds(source);
    const unsaid = Object.keys(en).filter(
      (id) => !written.has(id) && !made.some((pattern) => pattern.test(id)),
    );
    expect(unsaid).toEqual([]);
  });

  it('uses only ids that start with a feature, an error or the shell', () => {
    const prefixes = new Set<string>([...featureIds, 'common', 'compose', 'error']);
    for (const key of Object.keys(en)) expect(prefixes, key).toContain(key.split('.')[0]);
  });

  it('French keeps its typography: no plain space before ; ! ? :', () => {
    for (const [key, text] of Object.entries(fr)) {
      expect(text, key).not.toMatch(/[\p{L}»)] [;!?:](?!\S*\/\/)/u);
      expect(text, key).not.toMatch(/\p{L}'\p{L}/u);
    }
  });
});
