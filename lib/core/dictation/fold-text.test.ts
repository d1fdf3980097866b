import { describe, expect, it } from 'vitest';
import { countWords, foldText } from './fold-text';

describe('fold text', () => {
  it('finds French words typed without accents or capitals', () => {
    expect(foldText('Été à l’Œuvre, Noël')).toBe("ete a l'oeuvre, noel");
    expect(foldText('MAÑANA')).toBe('manana');
  });

  it('counts words as a person does', () => {
    expect(countWords('Bonjour Claire, rendez-vous jeudi à 10,5 km de l’été.')).toBe(9);
    expect(countWords('  … ')).toBe(0);
  });
});
