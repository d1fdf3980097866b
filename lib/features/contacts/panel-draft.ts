import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { dropUnsaved, keepUnsaved, readUnsaved, unsavedKeys } from '@/lib/platform/unsaved';
import type { FieldRow } from './panel-free-fields';

/** What was typed into the editor and not saved yet: it outlives the panel, which may close at any time. */
export interface ContactDraft {
  /** Null for a new contact. */
  id: string | null;
  content: ContactContent;
  /** The contact as it was when it was opened; null for a new one. */
  base: ContactContent | null;
  /** The free fields as they stand in the form: also those that cannot be kept yet. */
  rows?: FieldRow[];
}

/** One place for each contact: two panels may be open on two of them. */
const prefix = 'contacts.draft:';
const keyOf = (id: string | null): string => `${prefix}${id ?? ''}`;

export function keepDraft(draft: ContactDraft): void {
  keepUnsaved(keyOf(draft.id), { ...draft, at: Date.now() });
}

export function dropDraft(id: string | null): void {
  dropUnsaved(keyOf(id));
}

/** The draft of this contact (null: of a new one); null when there is none that can be read. */
export function readDraft(id: string | null): ContactDraft | null {
  return parse(readUnsaved(keyOf(id)))?.draft ?? null;
}

/** The draft that was typed last, whatever its contact. */
export function readLastDraft(): ContactDraft | null {
  const drafts = unsavedKeys(prefix).flatMap((key) => parse(readUnsaved(key)) ?? []);
  return drafts.sort((a, b) => b.at - a.at)[0]?.draft ?? null;
}

function parse(stored: unknown): { draft: ContactDraft; at: number } | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { id, at, content, base, rows } = stored as Record<string, unknown>;
  const read = parseContent(content);
  if (!read) return null;
  const draft = {
    id: typeof id === 'string' ? id : null,
    content: read,
    base: parseContent(base),
    rows: parseRows(rows),
  };
  return { draft, at: Number(at) || 0 };
}

function parseRows(value: unknown): FieldRow[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const pairs: [unknown, unknown][] = value.map((row) => [row?.name, row?.value]);
  return pairs.map(([name, said], id) => ({ id, name: text(name), value: text(said) }));
}

const text = (part: unknown): string => (typeof part === 'string' ? part : '');

function parseContent(value: unknown): ContactContent | null {
  if (typeof value !== 'object' || value === null) return null;
  const content = value as Record<string, unknown>;
  const fields = Object.entries(content.fields ?? {}).map(([name, one]) => [name, text(one)]);
  return {
    email: text(content.email),
    name: text(content.name),
    organisation: text(content.organisation),
    category: text(content.category),
    fields: Object.fromEntries(fields),
  };
}
