import { cleanup, render } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { ReviewBody } from '@/components/review-body';
import { changesOf, type Decision, type ReviewDialogProps } from '@/components/review-types';
import { diffWords } from '@/lib/core/improve/diff-words';
import { createTranslate } from '@/lib/platform/translate';
import { improveReviewLabels } from './compose-labels';

afterEach(cleanup);

const t = createTranslate({}, 'en');
const words = ['Je', 'vous', 'envoie\n', 'demain', 'le', '⟦1⟧', 'très', 'complet', 'et', 'signé'];

/** Every text that comes of keeping, dropping, changing or doubling the words at these three places. */
function* variants(): Generator<string> {
  const places = [1, 2, 6];
  for (let number = 0; number < 4 ** places.length; number += 1) {
    const fresh = words.flatMap((word, at) => {
      const place = places.indexOf(at);
      if (place < 0) return [word];
      const deed = Math.floor(number / 4 ** place) % 4;
      return [[word], [], [`${word}s`], [word, 'bien']][deed] ?? [];
    });
    yield fresh.join(' ');
  }
}

function draw(before: string, after: string, part: Partial<ReviewDialogProps>) {
  const segments = diffWords(before, after);
  const { container } = render(
    <ReviewBody
      labels={improveReviewLabels(t)}
      title=""
      phase="ready"
      original={{ text: before, editable: false }}
      streamedText={after}
      segments={segments}
      decisions={{}}
      onDecide={() => undefined}
      onAll={() => undefined}
      view="side-by-side"
      onView={() => undefined}
      primary={{ label: '', onRun: () => undefined }}
      provenance=""
      onClose={() => undefined}
      current={null}
      onPick={() => undefined}
      {...part}
    />,
  );
  return { segments, sides: [...container.querySelectorAll('.diff, .review-behind')] };
}

/** Each change has something to be seen in this column: words that are struck or underlined, or the place of some. */
function expectMarks(side: Element | undefined, ids: number[], what: string): void {
  const marks = [...(side?.querySelectorAll('[data-mark]') ?? [])];
  expect(
    marks.map((mark) => Number(mark.getAttribute('data-mark'))),
    what,
  ).toEqual(ids);
  for (const mark of marks) {
    const shown = [...mark.querySelectorAll('del, ins')];
    expect(shown.length, what).toBeGreaterThan(0);
    for (const one of shown) {
      expect(one.textContent !== '' || one.classList.contains('change-place'), what).toBe(true);
    }
  }
}

it('as many changes are marked in each column as are counted, whatever changed and was decided: 64 texts', () => {
  const before = words.join(' ');
  for (const after of variants()) {
    for (const decision of ['accepted', 'rejected'] satisfies Decision[]) {
      for (const editable of [false, true]) {
        const ids = changesOf(diffWords(before, after)).map(({ id }) => id);
        const decisions = Object.fromEntries(ids.map((id) => [id, decision]));
        const original = { text: before, editable };
        const { sides } = draw(before, after, { decisions, original });
        const what = `${JSON.stringify(after)} ${decision} ${editable}`;
        expect(sides, what).toHaveLength(2);
        for (const side of sides) expectMarks(side, ids, what);
        const [left, right] = sides.map((side) => side.textContent?.replaceAll(/[↵\u200b]/g, ''));
        // Behind a field stands every character of it; elsewhere a line break that goes leaves its sign.
        if (editable) expect(left, what).toBe(before);
        const written = decision === 'accepted' ? after : before;
        if (!/\n/.test(before) || decision === 'accepted') expect(right, what).toBe(written);
        cleanup();
        const { sides: one } = draw(before, after, { decisions, original, view: 'changes' });
        expectMarks(one[0], ids, what);
        cleanup();
      }
    }
  }
});

it('a removed word is struck in its own column and named there, its place is marked in the other', () => {
  const { sides } = draw('Je vous envoie très vite le plan.', 'Je vous envoie vite le plan.', {});
  const [before, after] = sides;
  expect(before?.querySelector('del')?.textContent?.trim()).toBe('très');
  expect(before?.querySelector('[role="group"]')?.getAttribute('aria-label')).toBe(
    'compose.review.deletion',
  );
  expect(after?.querySelector('[role="button"] del.change-place')).not.toBeNull();
});
