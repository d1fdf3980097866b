import { HiddenPart } from '@/components/hidden-part';
import type { OpenTable } from '@/lib/platform/table/open-table';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';

export interface HiddenRowsProps {
  table: OpenTable;
  draft: BatchDraft;
  onChange(part: Partial<BatchDraft>): void;
}

/** Lines that a filter hides in the file would get a mail without anybody having seen them: told, with a choice. */
export function HiddenRows({ table, draft, onChange }: HiddenRowsProps) {
  const t = currentTranslate.value;
  const hidden = table.summary.hiddenRows;
  if (hidden.length === 0) return null;
  const skipped = new Set(draft.skipped);
  const seen = hidden.filter((row) => !skipped.has(row));
  const leftOut = seen.length === 0;
  // Who was left out by hand before stays left out.
  const back = new Set(draft.leftHidden.length > 0 ? draft.leftHidden : hidden);
  const change = (): Partial<BatchDraft> =>
    leftOut
      ? { skipped: draft.skipped.filter((row) => !back.has(row)), leftHidden: [] }
      : { skipped: [...draft.skipped, ...seen], leftHidden: seen };
  const count = leftOut ? hidden.length : seen.length;
  return (
    <HiddenPart
      name="hidden-rows"
      told={t(leftOut ? 'batch.hiddenLeftOut' : 'batch.hiddenRows', { count })}
      choice={{
        name: leftOut ? 'take-hidden' : 'leave-hidden',
        label: t(leftOut ? 'batch.takeHidden' : 'batch.leaveHidden', {
          count: leftOut ? back.size : count,
        }),
        run: () => onChange(change()),
      }}
    />
  );
}
