import { describe, expect, it } from 'vitest';
import { findGaps } from '@/lib/core/templates/find-gaps';

const gaps = (html: string, values: Record<string, string> = {}, subject = ''): string[] =>
  findGaps(
    [
      { source: subject, kind: 'text' },
      { source: html, kind: 'html' },
    ],
    values,
  );

describe('the holes a template would have', () => {
  it('are the variables without value and without fall-back, each once', () => {
    expect(gaps('{{ nom }}, le {{ date }} {{ nom }}', {}, '{{ sujet }}')).toEqual([
      'sujet',
      'nom',
      'date',
    ]);
    expect(gaps('{{ nom }} {{ date }}', { nom: 'Roy', date: '  ' })).toEqual(['date']);
    expect(gaps('{{ nom | upcase }}')).toEqual(['nom']);
  });

  it('are none where a fall-back stands, however empty', () => {
    expect(gaps('{{ prenom | default: "Madame" }}{{ fin | default: "" }}')).toEqual([]);
  });

  it('are none where the template itself asks whether there is a value', () => {
    const optional = '{% if lieu %}À {{ lieu }}{% endif %}{% unless lieu %}-{% endunless %}';
    expect(gaps(optional)).toEqual([]);
    expect(gaps(optional, { lieu: 'Nantes' })).toEqual([]);
  });

  it('name the root of what stands inside a value, and end', () => {
    expect(gaps('{{ client.nom }}')).toEqual(['client']);
    expect(gaps('{{ client.nom }}', { client: 'Roy' })).toEqual([]);
    expect(gaps('{% for un in liste %}{{ un }}{% endfor %}')).toEqual(['liste']);
  });
});
