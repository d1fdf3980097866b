import {
  parseTemplate,
  TemplateError,
  type TemplateKind,
} from '@/lib/core/templates/fill-template';
import { jsonErrorLine, locateElements } from '@/lib/core/templates/locate-json';
import { isShortcut } from '@/lib/core/templates/shortcut';

/** The file in which templates travel from one person to another. */
const templateFormat = 'iapostemanager.templates';
const templateFileVersion = 1;

/** Largest file that is read, in bytes; asked before it is read. */
export const largestTemplateFile = 10_000_000;
const mostTemplates = 5000;

/** A template as it stands in a file: without ids and times, which belong to one browser. */
export interface FileTemplate {
  name: string;
  category: string;
  language: 'fr' | 'en' | 'es';
  subject: string;
  html: string;
  /** What is typed before Tab in a draft, without the slash; empty when there is none. */
  shortcut: string;
  favourite: boolean;
}

export type FileProblemCode =
  | 'not-json'
  | 'not-templates'
  | 'newer-version'
  | 'too-many'
  | 'not-object'
  | 'missing'
  | 'wrong-type'
  | 'too-long'
  | 'bad-language'
  | 'bad-shortcut'
  | 'bad-variables';

export interface FileProblem {
  code: FileProblemCode;
  /** Line of the file, from 1; null when it is not known. */
  line: number | null;
  /** Place of the template in the file, from 1; null when the file as a whole is meant. */
  position: number | null;
  field: string;
  /** What is written there, or the engine's own words about it: with broken variables. */
  detail?: string;
}

/** All templates, or every reason why none is taken. */
export type FileReading = { templates: FileTemplate[] } | { problems: FileProblem[] };

/** Longest values, in UTF-16 units. */
export const templateLimits = {
  name: 200,
  category: 100,
  subject: 1000,
  html: 500_000,
  shortcut: 32,
} as const;

/** Reasons beyond this many help nobody. */
const mostProblems = 50;

/** Reads a file that anybody may have made. All or nothing; own properties only; nothing is executed. */
export function readTemplateFile(json: string): FileReading {
  let content: unknown;
  try {
    content = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : '';
    return whole('not-json', jsonErrorLine(message, json));
  }
  const format = own(content, 'format');
  const version = own(content, 'version');
  const list = own(content, 'templates');
  if (format !== templateFormat || typeof version !== 'number') return whole('not-templates');
  if (version > templateFileVersion) return whole('newer-version');
  if (!Array.isArray(list)) return whole('not-templates');
  if (list.length > mostTemplates) return whole('too-many');
  const lines = locateElements(json, 'templates');
  const problems: FileProblem[] = [];
  const templates = list.map((item: unknown, index) =>
    readOne(item, (code, field, detail) => {
      const problem = { code, field, line: lines[index] ?? null, position: index + 1, detail };
      if (problems.length < mostProblems) problems.push(problem);
    }),
  );
  return problems.length > 0 ? { problems } : { templates };
}

/** What a template holds, without what its store or its editor adds to it. */
export function contentOf(template: FileTemplate): FileTemplate {
  const { name, category, language, subject, html, shortcut, favourite } = template;
  return { name, category, language, subject, html, shortcut, favourite };
}

/** The file for these templates. */
export function writeTemplateFile(templates: readonly FileTemplate[]): string {
  const content = {
    format: templateFormat,
    version: templateFileVersion,
    templates: templates.map(contentOf),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function whole(code: FileProblemCode, line: number | null = null): FileReading {
  return { problems: [{ code, line, position: null, field: '' }] };
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

type Complain = (code: FileProblemCode, field: string, detail?: string) => void;

function readOne(item: unknown, complain: Complain): FileTemplate {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) complain('not-object', '');
  const text = (field: keyof typeof templateLimits, needed = false): string => {
    const value = own(item, field);
    // What was put aside half written has an empty name or text, and comes back with it.
    if (value === undefined) {
      if (needed) complain('missing', field);
      return '';
    }
    if (typeof value !== 'string') complain('wrong-type', field);
    else if (value.length > templateLimits[field]) complain('too-long', field);
    else return value;
    return '';
  };
  const language = own(item, 'language');
  const known = (['fr', 'en', 'es'] as const).find((each) => each === language);
  if (!known) complain(language === undefined ? 'missing' : 'bad-language', 'language');
  const favourite = own(item, 'favourite');
  if (favourite !== undefined && typeof favourite !== 'boolean')
    complain('wrong-type', 'favourite');
  const read: FileTemplate = {
    name: text('name', true),
    category: text('category').trim(),
    language: known ?? 'en',
    subject: text('subject').replace(/[\r\n]+/g, ' '),
    html: text('html', true),
    shortcut: text('shortcut'),
    favourite: favourite === true,
  };
  if (!isShortcut(read.shortcut)) complain('bad-shortcut', 'shortcut');
  checkVariables(read.subject, 'text', (detail) => complain('bad-variables', 'subject', detail));
  checkVariables(read.html, 'html', (detail) => complain('bad-variables', 'html', detail));
  return read;
}

function checkVariables(source: string, kind: TemplateKind, complain: (detail: string) => void) {
  try {
    parseTemplate(source, kind);
  } catch (thrown) {
    complain(thrown instanceof TemplateError ? (thrown.fault?.text ?? thrown.message) : '');
  }
}
