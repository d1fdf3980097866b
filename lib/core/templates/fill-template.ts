import { Liquid, type Template } from 'liquidjs';

/**
 * Templates with variables (`{{ prenom | default: "Madame, Monsieur" }}`), exactly as the relay fills them
 * for a batch: both run the cases of protocol/cases/fill-template.json.
 */

/** A template cannot be read or filled; `message` is the engine's, `line` counts from 1 when known. */
export class TemplateError extends Error {
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.name = 'TemplateError';
    this.line = line;
  }
}

/** `html`: values are escaped. `text`: subjects and plain text, values as they are. */
export type TemplateKind = 'html' | 'text';

/** A parsed template: give it the values of one recipient. @throws {TemplateError} */
export type Filler = (values: Readonly<Record<string, unknown>>) => string;

const longestResult = 2_000_000;

function createEngine(kind: TemplateKind): Liquid {
  const engine = new Liquid({
    outputEscape: kind === 'html' ? 'escape' : undefined,
    // `constructor`, `__proto__` and whatever else an object inherits are no values.
    ownPropertyOnly: true,
    strictFilters: true,
    // Only where gaps are looked for (find-gaps.ts): conditions and fall-backs may ask for what is not there.
    lenientIf: true,
    parseLimit: 2_100_000,
    renderLimit: 500,
    memoryLimit: 5_000_000,
    // No template reads a file: partials do not exist.
    templates: {},
  });
  // `raw` would switch the escaping off for values that strangers filled in.
  delete engine.filters.raw;
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
  return engine;
}

const engines: Partial<Record<TemplateKind, Liquid>> = {};

/** Made when first needed: building one costs milliseconds that a page's start has not. */
export function templateEngine(kind: TemplateKind): Liquid {
  engines[kind] ??= createEngine(kind);
  return engines[kind];
}

/** Parses once, fills many times. @throws {TemplateError} */
export function parseTemplate(source: string, kind: TemplateKind): Filler {
  const engine = templateEngine(kind);
  const parsed = attempt<Template[]>(() => engine.parse(source));
  return (values) =>
    attempt(() => {
      const result = String(engine.renderSync(parsed, values));
      if (result.length > longestResult) throw new Error('the result is too long');
      return result;
    });
}

/** Fills a template with the values of one recipient; a variable without value is empty. @throws {TemplateError} */
export function fillTemplate(
  source: string,
  values: Readonly<Record<string, unknown>>,
  kind: TemplateKind,
): string {
  return parseTemplate(source, kind)(values);
}

/** Runs the engine; what it throws becomes a TemplateError with its first line. @throws {TemplateError} */
export function attempt<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof TemplateError) throw thrown;
    const message = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : '';
    const line = /\bline:(\d+)/.exec(message)?.[1];
    throw new TemplateError(
      message.replace(/, line:\d+, col:\d+$/, ''),
      line ? Number(line) : null,
    );
  }
}
