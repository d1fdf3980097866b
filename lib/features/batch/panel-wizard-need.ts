import type { BatchColumns } from '@/lib/core/batch/variable-sources';
import type { RowCheck } from '@/lib/platform/table/check-rows';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import type { BatchContent } from './panel-content';
import { countOpen } from './panel-recipient-list';

/** What keeps a step from being done. */
export interface Need {
  /** Says it, and what to do. */
  words: string;
  /** Where it is put right: takes the focus. */
  target: string;
}

export interface StepFacts {
  draft: BatchDraft;
  columns: BatchColumns;
  /** Null while there is no table. */
  check: RowCheck | null;
  content: BatchContent;
  included: number;
  without: readonly string[];
}

/** The list: is there one, with a column of addresses, and is every bad line decided? */
export function needOfRecipients({ draft, columns, check, included }: StepFacts): Need | null {
  const t = currentTranslate.value;
  if (!check) {
    const sources = ['textarea[name="pasted"]', 'select[name="contact-category"]'];
    const target = [...sources, '[data-action="choose-file"]'].join();
    return { words: t('batch.need.list'), target };
  }
  if (columns.address === null) {
    return { words: t('batch.noAddressColumn'), target: 'select[name="addressColumn"]' };
  }
  const open = countOpen(check, draft);
  const count = open.invalid + open.double;
  if (count > 0) {
    const kind = open.invalid > 0 ? 'invalid' : 'double';
    return { words: t('batch.need.decide', { count }), target: problemsOf(kind) };
  }
  if (included > 0) return null;
  const ways = ['take-reached', 'other-list', 'choose-file'].map((way) => `[data-action="${way}"]`);
  return { words: t('batch.need.nobody'), target: ways.join() };
}

/** Contacts that are picked, or cells that are pasted, and not taken yet; where they are, is open. */
export function needOfUntaken({ picked, pasted }: BatchDraft): Need | null {
  const t = currentTranslate.value;
  const chosen = picked.length > 0 && t('batch.takePicked', { count: picked.length });
  return (
    needOfPress('take-contacts', chosen) ??
    needOfPress('take-pasted', pasted.trim() !== '' && t('batch.takePasted'))
  );
}

/** The button stands in the page only while its part is open: looked for when it is asked. */
function needOfPress(name: string, label: string | false): Need | null {
  const target = `[data-action="${name}"]`;
  if (label === false || !document.querySelector(target)) return null;
  return { words: currentTranslate.value('batch.need.picked', { label }), target };
}

/** The text: can it be filled, and is there one at all? */
export function needOfMessage({ content: { error, subject, text } }: StepFacts): Need | null {
  const t = currentTranslate.value;
  const body = 'textarea[name="body"], select[name="template"]';
  if (subject === '') {
    return { words: t('batch.need.subject'), target: 'input[name="subject"]' };
  }
  // What exactly stands at the text.
  if (error !== '') return { words: t('batch.need.template'), target: body };
  return text === '' ? { words: t('batch.need.body'), target: body } : null;
}

/** The check: is it decided what becomes of empty values? */
export function needOfCheck({ draft, check, without }: StepFacts): Need | null {
  const words = currentTranslate.value('batch.need.missing');
  if (without.length > 0 && !draft.allowWithout)
    return { words, target: '[data-action="allow-empty"]' };
  return check && countOpen(check, draft).missing > 0
    ? { words, target: problemsOf('missing') }
    : null;
}

function problemsOf(kind: string): string {
  return `.problems[data-kind="${kind}"] .problems-toggle`;
}

/** Brings somebody to where it is put right; a list of lines opens. */
export function goToNeed({ target }: Need): void {
  const found = document.querySelector<HTMLElement>(target);
  if (found?.getAttribute('aria-expanded') === 'false') found.click();
  found?.focus({ preventScroll: true });
  // Not at the edge, where the foot covers what opens below it.
  found?.scrollIntoView?.({ block: 'center' });
}
