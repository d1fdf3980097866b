import { describe, expect, it } from 'vitest';
import { mendMarkers } from '@/lib/core/templates/mend-markers';
import { plainBodyOf } from '@/lib/core/templates/plain-body';
import { textToHtml } from '@/lib/core/templates/text-to-html';

describe('the text out of which HTML was made', () => {
  it.each([
    'Bonjour {{ prenom }},\n\nvotre montant : {{ montant | default: "0 €" }}.\n',
    'a < b && c > d\n<b>no bold</b> &amp; "quotes"',
    '{% if ville == "Nantes & Rezé" %}ici{% else %}là{% endif %}',
    '',
  ])('is found again, letter by letter: %j', (text) => {
    expect(plainBodyOf(mendMarkers(textToHtml(text)))).toBe(text);
  });

  it.each([
    '<p>Bonjour</p>',
    '<div>Un <b>mot</b></div>',
    '<div>Un</div><p>deux</p><div>trois</div>',
    '<div style="color:red">Un</div>',
    '<div>A&nbsp;B</div>',
    'Sans balise',
  ])('is none where there is more in it: %s', (html) => {
    expect(plainBodyOf(html)).toBeNull();
  });
});
