import { describe, expect, it } from 'vitest';
import { seededNumbers } from '@/lib/core/seeded-numbers.test-data';
import { applyDecisions } from './apply-decisions';
import type { DiffSegment } from './diff-segment';
import { diffWords } from './diff-words';
import { atomsIn, sameAtoms, wordTokens } from './word-tokens';

function side(segments: DiffSegment[], which: 'before' | 'after'): string {
  return segments.map((part) => (part.kind === 'same' ? part.text : part[which])).join('');
}

function changes(segments: DiffSegment[]): [string, string][] {
  return segments.flatMap((part) => (part.kind === 'change' ? [[part.before, part.after]] : []));
}

/** Edits as an editor makes them, from the last to the first. */
function edited(text: string, edits: { start: number; end: number; text: string }[]): string {
  let result = text;
  for (const edit of edits.toReversed()) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

describe('wordTokens', () => {
  it.each([
    ['d’accord', ['d’', 'accord']],
    ["aujourd'hui", ["aujourd'hui"]],
    ["qu'il l'a dit", ["qu'", 'il', ' ', "l'", 'a', ' ', 'dit']],
    ["don't", ["don't"]],
    ['voir ⟦1⟧, puis', ['voir', ' ', '⟦1⟧', ',', ' ', 'puis']],
    ['à 10:30\nle 12/05', ['à', ' ', '10:30', '\n', 'le', ' ', '12/05']],
    ['https://x.fr/a?b=1.', ['https://x.fr/a?b=1', '.']],
    ['a.b@c.fr !', ['a.b@c.fr', ' ', '!']],
    ['café ☕️', ['café', ' ', '☕', '️']],
  ])('cuts %j', (text, tokens) => {
    expect(wordTokens(text)).toEqual(tokens);
  });
});

describe('diffWords', () => {
  it('finds nothing in equal texts', () => {
    expect(diffWords('Bonjour.', 'Bonjour.')).toEqual([{ kind: 'same', text: 'Bonjour.' }]);
    expect(diffWords('', '')).toEqual([]);
  });

  it('changes one word and keeps the elision', () => {
    const segments = diffWords(
      'Je suis d’accord avec vous tous.',
      'Je suis d’abord avec vous tous.',
    );
    expect(changes(segments)).toEqual([['accord', 'abord']]);
  });

  it('joins changes that only a space separates', () => {
    const segments = diffWords(
      'Le petit chat noir dort bien sur le canapé.',
      'Le grand chien noir dort bien sur le canapé.',
    );
    expect(changes(segments)).toEqual([['petit chat', 'grand chien']]);
  });

  it('keeps an added comma apart from a changed word', () => {
    const segments = diffWords(
      'Bonjour Marie je viens demain à huit heures.',
      'Bonjour Marie, je viens lundi à huit heures.',
    );
    expect(changes(segments)).toEqual([
      ['', ','],
      ['demain', 'lundi'],
    ]);
  });

  it('replaces a paragraph of which more than half changed, and that one only', () => {
    const before = 'Bonjour Marie,\nje voulais te dire un truc rapide\nÀ demain.';
    const after = 'Bonjour Marie,\nVoici une information importante pour toi.\nÀ demain.';
    expect(changes(diffWords(before, after))).toEqual([
      ['je voulais te dire un truc rapide', 'Voici une information importante pour toi.'],
    ]);
  });

  it('shows a greeting that gets its own line as an added break', () => {
    const before = 'Bonjour Marie, je vous envoie le dossier demain matin.';
    const after = 'Bonjour Marie,\n\nJe vous envoie le dossier demain matin.';
    const segments = diffWords(before, after);
    expect(side(segments, 'before')).toBe(before);
    expect(side(segments, 'after')).toBe(after);
    expect(changes(segments)).toHaveLength(1);
  });

  it('links the two ends of a moved atom, so that no choice doubles or loses it', () => {
    const before = 'Voici ⟦1⟧ pour vous, comme promis hier soir au bureau.';
    const after = 'Voici pour vous, comme promis hier soir au bureau ⟦1⟧.';
    const segments = diffWords(before, after);
    expect(changes(segments)).toHaveLength(1);
    for (const segment of segments) {
      if (segment.kind === 'change') expect(sameAtoms(segment.before, segment.after)).toBe(true);
    }
  });

  it('rebuilds both texts, numbers changes from 1, and any choice gives the edits’ text: 1,500 random pairs', () => {
    const random = seededNumbers(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const words =
      "le la d'accord qu'il vient, demain. lundi ⟦1⟧ ⟦2⟧ ⟦3⟧ 10:30 été \n \n\n a@b.fr ! don't « oui » 👍🏽 e\u0301".split(
        ' ',
      );
    for (let round = 0; round < 1_500; round += 1) {
      const old = Array.from({ length: Math.floor(random() * 40) }, () => pick(words));
      const fresh = old.flatMap((word) => {
        const dice = random();
        if (/⟦/.test(word) || dice < 0.75) return [word];
        return dice < 0.85 ? [] : dice < 0.95 ? [pick(words)] : [word, pick(words)];
      });
      if (random() < 0.1) fresh.reverse();
      const before = old.join(' ');
      const after = fresh.join(' ');
      const segments = diffWords(before, after);
      expect(side(segments, 'before')).toBe(before);
      expect(side(segments, 'after')).toBe(after);
      const ids = segments.flatMap((part) => (part.kind === 'change' ? [part.id] : []));
      expect(ids).toEqual(ids.map((_, index) => index + 1));
      const accepted = new Set(ids.filter(() => random() < 0.5));
      const decided = applyDecisions(segments, accepted);
      expect(edited(before, decided.edits)).toBe(decided.text);
      expect(applyDecisions(segments, new Set(ids)).text).toBe(after);
      expect(applyDecisions(segments, new Set())).toEqual({ text: before, edits: [] });
      if (sameAtoms(before, after)) {
        expect(atomsIn(decided.text).sort()).toEqual(atomsIn(before).sort());
      }
    }
  });
});

describe('applyDecisions', () => {
  it('leaves atoms inside a change in place', () => {
    const segments: DiffSegment[] = [
      { kind: 'same', text: 'A ' },
      { kind: 'change', id: 1, before: 'voir ⟦1⟧ ici', after: 'lisez ⟦1⟧ là' },
    ];
    const { edits } = applyDecisions(segments, new Set([1]));
    expect(edits).toEqual([
      { start: 2, end: 7, text: 'lisez ' },
      { start: 10, end: 14, text: ' là' },
    ]);
  });

  it('replaces the whole change when its atoms changed places', () => {
    const segments: DiffSegment[] = [
      { kind: 'change', id: 1, before: '⟦1⟧ ⟦2⟧', after: '⟦2⟧ ⟦1⟧' },
    ];
    expect(applyDecisions(segments, new Set([1])).edits).toEqual([
      { start: 0, end: 7, text: '⟦2⟧ ⟦1⟧' },
    ]);
  });
});
