import { foldText } from '@/lib/core/dictation/fold-text';
import { excerptOf } from '@/lib/core/templates/excerpt';
import { createTemplateSearch, type IndexedTemplate } from '@/lib/core/templates/search-templates';
import type { TemplateRow } from '@/lib/platform/database';
import type { TemplateItem, TemplatePage, TemplateQuery } from './messages';

type Index = readonly IndexedTemplate<TemplateRow>[];

/**
 * The page of the panel's list that answers a query, from an index. Background and panel answer with the
 * same function. What does not change from key to key is kept: what is narrowed by a filter, the
 * categories, the beginning of each text.
 */
export function createTemplateList(): (all: Index, asked: TemplateQuery) => TemplatePage {
  const search = createTemplateSearch<TemplateRow>();
  let narrowed: { all: Index; filter: string; wanted: Index } | undefined;
  const narrow = (all: Index, asked: TemplateQuery): Index => {
    const { category, language, favourites } = asked;
    if (category === '' && language === '' && !favourites) return all;
    const filter = JSON.stringify([category, language, favourites]);
    if (narrowed?.all !== all || narrowed.filter !== filter) {
      narrowed = { all, filter, wanted: all.filter(({ row }) => isWanted(row, asked)) };
    }
    return narrowed.wanted;
  };
  return (all, asked) => {
    const found = search(narrow(all, asked), asked.query);
    return {
      items: found.slice(0, asked.limit).map(({ row }) => toItem(row)),
      total: found.length,
      all: all.length,
      categories: categoriesOf(all),
    };
  };
}

function isWanted(row: TemplateRow, { category, language, favourites }: TemplateQuery): boolean {
  return (
    (category === '' || row.category === category) &&
    (language === '' || row.language === language) &&
    (!favourites || row.favourite)
  );
}

/** Kept with what they were made of: both are asked for at every key. */
const categories = new WeakMap<object, string[]>();
const items = new WeakMap<object, TemplateItem>();

function categoriesOf(all: Index): string[] {
  const known = categories.get(all);
  if (known) return known;
  const names = [...new Set(all.map(({ row }) => row.category))].filter(Boolean);
  const sorted = names.sort((a, b) => foldText(a).localeCompare(foldText(b)));
  categories.set(all, sorted);
  return sorted;
}

/** The same object for the same row: what shows it knows that nothing changed. */
function toItem(row: TemplateRow): TemplateItem {
  const known = items.get(row);
  if (known) return known;
  const { id, name, category, language, subject, shortcut, favourite, updatedAt } = row;
  const text = excerptOf(row.html);
  const item = { id, name, category, language, subject, text, shortcut, favourite, updatedAt };
  items.set(row, item);
  return item;
}
