import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const sheets = globSync(['components/*.css', 'lib/features/*/*.css']).filter(
  (file) => !file.endsWith('tokens.css'),
);

/** Their sizes are those of the mail pages around them, and of each other. */
const fitted = /compose-bar\.css$|live-strip\.css$/;
/** What only sets a line right by an eye's measure. */
const hairline = 3;

function* declarations(css: string): Generator<{ property: string; value: string }> {
  for (const [, property, value] of css.matchAll(/^\s*([a-z-]+):\s*([^;]+);$/gm)) {
    if (property && value) yield { property, value };
  }
}

const pixels = (value: string): number[] =>
  [...value.matchAll(/(?<![\w-])-?([\d.]+)px/g)].map(([, number]) => Number(number));

describe('one visual language', () => {
  test.each(sheets)('%s takes type sizes and spaces from the tokens', (file) => {
    const wrong = [...declarations(readFileSync(file, 'utf8'))].filter(({ property, value }) => {
      if (property === 'font-size') return pixels(value).length > 0;
      if (fitted.test(file) || !/^(gap|(row|column)-gap|padding|margin)/.test(property))
        return false;
      return pixels(value).some((size) => size > hairline);
    });
    expect(wrong).toEqual([]);
  });

  test('there is one way back, one title of a view, one drop zone: no feature draws its own', () => {
    const own = globSync('lib/features/**/*.tsx').filter((file) =>
      /class="(back-link|view-title|drop)"|<dialog\b/.test(readFileSync(file, 'utf8')),
    );
    expect(own).toEqual([]);
  });

  test('every choice from a list is drawn the same way', () => {
    const bare = globSync('lib/features/**/*.tsx').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/<select\b[\s\S]*?class="([^"]*)"/g)]
        .filter(([, classes]) => !classes?.split(' ').includes('select'))
        .map(() => file),
    );
    expect(bare).toEqual([]);
  });

  test('no selector makes the browser look at a whole view again when anything comes into it or goes', () => {
    const broad = [
      // Whatever comes between two neighbours parts them.
      /:has\(\s*[+~]/,
      // Anything may be a thing that is checked, or not be another.
      /:has\((?:[^)]*[\s>])?:/,
      /:has\([^)]*:not\(/,
      // What follows anything of a name: every element of that name in the view.
      /[+~]\s*[a-z][\w-]*(?=[\s,:{]|$)/,
      /(?:^|[\s>])[a-z]+:nth-(?:child|of-type)/,
    ];
    const wrong = globSync(['components/*.css', 'lib/features/*/*.css']).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/([^{}@;]+)\{/g)]
        .flatMap(([, selectors = '']) =>
          selectors.replace(/\/\*[\s\S]*?\*\//g, '').split(/,(?![^(]*\))/),
        )
        .map((selector) => selector.trim())
        .filter((selector) => broad.some((pattern) => pattern.test(selector)))
        .map((selector) => `${file}: ${selector}`),
    );
    expect(wrong).toEqual([]);
  });
});
