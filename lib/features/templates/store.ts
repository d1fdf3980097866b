import { type IndexedTemplate, indexTemplates } from '@/lib/core/templates/search-templates';
import { shortcutForm } from '@/lib/core/templates/shortcut';
import { contentOf, type FileTemplate, templateLimits } from '@/lib/core/templates/template-file';
import { database, type TemplateRow, type TemplateVersionRow } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { announceTemplates, templateRevision } from './changes';
import type {
  ImportedTemplate,
  Template,
  TemplateContent,
  TemplateImport,
  TemplateSave,
  TemplateSaved,
} from './messages';

/** Templates in IndexedDB. Times in milliseconds since the epoch; `now` comes in as a parameter. */

/** Overwritten states kept for each template. */
const mostVersions = 50;

let index: { revision: number; rows: Promise<IndexedTemplate<TemplateRow>[]> } | undefined;

/**
 * All templates with their words, in memory while nothing changes: reading and folding thousands of them
 * takes longer than people take to type a letter.
 */
export function readIndex(): Promise<IndexedTemplate<TemplateRow>[]> {
  const revision = templateRevision();
  if (index?.revision !== revision) {
    const before = index?.rows.catch(() => []);
    const rows = guarded(readAll).then(async (all) => indexTemplates(all, await before));
    const fresh = { revision, rows };
    index = fresh;
    fresh.rows.catch(() => {
      if (index === fresh) index = undefined;
    });
  }
  return index.rows;
}

async function readAll(): Promise<TemplateRow[]> {
  const rows = await database.templates.toArray();
  return rows.filter((row) => row.deletedAt === undefined);
}

/** A template that was not deleted. */
export async function readTemplate(id: string): Promise<TemplateRow | null> {
  const row = await guarded(() => database.templates.get(id));
  return row && row.deletedAt === undefined ? row : null;
}

/** The row as others see it. */
export function toTemplate({ deletedAt, savedBy, usedAt, ...template }: TemplateRow): Template {
  return template;
}

/**
 * Writes what an editor holds. The state of another editor goes into the history first, so that two
 * windows on the same template lose nothing (X19). A shortcut that is taken is left out and named.
 */
export async function saveTemplate(save: TemplateSave, now: number): Promise<TemplateSaved> {
  const saved = await guarded(() =>
    database.transaction('rw', database.templates, database.templateVersions, async () => {
      const before = await database.templates.get(save.id);
      const content = clip(save.content);
      const taken = await findShortcut(content.shortcut, save.id);
      if (taken) content.shortcut = '';
      const foreign = before !== undefined && before.savedBy !== save.session;
      if (before && foreign && !sameContent(before, content)) await keepVersion(before, now);
      const updatedAt = Math.max(now, (before?.updatedAt ?? 0) + 1);
      await database.templates.put({
        createdAt: now,
        ...before,
        ...content,
        id: save.id,
        updatedAt,
        savedBy: save.session,
        deletedAt: undefined,
      });
      const replacedOther = foreign && before.updatedAt !== save.basedOn;
      return { updatedAt, replacedOther, shortcutTakenBy: taken?.name ?? null };
    }),
  );
  announceTemplates();
  return saved;
}

function clip(content: TemplateContent): TemplateContent {
  const { name, category, language, subject, html, shortcut, favourite } = content;
  return {
    name: name.slice(0, templateLimits.name),
    category: category.trim().slice(0, templateLimits.category),
    language,
    subject: subject.replace(/[\r\n]+/g, ' ').slice(0, templateLimits.subject),
    html,
    shortcut,
    favourite,
  };
}

function sameContent(one: TemplateContent, other: TemplateContent): boolean {
  const fields = ['name', 'category', 'language', 'subject', 'html', 'shortcut'] as const;
  return fields.every((field) => one[field] === other[field]);
}

async function findShortcut(shortcut: string, besides: string): Promise<TemplateRow | undefined> {
  const form = shortcutForm(shortcut);
  if (form === '') return undefined;
  return database.templates
    .filter(
      (row) =>
        row.id !== besides && row.deletedAt === undefined && shortcutForm(row.shortcut) === form,
    )
    .first();
}

async function keepVersion(row: TemplateRow, now: number): Promise<void> {
  const templateId = row.id;
  await database.templateVersions.add({
    id: crypto.randomUUID(),
    templateId,
    savedAt: row.updatedAt,
    replacedAt: now,
    ...contentOf(row),
  });
  const all = await database.templateVersions.where({ templateId }).sortBy('savedAt');
  await database.templateVersions.bulkDelete(all.slice(0, -mostVersions).map(({ id }) => id));
}

