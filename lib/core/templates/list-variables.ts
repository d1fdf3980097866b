import type { Template } from 'liquidjs';
import {
  attempt,
  readTemplate,
  TemplateError,
  type TemplateKind,
  templateEngine,
} from '@/lib/core/templates/fill-template';
import { findSplitName, visibleText } from '@/lib/core/templates/find-fault';

/** A value that a template asks for. */
export interface TemplateVariable {
  /** As written in the template: `prenom`. Of `client.nom` it is `client`. */
  name: string;
  /** What stands in its place when there is no value; null when nothing does. */
  fallback: string | null;
}

/** What the engine's own classes look like from here: an output with its filters, or a tag. */
interface OutputNode {
  value?: {
    initial?: { postfix?: readonly unknown[] };
    filters?: readonly { name: string; args: readonly unknown[] }[];
  };
}

/**
 * The variables of several templates together (subject and body), in the order in which they first
 * appear, each once. A variable inside a condition is listed too.
 *
 * @throws {TemplateError} also where a name has several words: the engine would take them for several variables
 */
export function listVariables(
  sources: readonly { source: string; kind: TemplateKind }[],
): TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  for (const { source, kind } of sources) {
    const engine = templateEngine(kind);
    const parsed = readTemplate(source, kind);
    const split = findSplitName(visibleText(source, kind));
    if (split) throw new TemplateError(split.text, split.line, split);
    const fallbacks = new Map<string, string>();
    collectFallbacks(parsed, fallbacks);
    for (const name of attempt(() => engine.globalVariablesSync(parsed))) {
      const known = found.get(name);
      const fallback = fallbacks.get(name) ?? null;
      if (!known) found.set(name, { name, fallback });
      else known.fallback ??= fallback;
    }
  }
  return [...found.values()];
}

function collectFallbacks(templates: readonly Template[], into: Map<string, string>): void {
  for (const template of templates) {
    const { value } = template as OutputNode;
    const first = value?.initial?.postfix?.length === 1 ? value.initial.postfix[0] : undefined;
    const name = variableName(first);
    const otherwise = value?.filters?.find((filter) => filter.name === 'default')?.args[0];
    const text = literal(otherwise);
    if (name !== null && text !== null && !into.has(name)) into.set(name, text);
    const inside: unknown = template.children?.(false, true).next().value;
    if (Array.isArray(inside)) collectFallbacks(inside, into);
  }
}

function variableName(token: unknown): string | null {
  if (typeof token !== 'object' || token === null || !('props' in token)) return null;
  const [first] = token.props as readonly { content?: unknown }[];
  return typeof first?.content === 'string' ? first.content : null;
}

function literal(token: unknown): string | null {
  if (typeof token !== 'object' || token === null || !('content' in token)) return null;
  return typeof token.content === 'string' || typeof token.content === 'number'
    ? String(token.content)
    : null;
}
