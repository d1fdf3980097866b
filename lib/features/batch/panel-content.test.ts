// @vitest-environment node
import { expect, it } from 'vitest';
import { fr } from '@/lib/locales/fr';
import { createTranslate } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import { contentOf } from './panel-content';

it('says what is wrong in a text as it was written, with its line there', () => {
  const draft = { ...newDraft('d', 'UTC'), subject: 'Bonjour', unsubscribe: true };
  const body = 'Bonjour,\n\n\n\n{{prenom';
  const { error, variables } = contentOf({ ...draft, body }, createTranslate(fr, 'fr'));
  expect(error).toBe('ligne 5, «\u202f{{prenom\u202f» n’est pas fermé\u202f; ajoutez }} à la fin.');
  expect(variables).toEqual([]);
});

it('a way out is added once: not where the mail has its own, and to no mail that says nothing', () => {
  const t = createTranslate(fr, 'fr');
  const draft = { ...newDraft('d', 'UTC'), subject: 'Bonjour', unsubscribe: true };
  const links = (html: string) => html.match(/unsubscribe_url/g)?.length ?? 0;
  expect(links(contentOf({ ...draft, body: 'Texte' }, t).html)).toBe(1);
  const own = '<p>Texte <a href="{{ unsubscribe_url }}">Stop</a></p>';
  expect(contentOf({ ...draft, html: own }, t).html).toBe(own);
  expect(links(contentOf({ ...draft, body: 'Texte', unsubscribe: false }, t).html)).toBe(0);
  expect(contentOf({ ...draft, body: ' \n' }, t)).toMatchObject({ text: '' });
  expect(links(contentOf({ ...draft, body: ' \n' }, t).html)).toBe(0);
});
