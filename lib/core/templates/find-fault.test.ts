import { describe, expect, it, test } from 'vitest';
import { fillTemplate, TemplateError } from '@/lib/core/templates/fill-template';
import { findFault, findSplitName } from '@/lib/core/templates/find-fault';
import { listVariables } from '@/lib/core/templates/list-variables';

const thrownBy = (run: () => unknown): TemplateError => {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof TemplateError) return thrown;
  }
  throw new Error('nothing was wrong');
};
const listed = (source: string, kind: 'html' | 'text' = 'html') =>
  listVariables([{ source, kind }]);

describe('the usual faults, with the text as it was written', () => {
  test.each([
    ['{{ nom&nbsp;</div>', 1, { kind: 'not-closed', text: '{{ nom', end: '}}' }],
    [
      '<div>Bonjour</div><div>{{prenom</div><p style="margin-top:28px"><a href="{{ unsubscribe_url }}">x</a></p>',
      2,
      { kind: 'not-closed', text: '{{prenom', end: '}}' },
    ],
    ['<div>{{ nom } {{ date }}</div>', 1, { kind: 'not-closed', text: '{{ nom }', end: '}}' }],
    ['<div>{% if a</div>', 1, { kind: 'not-closed', text: '{% if a', end: '%}' }],
    [
      '<div>{{ cotisation | défaut: "15 €" }}</div>',
      1,
      {
        kind: 'unknown-filter',
        text: '{{ cotisation | défaut: "15 €" }}',
        name: 'défaut',
        instead: '{{ cotisation | default: "15 €" }}',
      },
    ],
    [
      '<p>a</p>{{ nom | upcase | sinon }}',
      3,
      { kind: 'unknown-filter', name: 'sinon', instead: '{{ nom | default: "…" }}' },
    ],
    [
      '<div>a</div><div>{{ signature du trésorier }}</div>',
      2,
      {
        kind: 'several-words',
        text: '{{ signature du trésorier }}',
        name: 'signature du trésorier',
        instead: '{{ signature_du_trésorier }}',
      },
    ],
    [
      "{{ nom de l'adhérent | default: 'x' }}",
      1,
      { kind: 'several-words', instead: '{{ nom_de_l_adhérent }}' },
    ],
    [
      '{% if ville %}<div>À {{ ville }}</div>',
      1,
      { kind: 'block-open', text: '{% if ville %}', end: '{% endif %}' },
    ],
  ])('%s', (source, line, fault) => {
    const thrown = thrownBy(() => listed(source));
    expect(thrown.fault).toMatchObject({ line, ...fault });
    expect(thrown.message).not.toMatch(/[<>]|&\w+;/);
  });

  it('says them to whoever fills a template too', () => {
    const thrown = thrownBy(() => fillTemplate('a\n{{ nom', {}, 'text'));
    expect(thrown).toMatchObject({ fault: { kind: 'not-closed', line: 2 }, line: 2 });
  });
});

test('what only the engine knows has its words, without markup', () => {
  const thrown = thrownBy(() => listed('<div>{% nothing %}</div>'));
  expect(thrown).toMatchObject({ fault: null, message: expect.stringMatching(/nothing/) });
});

test.each([
  '{{ nom }} {{- nom -}} {{ nom | default: "un | deux {{ trois" }}',
  '{{ client.nom }} {{ a and b }} {{ a contains "b c" }} {{ a == b }} {{ "deux mots" }}',
  '{{ nom\n| upcase }} {{ liste[0] }} {{ code-postal }}',
  '{% raw %}{{ deux mots }} {{ a{% endraw %}{% comment %}{{ b c }}{% endcomment %}',
  '{% for un in liste %}{{ un }}{% endfor %}{% if a %}{% else %}{% endif %} } {',
])('nothing is wrong with %s', (source) => {
  expect(findSplitName(source)).toBeNull();
  expect(() => listed(source, 'text')).not.toThrow();
});

test('a hostile text takes no longer than its length', () => {
  for (const piece of ['{{ a', '{{ a }}', '{% if a %}', '{{ a b ', '{% raw %}', '{{ a\n\n ']) {
    const text = piece.repeat(20_000);
    expect(() => findFault(text, () => true)).not.toThrow();
    expect(() => findSplitName(text)).not.toThrow();
  }
});
