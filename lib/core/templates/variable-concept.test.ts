import { describe, expect, it } from 'vitest';
import { variableWords } from '@/lib/core/templates/variable-concept';

describe('what a variable is called before a person', () => {
  it.each([
    ['prenom', 'first', ''],
    ['first_name', 'first', ''],
    ['Société', 'organisation', ''],
    ['date_limite', 'deadline', ''],
    ['creneau_2', 'slot', '2'],
    ['opcion3', 'slot', '3'],
    ['prenom_contact', null, 'Prenom contact'],
    ['numeroDeDossier', null, 'Numero de dossier'],
    ['CODE_POSTAL', null, 'Code postal'],
    ['constructor', null, 'Constructor'],
    ['_', null, ''],
  ])('%s', (name, concept, words) => {
    expect(variableWords(name)).toEqual({ concept, words });
  });
});