/** Overwritten states, newest first. */
export async function readVersions(templateId: string): Promise<TemplateVersionRow[]> {
  const rows = await guarded(() =>
    database.templateVersions.where({ templateId }).sortBy('savedAt'),
  );
  return rows.reverse();
}

async function change(id: string, changes: Partial<TemplateRow>): Promise<void> {
  await guarded(() => database.templates.update(id, changes));
  announceTemplates();
}

export function setFavourite(id: string, favourite: boolean): Promise<void> {
  return change(id, { favourite });
}

export function markUsed(id: string, now: number): Promise<void> {
  return change(id, { usedAt: now });
}

export function deleteTemplate(id: string, now: number): Promise<void> {
  return change(id, { deletedAt: now });
}

/** Back into the list; without its shortcut when another template has taken it meanwhile. */
export async function undeleteTemplate(id: string): Promise<void> {
  const row = await guarded(() => database.templates.get(id));
  const taken = row && (await guarded(() => findShortcut(row.shortcut, id)));
  await change(id, taken ? { deletedAt: undefined, shortcut: '' } : { deletedAt: undefined });
}

/** A copy without the shortcut; answers its id, or null when there is nothing to copy. */
export async function duplicateTemplate(
  id: string,
  name: string,
  now: number,
): Promise<string | null> {
  const row = await readTemplate(id);
  if (!row) return null;
  const copy = crypto.randomUUID();
  await guarded(() =>
    database.templates.add({
      ...row,
      id: copy,
      name: name.slice(0, templateLimits.name),
      shortcut: '',
      favourite: false,
      createdAt: now,
      updatedAt: now,
      usedAt: undefined,
      savedBy: undefined,
    }),
  );
  announceTemplates();
  return copy;
}

/** Takes off the disk what was deleted before `before`, with its history. */
export async function purgeTemplates(before: number): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.templates, database.templateVersions, async () => {
      const old = await database.templates
        .filter(({ deletedAt = Number.POSITIVE_INFINITY }) => deletedAt <= before)
        .primaryKeys();
      for (const templateId of old) {
        await database.templateVersions.where({ templateId }).delete();
      }
      await database.templates.bulkDelete(old);
    }),
  );
}

/**
 * Adds what is not here yet, all or nothing. A shortcut that is taken is left out.
 *
 * @param dryRun only says what would happen
 */
export async function importTemplates(
  templates: readonly ImportedTemplate[],
  dryRun: boolean,
  now: number,
): Promise<TemplateImport> {
  const outcome = await guarded(() =>
    database.transaction('rw', database.templates, async () => {
      const present = await readAll();
      const known = new Set(present.map(identity));
      const taken = new Set(present.map(({ shortcut }) => shortcutForm(shortcut)));
      taken.delete('');
      const rows: TemplateRow[] = [];
      const fresh: number[] = [];
      let shortcutsTaken = 0;
      for (const [place, template] of templates.entries()) {
        const { written = template.html } = template;
        const names = [identity(template), identity({ ...template, html: written })];
        if (names.some((name) => known.has(name))) continue;
        for (const name of names) known.add(name);
        const form = shortcutForm(template.shortcut);
        const clash = taken.has(form);
        if (clash) shortcutsTaken += 1;
        if (form !== '') taken.add(form);
        const times = { createdAt: now, updatedAt: now - fresh.length };
        const content = clip({ ...template, shortcut: clash ? '' : template.shortcut });
        fresh.push(place);
        rows.push({ id: crypto.randomUUID(), ...content, ...times });
      }
      if (!dryRun) await database.templates.bulkAdd(rows);
      const ids = dryRun ? [] : rows.map(({ id }) => id);
      const added = fresh.length;
      return { added, fresh, ids, known: templates.length - added, shortcutsTaken };
    }),
  );
  if (!dryRun) announceTemplates();
  return outcome;
}

/** Takes back what an import has added. What an editor has saved since is its author's and stays. */
export async function takeBackTemplates(ids: readonly string[]): Promise<void> {
  await guarded(() =>
    database.transaction('rw', database.templates, async () => {
      const rows = await database.templates.bulkGet([...ids]);
      const untouched = rows.filter((row) => row !== undefined && row.savedBy === undefined);
      await database.templates.bulkDelete(untouched.map((row) => row?.id ?? ''));
    }),
  );
  announceTemplates();
}

/** Two templates with the same words are one, whichever way their no-break spaces are written. */
function identity({ name, language, subject, html }: FileTemplate | TemplateRow): string {
  return JSON.stringify([name.trim(), language, subject, html.replaceAll('&nbsp;', '\u00a0')]);
}
