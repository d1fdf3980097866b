import { AppError } from '@/lib/core/app-error';
import { fillTemplate, TemplateError } from '@/lib/core/templates/fill-template';
import { findGaps } from '@/lib/core/templates/find-gaps';
import { htmlToRichText } from '@/lib/core/templates/html-to-rich-text';
import { htmlToText } from '@/lib/core/templates/html-to-text';
import { listVariables, type TemplateVariable } from '@/lib/core/templates/list-variables';
import {
  type KnownRecipient,
  parseRecipient,
  recipientValues,
} from '@/lib/core/templates/recipient-values';
import {
  findSpellings,
  mergeSpellings,
  type Spellings,
  spreadValues,
} from '@/lib/core/templates/same-variable';
import { createTemplateSearch } from '@/lib/core/templates/search-templates';
import { shortcutForm } from '@/lib/core/templates/shortcut';
import { writeTemplateFile } from '@/lib/core/templates/template-file';
import { variableWords } from '@/lib/core/templates/variable-concept';
import { database, type TemplateRow } from '@/lib/platform/database';
import { guarded } from '@/lib/platform/storage-guard';
import { createTemplateList } from './list-templates';
import {
  type FilledTemplate,
  type TemplateField,
  templateMessages,
  templatePageMessages,
} from './messages';
import {
  deleteTemplate,
  duplicateTemplate,
  importTemplates,
  markUsed,
  purgeTemplates,
  readIndex,
  readTemplate,
  readVersions,
  saveTemplate,
  setFavourite,
  takeBackTemplates,
  toTemplate,
  undeleteTemplate,
} from './store';

/** A deleted template stays on the disk this long. */
const graceMs = 30_000;

/** The background half of templates. */
export function registerTemplates(): void {
  answerCompose();
  answerPages();
  void purgeTemplates(Date.now() - graceMs).catch(() => undefined);
}

function answerCompose(): void {
  templateMessages.handle('templates.search', async ({ query, limit }) => {
    const found = searchPicker(await readIndex(), String(query));
    return found.slice(0, Math.min(limit, 100)).map(({ row }) => toTemplate(row));
  });
  templateMessages.handle('templates.get', async ({ id }) => {
    const row = await readTemplate(id);
    return row && toTemplate(row);
  });
  templateMessages.handle('templates.fields', ({ id, recipient }) => readFields(id, recipient));
  templateMessages.handle('templates.fill', ({ id, values, textOnly }) =>
    fill(id, values, textOnly),
  );
  templateMessages.handle('templates.used', ({ id }) => markUsed(id, Date.now()));
  templateMessages.handle('templates.shortcuts', async () =>
    (await readIndex())
      .map(({ row }) => ({ form: shortcutForm(row.shortcut), id: row.id }))
      .filter(({ form }) => form !== ''),
  );
}

function answerPages(): void {
  templatePageMessages.handle('templates.list', async (asked) =>
    listTemplates(await readIndex(), asked),
  );
  templatePageMessages.handle('templates.read', async ({ id }) => {
    const row = await readTemplate(id);
    return row && { template: toTemplate(row), savedBy: row.savedBy ?? '' };
  });
  templatePageMessages.handle('templates.save', (save) => saveTemplate(save, Date.now()));
  templatePageMessages.handle('templates.favourite', ({ id, favourite }) =>
    setFavourite(id, favourite),
  );
  templatePageMessages.handle('templates.duplicate', async ({ id, name }) => {
    const copy = await duplicateTemplate(id, name, Date.now());
    if (copy === null) throw new AppError('template-gone');
    return copy;
  });
  templatePageMessages.handle('templates.delete', async ({ id }) => {
    await deleteTemplate(id, Date.now());
    setTimeout(() => void purgeTemplates(Date.now() - graceMs), graceMs + 1000);
  });
  templatePageMessages.handle('templates.undelete', ({ id }) => undeleteTemplate(id));
  templatePageMessages.handle('templates.versions', async ({ id }) =>
    (await readVersions(id)).map(({ templateId, replacedAt, ...version }) => version),
  );
  templatePageMessages.handle('templates.export', async () =>
    writeTemplateFile((await readIndex()).map(({ row }) => row)),
  );
  templatePageMessages.handle('templates.import', ({ templates, dryRun }) =>
    importTemplates(templates, dryRun, Date.now()),
  );
  templatePageMessages.handle('templates.takeBack', ({ ids }) => takeBackTemplates(ids));
}

const listTemplates = createTemplateList();
const searchPicker = createTemplateSearch<TemplateRow>();

async function needed(id: string): Promise<TemplateRow> {
  const row = await readTemplate(id);
  if (!row) throw new AppError('template-gone');
  return row;
}

function sourcesOf({ subject, html }: Pick<TemplateRow, 'subject' | 'html'>) {
  return [
    { source: subject, kind: 'text' },
    { source: html, kind: 'html' },
  ] as const;
}

function spellingsOf(variables: readonly TemplateVariable[]): Spellings {
  return findSpellings(variables.map(({ name }) => name));
}

async function readFields(id: string, recipient: string): Promise<TemplateField[]> {
  const row = await needed(id);
  const all = orBroken(() => listVariables(sourcesOf(row)));
  const variables = mergeSpellings(all, spellingsOf(all));
  const names = variables.map(({ name }) => name);
  const values = recipientValues(names, await findRecipient(recipient));
  return variables.map(({ name, fallback }) => ({
    name,
    fallback,
    value: Object.hasOwn(values, name) ? (values[name] ?? '') : '',
    ...variableWords(name),
  }));
}

/** What is known of a recipient: what the mail page says, then the contact with this address. */
async function findRecipient(text: string): Promise<KnownRecipient | undefined> {
  if (text.trim() === '') return undefined;
  const recipient = parseRecipient(text);
  const contact = recipient.address
    ? await guarded(() => database.contacts.where({ email: recipient.address }).first())
    : undefined;
  if (!contact) return recipient;
  return {
    address: recipient.address,
    name: contact.name || recipient.name,
    organisation: contact.organisation,
    fields: contact.fields,
  };
}

async function fill(
  id: string,
  given: Record<string, string>,
  textOnly = false,
): Promise<FilledTemplate> {
  const { subject, html } = await needed(id);
  return orBroken(() => {
    const spellings = spellingsOf(listVariables(sourcesOf({ subject, html })));
    const values = spreadValues(given, spellings);
    const filled = fillTemplate(html, values, 'html');
    const line = fillTemplate(subject, values, 'text')
      .replace(/[ \t\r\n]+/g, ' ')
      .trim();
    const holes = findGaps(sourcesOf({ subject: textOnly ? '' : subject, html }), values);
    const gaps = [...new Set(holes.map((name) => spellings.get(name) ?? name))];
    const text = htmlToText(filled);
    const pictures = filled.match(/<img\b/gi)?.length ?? 0;
    return { subject: line, html: filled, text, rich: htmlToRichText(filled), gaps, pictures };
  });
}

function orBroken<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown;
    const detail = thrown.fault?.text ?? thrown.message;
    throw new AppError('template-broken', { detail: detail.slice(0, 300) });
  }
}
