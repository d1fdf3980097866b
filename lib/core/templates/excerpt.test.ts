import { expect, test } from 'vitest';
import { excerptOf } from './excerpt';

test('without the greeting, with fall-backs and names for variables', () => {
  const html =
    '<div>Bonjour {{ prenom | default: "Madame" }},</div><div><br></div>' +
    "<div>La facture {{ numero }} {% if a %}est{% endif %} due {{ quand | default: 'lundi' }}.</div><div>Merci</div>";
  expect(excerptOf(html)).toBe('La facture [numero] est due lundi. Merci');
});

test('one short line stays whole', () => {
  expect(excerptOf('<div>Bonjour,</div>')).toBe('Bonjour,');
  expect(excerptOf(`<div>${'x'.repeat(400)}</div>`)).toHaveLength(160);
});
