// @vitest-environment node
import { expect, test } from 'vitest';
import { TemplateError } from '@/lib/core/templates/fill-template';
import { listVariables } from '@/lib/core/templates/list-variables';
import { fr } from '@/lib/locales/fr';
import { templateErrorWords } from '@/lib/platform/template-error-words';
import { createTranslate } from '@/lib/platform/translate';

const t = createTranslate(fr, 'fr');

test.each([
  ['{{ nom&nbsp;</div>', '«\u202f{{ nom\u202f» n’est pas fermé\u202f; ajoutez }} à la fin.'],
  [
    '<div>Bonjour</div><div>{{ cotisation | défaut: "15 €" }}</div>',
    'ligne 2, «\u202fdéfaut\u202f» n’existe pas dans «\u202f{{ cotisation | défaut: "15 €" }}\u202f»\u202f; pour un texte de remplacement, écrivez {{ cotisation | default: "15 €" }}.',
  ],
  [
    '{{ signature du trésorier }}',
    'le nom «\u202fsignature du trésorier\u202f» contient une espace ou une apostrophe\u202f; écrivez {{ signature_du_trésorier }}.',
  ],
  [
    '{% if ville %}À {{ ville }}',
    '«\u202f{% if ville %}\u202f» n’a pas de fin\u202f; ajoutez {% endif %} là où elle doit être.',
  ],
  ['<div>{% nothing %}</div>', 'tag "nothing" not found'],
])('%s is said in French: %s', (source, words) => {
  let thrown: unknown;
  try {
    listVariables([{ source, kind: 'html' }]);
  } catch (error) {
    thrown = error;
  }
  expect(thrown instanceof TemplateError && templateErrorWords(thrown, t)).toBe(words);
});
