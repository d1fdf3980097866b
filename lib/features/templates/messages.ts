import type { RichElement } from '@/lib/core/mail/rich-text';
import type { FileTemplate } from '@/lib/core/templates/template-file';
import type { VariableConcept } from '@/lib/core/templates/variable-concept';
import { defineMessages } from '@/lib/platform/define-messages';

/** Tells pages of other features that templates were changed. */
export { watchTemplates } from './changes';

/** A mail that can be used again. `subject` and `html` hold LiquidJS variables. */
export interface Template extends FileTemplate {
  id: string;
  createdAt: number;
  updatedAt: number;
}

/** A value that a template asks for before it can be inserted. */
export interface TemplateField {
  name: string;
  /** What stands in its place when it is left empty; null when nothing does. */
  fallback: string | null;
  /** Known from the recipient or the contacts; empty when unknown. */
  value: string;
  /** What it means, when that is known by its name; then `words` holds what follows, such as a number. */
  concept: VariableConcept | null;
  words: string;
}

/** A template with its values in place. */
export interface FilledTemplate {
  subject: string;
  html: string;
  /** The same as plain text. */
  text: string;
  /** The same with its formatting; null when plain lines say it all. */
  rich: RichElement[] | null;
  /** Names of the variables that leave a hole in it: empty, and without a fall-back. */
  gaps: string[];
  /** How many pictures of it no draft can take. */
  pictures: number;
}

/** What a compose window may ask: its user picks a template there. */
export const templateMessages = defineMessages<{
  /** Best matches first, at most `limit`; an empty query answers favourites, then the last used. */
  'templates.search': (data: { query: string; limit: number }) => Template[];
  'templates.get': (data: { id: string }) => Template | null;
  /** The values a template asks for. `recipient` as the mail page writes it, empty when there is none. */
  'templates.fields': (data: { id: string; recipient: string }) => TemplateField[];
  /** `textOnly`: its subject is not used, since the window has one; a hole in it is none. */
  'templates.fill': (data: {
    id: string;
    values: Record<string, string>;
    textOnly?: boolean;
  }) => FilledTemplate;
  /** It was put into a draft: it comes first the next time. */
  'templates.used': (data: { id: string }) => void;
  /** All shortcuts, in the form in which they are compared. */
  'templates.shortcuts': (data: undefined) => { form: string; id: string }[];
}>('compose');

/** One row of the panel's list. */
export interface TemplateItem {
  id: string;
  name: string;
  category: string;
  language: Template['language'];
  subject: string;
  /** The beginning of the text. */
  text: string;
  shortcut: string;
  favourite: boolean;
  updatedAt: number;
}

export interface TemplatePage {
  items: TemplateItem[];
  /** How many match, of which `items` may be the first part. */
  total: number;
  /** How many there are, whatever is asked for. */
  all: number;
  /** The categories there are, in alphabetical order. */
  categories: string[];
}

export interface TemplateQuery {
  query: string;
  /** Empty = every category. */
  category: string;
  language: Template['language'] | '';
  favourites: boolean;
  limit: number;
}

/** What an editor changes. */
export type TemplateContent = FileTemplate;

/** A state that was overwritten. */
export interface TemplateVersion extends TemplateContent {
  id: string;
  /** When that state was written. */
  savedAt: number;
}

export interface TemplateSave {
  id: string;
  content: TemplateContent;
  /** Names one editor from its opening to its closing: states of other editors go into the history. */
  session: string;
  /** `updatedAt` of the state that this editor knows; 0 for a new template. */
  basedOn: number;
}

export interface TemplateSaved {
  updatedAt: number;
  /** Another window had written in between; its state is in the history. */
  replacedOther: boolean;
  /** The name of the template that has this shortcut already; then it was saved without one. */
  shortcutTakenBy: string | null;
}

/** A template of a file, cleaned, with its HTML as it stands there: that is only compared. */
export interface ImportedTemplate extends FileTemplate {
  written?: string;
}

/** What an import did, or would do. */
export interface TemplateImport {
  added: number;
  /** Places in what was given, from 0, of those that are not here yet. */
  fresh: number[];
  /** Ids of what was added; of a dry run none. */
  ids: string[];
  /** Already here, word for word. */
  known: number;
  /** Shortcuts left out because another template has them. */
  shortcutsTaken: number;
}

/** What only our own pages may ask. */
export const templatePageMessages = defineMessages<{
  'templates.list': (data: TemplateQuery) => TemplatePage;
  /** With the session that wrote it last, so that an editor knows its own echo. */
  'templates.read': (data: { id: string }) => { template: Template; savedBy: string } | null;
  'templates.save': (data: TemplateSave) => TemplateSaved;
  'templates.favourite': (data: { id: string; favourite: boolean }) => void;
  /** A copy under another name, without the shortcut; answers its id. */
  'templates.duplicate': (data: { id: string; name: string }) => string;
  /** Out of the list at once, off the disk after the moment of grace. */
  'templates.delete': (data: { id: string }) => void;
  'templates.undelete': (data: { id: string }) => void;
  /** Overwritten states, newest first. */
  'templates.versions': (data: { id: string }) => TemplateVersion[];
  /** All templates as a file. */
  'templates.export': (data: undefined) => string;
  /** All or nothing. With `dryRun` nothing is written. */
  'templates.import': (data: { templates: ImportedTemplate[]; dryRun: boolean }) => TemplateImport;
  /** Takes back what an import has added, except what was edited since. */
  'templates.takeBack': (data: { ids: string[] }) => void;
}>('pages');
