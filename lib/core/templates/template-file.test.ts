import { describe, expect, test } from 'vitest';
import { readTemplateFile, writeTemplateFile } from './template-file';

const one = {
  name: 'Relance',
  category: 'Factures',
  language: 'fr' as const,
  subject: 'Facture {{ numero }}',
  html: '<div>Bonjour {{ prenom | default: "Madame, Monsieur" }},</div>',
  shortcut: 'relance',
  favourite: true,
};
const file = (templates: unknown, extra: object = {}): string =>
  JSON.stringify({ format: 'iapostemanager.templates', version: 1, templates, ...extra });
const codes = (json: string): unknown => {
  const reading = readTemplateFile(json);
  return 'problems' in reading ? reading.problems.map(({ code, field }) => `${code} ${field}`) : [];
};

test('what was exported is read again as it was, also what has no name or no text yet', () => {
  const all = [one, { ...one, name: ' B ' }, { ...one, name: '' }, { ...one, html: '' }];
  expect(readTemplateFile(writeTemplateFile(all))).toEqual({ templates: all });
});

test('a byte order mark, as editors write it, is no part of the file', () => {
  expect(readTemplateFile(`\ufeff${writeTemplateFile([one])}`)).toEqual({ templates: [one] });
});

describe('S45: a hostile or damaged file', () => {
  test('says the line and the field of everything that is wrong, and gives nothing', () => {
    const json = writeTemplateFile([one, { ...one, name: 'B', shortcut: 'a b' }, one])
      .replace('"language": "fr"', '"language": "klingon"')
      .replace('"name": "B"', '"title": "B"');
    const reading = readTemplateFile(json);
    expect(reading).toEqual({
      problems: [
        { code: 'bad-language', field: 'language', line: 5, position: 1, detail: undefined },
        { code: 'missing', field: 'name', line: 14, position: 2, detail: undefined },
        { code: 'bad-shortcut', field: 'shortcut', line: 14, position: 2, detail: undefined },
      ],
    });
  });

  test('prototype keys speak for nothing', () => {
    const json = `{"__proto__":{"format":"iapostemanager.templates","version":1,"templates":[]}}`;
    expect(codes(json)).toEqual(['not-templates ']);
    const inside = `{"format":"iapostemanager.templates","version":1,"templates":[{"__proto__":${JSON.stringify(one)},"constructor":{"prototype":{"polluted":1}}}]}`;
    expect(codes(inside)).toEqual(['missing language', 'missing name', 'missing html']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('another version, another format, another shape', () => {
    expect(codes(file([one], { version: 2 }))).toEqual(['newer-version ']);
    expect(codes(file([one], { format: 'x' }))).toEqual(['not-templates ']);
    expect(codes(file({ 0: one }))).toEqual(['not-templates ']);
    expect(codes('[]')).toEqual(['not-templates ']);
    expect(codes('null')).toEqual(['not-templates ']);
    expect(codes(file([null, [], 'x']))).toHaveLength(12);
  });

  test('broken JSON names its line', () => {
    const reading = readTemplateFile('{\n"format": 1,\n oops }');
    expect(reading).toEqual({
      problems: [{ code: 'not-json', field: '', line: 3, position: null }],
    });
  });

  test('too many, too long, of another kind', () => {
    expect(codes(file(Array(5001).fill(one)))).toEqual(['too-many ']);
    expect(codes(file([{ ...one, html: 'x'.repeat(500_001) }]))).toEqual(['too-long html']);
    expect(codes(file([{ ...one, subject: { toString: 'x' }, favourite: 'yes' }]))).toEqual([
      'wrong-type favourite',
      'wrong-type subject',
    ]);
    expect(codes(file(Array(200).fill({})))).toHaveLength(50);
  });

  test('variables that cannot be filled', () => {
    expect(codes(file([{ ...one, html: '{{ a | raw }}', subject: '{{ a' }]))).toEqual([
      'bad-variables subject',
      'bad-variables html',
    ]);
  });
});
