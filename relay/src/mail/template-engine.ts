import { Liquid, type Template } from 'liquidjs';
import { TemplateError } from './template-error.ts';

const MAX_OUTPUT = 2_000_000;

function engine(outputEscape: 'escape' | undefined): Liquid {
  const liquid = new Liquid({
    outputEscape,
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: 2_100_000,
    renderLimit: 500,
    memoryLimit: 5_000_000,
    // No template reads a file: partials do not exist.
    templates: {},
  });
  // `raw` would switch the HTML escape off for data that strangers filled in.
  delete liquid.filters.raw;
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
  return liquid;
}

const engines = { html: engine('escape'), text: engine(undefined) };

/** A parsed template: give it the fields of one recipient. @throws {TemplateError} */
export type Filler = (fields: Record<string, unknown>) => string;

/** Parses once, fills many times. @throws {TemplateError} */
export function parseTemplate(source: string, kind: 'html' | 'text'): Filler {
  const liquid = engines[kind];
  const parsed = attempt<Template[]>(() => liquid.parse(source));
  return (fields) =>
    attempt(() => {
      const output = String(liquid.renderSync(parsed, fields));
      if (output.length > MAX_OUTPUT) throw new Error('the result is too long');
      return output;
    });
}

function attempt<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new TemplateError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
  }
}
