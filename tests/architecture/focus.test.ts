import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** It waits for what is taken away at any time, and so moves the focus from an observer. */
const watcher = 'components/use-kept-focus.ts';

/** The effects of a source that run after the browser has drawn, each up to its closing parenthesis. */
function* lateEffects(source: string): Generator<string> {
  for (const { index } of source.matchAll(/\buseEffect\(/g)) {
    let open = 0;
    let end = index;
    do {
      end = source.slice(end).search(/[()]/) + end + 1;
      open += source[end - 1] === '(' ? 1 : -1;
    } while (open > 0);
    yield source.slice(index, end);
  }
}

test('no view moves the focus after it was drawn: the next letter would go where the focus was', () => {
  const late = globSync('{components,lib,entrypoints}/**/*.{ts,tsx}')
    .filter((file) => !file.includes('.test.') && file !== watcher)
    .flatMap((file) =>
      [...lateEffects(readFileSync(file, 'utf8'))]
        .filter((effect) => /\.focus\(/.test(effect))
        .map((effect) => `${file}: ${effect.slice(0, 80)}`),
    );
  expect(late).toEqual([]);
});
