import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MailPage } from './mail-page.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Handed to the page as a function, since evaluate takes no source text. */
const loadAxe = new Function(source) as () => void;

interface AxeResult {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
}

/**
 * Runs axe-core over the page, or over the elements that match `inside`, closed shadow roots included.
 * Answers one line a violation: rule, element, what is wrong.
 */
export async function checkAccessibility(page: MailPage, inside = 'html'): Promise<string[]> {
  // A tab behind another one draws no frames, and what moves there never comes to rest.
  await page.bringToFront();
  await page.openShadowRoots();
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(loadAxe);
  await untilStill(page);
  const { violations } = await page.evaluate(async (selector) => {
    const { axe } = window as typeof window & {
      axe: { run(context: unknown, options: unknown): Promise<AxeResult> };
    };
    const { violations: found } = await axe.run(
      { include: [...document.querySelectorAll(selector)] },
      {
        resultTypes: ['violations'],
        // The mail page's own structure, Gmail's numbered tab order included, is not ours to judge.
        rules:
          selector === 'html' ? {} : { region: { enabled: false }, tabindex: { enabled: false } },
      },
    );
    return { violations: found };
  }, inside);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n').slice(1).join(' ').trim();
      return `${id}: ${JSON.stringify(target)} ${why}`;
    }),
  );
}

/** Waits until nothing moves in the page any more, what goes on for ever left aside. */
export async function untilStill(page: MailPage): Promise<void> {
  await page.evaluate(async () => {
    // A colour on its way from one theme to the other is neither.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // getAnimations() of a document leaves out what moves inside its shadow roots.
    const rootsOf = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
      root,
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
        shadowRoot ? rootsOf(shadowRoot) : [],
      ),
    ];
    const ending = rootsOf(document)
      .flatMap((root) => root.getAnimations())
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}
