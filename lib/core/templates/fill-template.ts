import { Liquid, type Template } from 'liquidjs';
import { findFault, type TemplateFault, visibleText } from '@/lib/core/templates/find-fault';

/**
 * Templates with variables (`{{ prenom | default: "Madame, Monsieur" }}`), exactly as the relay fills them
 * for a batch: both run the cases of protocol/cases/fill-template.json.
 */

/**
 * A template cannot be read or filled. `message` is the engine's, `line` counts from 1 in what the author sees, when
 * known, and `fault` is one of the usual ones, for which there are words of our own.
 */
export class TemplateError extends Error {
  readonly line: number | null;
  readonly fault: TemplateFault | null;

  constructor(message: string, line: number | null, fault: TemplateFault | null = null) {
    super(message);
    this.name = 'TemplateError';
    this.line = line;
    this.fault = fault;
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
  const parsed = readTemplate(source, kind);
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

/** Parses; what is wrong is looked for in the text as its author sees it. @throws {TemplateError} */
export function readTemplate(source: string, kind: TemplateKind): Template[] {
  const engine = templateEngine(kind);
  return attempt(
    () => engine.parse(source),
    () => findFault(visibleText(source, kind), (name) => Object.hasOwn(engine.filters, name)),
  );
}

/** Runs the engine; what it throws becomes a TemplateError with its first line. @throws {TemplateError} */
export function attempt<Result>(
  run: () => Result,
  explain: () => TemplateFault | null = () => null,
): Result {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof TemplateError) throw thrown;
    const message = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : '';
    const line = /\bline:(\d+)/.exec(message)?.[1];
    const fault = explain();
    throw new TemplateError(
      withoutMarkup(message.replace(/, line:\d+, col:\d+$/, '')),
      fault?.line ?? (line ? Number(line) : null),
      fault,
    );
  }
}

/** The engine quotes the source of a mail: its tags and entities help nobody. */
function withoutMarkup(message: string): string {
  return message
    .replace(/<[^<>]*>?|&#?\w+;?/g, ' ')
    .replace(/[<>\s]+/g, ' ')
    .trim();
}
