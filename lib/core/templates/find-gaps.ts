import {
  attempt,
  readTemplate,
  type TemplateKind,
  templateEngine,
} from '@/lib/core/templates/fill-template';

/** A variable inside a list may be read once for each of its entries: so often it is looked for at most. */
const mostGaps = 200;

/**
 * The variables that would leave a hole with these values, in the order in which they stand: written out,
 * empty, and without a fall-back. One that is only asked for in a condition leaves none.
 *
 * @throws {TemplateError}
 */
export function findGaps(
  sources: readonly { source: string; kind: TemplateKind }[],
  values: Readonly<Record<string, string>>,
): string[] {
  const known = new Map(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  const gaps = new Set<string>();
  for (const { source, kind } of sources) {
    const engine = templateEngine(kind);
    const parsed = readTemplate(source, kind);
    for (let round = 0; round < mostGaps; round += 1) {
      const missing = firstUndefined(() =>
        engine.renderSync(parsed, Object.fromEntries(known), { strictVariables: true }),
      );
      // What stands inside a value (`client.nom`) is nothing that could be typed into the form.
      if (missing === null || known.has(missing)) break;
      gaps.add(missing);
      known.set(missing, '-');
    }
  }
  return [...gaps];
}

/** The root name of the first variable without a value; null when there is none. @throws {TemplateError} */
function firstUndefined(render: () => unknown): string | null {
  return attempt(() => {
    try {
      render();
      return null;
    } catch (thrown) {
      const cause = thrown instanceof Error && 'originalError' in thrown && thrown.originalError;
      if (typeof cause !== 'object' || cause === null || !('variableName' in cause)) throw thrown;
      return /^[^.[]+/.exec(String(cause.variableName))?.[0] ?? null;
    }
  });
}
