import {
  type BatchColumns,
  findSources,
  requiredColumns,
  type VariableSource,
} from '@/lib/core/batch/variable-sources';
import { type Filler, parseTemplate, TemplateError } from '@/lib/core/templates/fill-template';
import { htmlToText } from '@/lib/core/templates/html-to-text';
import { listVariables, type TemplateVariable } from '@/lib/core/templates/list-variables';
import { mendMarkers } from '@/lib/core/templates/mend-markers';
import { textToHtml } from '@/lib/core/templates/text-to-html';
import { templateErrorWords } from '@/lib/platform/template-error-words';
import type { Translate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';

/** A batch's mail as templates, byte for byte what the relay gets. */
export interface BatchContent {
  subject: string;
  html: string;
  text: string;
  variables: TemplateVariable[];
  /** What is wrong with it, in words; empty when it can be filled. */
  error: string;
}

/** Makes subject, HTML and text part out of a draft, with the line to unsubscribe when it is wanted. */
export function contentOf(draft: BatchDraft, t: Translate): BatchContent {
  const written = draft.html !== '' ? draft.html : textToHtml(draft.body);
  const plain = draft.html === '' && draft.body.trim() === '';
  const own = mendMarkers(written);
  const html = draft.unsubscribe && !plain ? withUnsubscribe(own, t) : own;
  const subject = mendMarkers(draft.subject.replace(/\s+/g, ' ').trim());
  const text = plain ? '' : htmlToText(html);
  try {
    const variables = listVariables([
      { source: subject, kind: 'text' },
      { source: html, kind: 'html' },
      { source: text, kind: 'text' },
    ]);
    return { subject, html, text, variables, error: '' };
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown;
    const error = templateErrorWords(asWritten(thrown, draft), t);
    return { subject, html, text, variables: [], error };
  }
}

/** The same error with the line where it stands in the field: empty lines go together in a mail. */
function asWritten(error: TemplateError, { html, body }: BatchDraft): TemplateError {
  const lines = html === '' ? body.split('\n') : [];
  const at = lines.findIndex((line) => error.fault && line.includes(error.fault.text));
  return at < 0 ? error : new TemplateError(error.message, at + 1, error.fault);
}

/** A visible way out, unless the mail has its own: large receivers want both, header and link. */
function withUnsubscribe(html: string, t: Translate): string {
  if (/\bunsubscribe_url\b/.test(html)) return html;
  const style = 'margin-top:28px;color:#666;font-size:12px';
  return `${html}<p style="${style}"><a href="{{ unsubscribe_url }}" style="color:#666">${t('batch.unsubscribeLine')}</a></p>`;
}

/** The same mail without the way out that was added to it. */
export function withoutUnsubscribe(html: string): string {
  return html.replace(
    /<p style="margin-top:28px[^"]*"><a href="\{\{ unsubscribe_url \}\}"[^>]*>[^<]*<\/a><\/p>$/,
    '',
  );
}

export interface BatchSources {
  /** Where the value of each variable comes from. */
  sources: Map<string, VariableSource>;
  /** Columns that must be filled. */
  required: number[];
  /** Variables for which there is no value at all. */
  without: string[];
  /** Each variable that needs a value, with where it comes from: what a decision about empty ones is about. */
  asks: string[];
}

/** Where the value of each variable comes from, and what must therefore be filled. */
export function sourcesOf(
  content: BatchContent,
  draft: BatchDraft,
  headers: readonly string[],
  columns: BatchColumns,
): BatchSources {
  const names = content.variables.map(({ name }) => name);
  const sources = findSources(names, headers, columns, draft.variables);
  const needed = content.variables
    .filter(({ fallback }) => fallback === null)
    .map(({ name }) => name);
  return {
    sources,
    required: requiredColumns(needed, sources, columns),
    without: needed.filter((name) => sources.get(name)?.kind === 'none'),
    asks: needed.flatMap((name) => {
      const source = sources.get(name);
      if (!source || source.kind === 'relay') return [];
      if (source.kind === 'none') return [name];
      return [`${name}@${source.kind === 'column' ? source.column : (columns.name ?? '')}`];
    }),
  };
}

export interface FilledMail {
  subject: string;
  html: string;
  text: string;
}

/** Fills the mail of one recipient as the relay does. @throws {TemplateError} */
export function createFiller(
  content: Pick<BatchContent, keyof FilledMail>,
): (
  address: string,
  name: string,
  fields: Readonly<Record<string, string | number | boolean>>,
) => FilledMail {
  const fill: Record<keyof FilledMail, Filler> = {
    subject: parseTemplate(content.subject, 'text'),
    html: parseTemplate(content.html, 'html'),
    text: parseTemplate(content.text, 'text'),
  };
  return (address, name, fields) => {
    const values = {
      ...fields,
      address,
      email: address,
      ...(name === '' ? {} : { name }),
      unsubscribe_url: 'https://example.org/u/…',
    };
    return {
      subject: fill
        .subject(values)
        .replace(/\p{Cc}+/gu, ' ')
        .trim(),
      html: fill.html(values),
      text: fill.text(values),
    };
  };
}

/** A name for a variable as templates like them: `Code client` → `code_client`. */
export function variableName(header: string): string {
  const name = header
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(name) ? name : `champ_${name || '1'}`;
}
