// @vitest-environment node
import { expect, it } from 'vitest';
import { fr } from '@/lib/locales/fr';
import { createTranslate } from '@/lib/platform/translate';
import { contentOf } from './panel-content';
import { newDraft } from './store';

it('says what is wrong in a text as it was written, with its line there', () => {
  const draft = { ...newDraft('d', 'UTC'), subject: 'Bonjour', unsubscribe: true };
  const body = 'Bonjour,\n\n\n\n{{prenom';
  const { error, variables } = contentOf({ ...draft, body }, createTranslate(fr, 'fr'));
  expect(error).toBe('ligne 5, «\u202f{{prenom\u202f» n’est pas fermé\u202f; ajoutez }} à la fin.');
  expect(variables).toEqual([]);
});
