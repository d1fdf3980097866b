import { describe, expect, test } from 'vitest';
import cases from '@/protocol/cases/fill-template.json';
import { fillTemplate, TemplateError } from './fill-template';
import { listVariables } from './list-variables';

interface Case {
  name: string;
  kind: string;
  source: string;
  values: Record<string, unknown>;
  result?: string;
  fails?: boolean;
}

describe('the cases that relay and extension share', () => {
  for (const { name, kind, source, values, result, fails } of cases as Case[]) {
    test(name, () => {
      const run = () => fillTemplate(source, values, kind === 'html' ? 'html' : 'text');
      if (fails) expect(run).toThrow(TemplateError);
      else expect(run()).toBe(result);
    });
  }
});

test('an error says its line', () => {
  const run = () => fillTemplate('one\ntwo {{ a | nothing }}', {}, 'text');
  expect(run).toThrow(
    expect.objectContaining({ line: 2, message: expect.stringMatching(/nothing/) }),
  );
});

describe('listVariables', () => {
  test('each once, in the order of subject and body, with its fall-back', () => {
    const variables = listVariables([
      { source: 'Facture {{ numero }}', kind: 'text' },
      {
        source:
          '<p>{{ prenom | default: "Madame, Monsieur" }} {{ numero | default: 12 }} {{ prenom }}</p>',
        kind: 'html',
      },
    ]);
    expect(variables).toEqual([
      { name: 'numero', fallback: '12' },
      { name: 'prenom', fallback: 'Madame, Monsieur' },
    ]);
  });

  test('inside conditions and lists; what the template makes itself is no variable', () => {
    const source =
      '{% if ville %}{{ quartier | default: "centre" }}{% endif %}{% assign q = 1 %}{{ q }}' +
      '{% for ligne in lignes %}{{ ligne.nom }}{% endfor %}';
    expect(listVariables([{ source, kind: 'text' }])).toEqual([
      { name: 'ville', fallback: null },
      { name: 'quartier', fallback: 'centre' },
      { name: 'lignes', fallback: null },
    ]);
  });

  test('a fall-back that is itself a variable is one more variable', () => {
    const source = '{{ surnom | default: prenom }}';
    expect(listVariables([{ source, kind: 'text' }]).map(({ name }) => name)).toEqual([
      'surnom',
      'prenom',
    ]);
  });

  test('a broken template is an error', () => {
    expect(() => listVariables([{ source: '{{ a', kind: 'text' }])).toThrow(TemplateError);
  });
});
