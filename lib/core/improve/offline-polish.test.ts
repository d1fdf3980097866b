import { describe, expect, it } from 'vitest';
import { seededNumbers } from '@/lib/core/seeded-numbers.test-data';
import type { TextLanguage } from './detect-language';
import { offlinePolish } from './offline-polish';
import { correctMails, goldenCases } from './offline-polish.cases';
import { atomsIn } from './word-tokens';

/** No-break spaces made visible, so that a failure can be read. */
function visible(text: string): string {
  return text.replaceAll('\u202f', '⍽').replaceAll('\u00a0', '␣');
}

const snippets =
  'bonjour|Bonjour Marie,|je|le le|nous nous|euh|du coup|, |. |? |! | !|:| : |;|«|»|"|…|...|i|I|the the|you know,|um|l\'équipe|10:30|12/05/2026|1 250,50 €|a@b.fr|https://x.fr/a?b=1|fichier.pdf|⟦1⟧|⟦2⟧|\n|\n\n|- |1. |M. |etc. |cordialement|Best regards|Paul Martin|\u00a0|\u202f|  | |,|merci|peux-tu venir|can you come|> cité|:)|(|)|gracias|hola|demain|thanks|iPhone|est|is'.split(
    '|',
  );

function randomText(random: () => number): string {
  const length = 1 + Math.floor(random() * 25);
  return Array.from({ length }, () => {
    const snippet = snippets[Math.floor(random() * snippets.length)] ?? '';
    // Glued words are fair; a figure glued to another word is another figure.
    return /[@\d]|fichier/.test(snippet) ? ` ${snippet} ` : snippet + (random() < 0.6 ? ' ' : '');
  }).join('');
}

describe('offlinePolish', () => {
  it.each(goldenCases)('$language: $title', ({ language, before, after }) => {
    expect(visible(offlinePolish(before, language))).toBe(after);
  });

  it.each(goldenCases)('changes nothing twice: $language: $title', ({ language, before }) => {
    const once = offlinePolish(before, language);
    expect(visible(offlinePolish(once, language))).toBe(visible(once));
  });

  it.each(correctMails)('leaves a correct mail alone: $title', ({ text }) => {
    expect(visible(offlinePolish(text, 'auto'))).toBe(visible(text));
  });

  it('is idempotent, keeps every atom, address and figure, and joins no lines, over 1,500 random texts', () => {
    const random = seededNumbers(20261122);
    const languages: (TextLanguage | 'auto')[] = ['fr', 'en', 'es', 'auto'];
    for (let round = 0; round < 1_500; round += 1) {
      const text = randomText(random);
      const language = languages[round % languages.length] ?? 'auto';
      const once = offlinePolish(text, language);
      const told = JSON.stringify({ text, once, language });
      expect(offlinePolish(once, language), told).toBe(once);
      expect(atomsIn(once), told).toEqual(atomsIn(text));
      const kept = /a@b\.fr|https:\/\/x\.fr\/a\?b=1|fichier\.pdf|10:30|12\/05\/2026|250,50/g;
      expect(once.match(kept), told).toEqual(text.match(kept));
      expect(once.split('\n').length, told).toBeGreaterThanOrEqual(text.split('\n').length);
    }
  });

  it('is quick on a long mail (no pattern that backtracks without end)', () => {
    const line = `${'je pense que le le projet avance bien, euh, et nous nous verrons '.repeat(400)}\n`;
    expect(offlinePolish(line.repeat(5), 'fr')).toContain('nous nous');
    expect(offlinePolish('a '.repeat(50_000), 'fr')).toBeTruthy();
    expect(offlinePolish(`Bonjour ${'Aa '.repeat(20_000)}`, 'fr')).toBeTruthy();
  });
});
