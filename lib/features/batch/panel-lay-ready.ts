import { AppError } from '@/lib/core/app-error';
import { isGmail } from '@/lib/core/batch/judge-batch';
import {
  type BatchColumns,
  recipientFields,
  recipientName,
  type VariableSource,
} from '@/lib/core/batch/variable-sources';
import { instantOf } from '@/lib/core/batch/zoned-time';
import type { RelayConnection } from '@/lib/features/relay-account/messages';
import { checkAddress } from '@/lib/platform/table/check-address';
import type { RowCheck } from '@/lib/platform/table/check-rows';
import type { OpenTable } from '@/lib/platform/table/open-table';
import type { BatchDraft } from './batch-draft';
import { batchChanges } from './changes';
import type { BatchContent } from './panel-content';
import { isIncluded } from './panel-recipient-list';
import { layReady, type Submission } from './store';

/** Everything that goes into a batch, once all its problems are solved. */
export interface BatchPlan {
  draft: BatchDraft;
  table: OpenTable;
  columns: BatchColumns;
  check: RowCheck;
  content: BatchContent;
  sources: ReadonlyMap<string, VariableSource>;
}

export interface PlannedRecipient {
  address: string;
  name?: string;
  fields: Record<string, string>;
}

/** A row as the relay gets it: only the values that the text uses leave this browser. */
export function recipientOf(
  { columns, sources }: Pick<BatchPlan, 'columns' | 'sources'>,
  cells: readonly string[],
): PlannedRecipient {
  const written = columns.address === null ? '' : (cells[columns.address] ?? '');
  const check = checkAddress(written);
  const name = recipientName(cells, columns);
  return {
    address: check.ok ? check.address : written,
    ...(name === '' ? {} : { name }),
    fields: recipientFields(cells, columns, sources),
  };
}

async function eachIncluded(
  plan: BatchPlan,
  use: (recipients: PlannedRecipient[]) => void,
): Promise<void> {
  const { check, draft, table } = plan;
  const skipped = new Set(draft.skipped);
  await table.eachRows((rows, from) => {
    const kept = rows.filter((_, index) =>
      isIncluded(from + index, check.flags, skipped, draft.skipMissing),
    );
    use(kept.map(({ cells }) => recipientOf(plan, cells)));
  });
}

/** How many of them are at Gmail itself. */
export async function countGmail(plan: BatchPlan): Promise<number> {
  let count = 0;
  await eachIncluded(plan, (recipients) => {
    count += recipients.filter(({ address }) => isGmail(address)).length;
  });
  return count;
}

/** Those among them to whom the relay writes no more. */
export async function findSuppressed(
  plan: BatchPlan,
  suppressed: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = [];
  await eachIncluded(plan, (recipients) => {
    for (const { address } of recipients) if (suppressed.has(address)) found.push(address);
  });
  return found;
}

/**
 * Makes the request, byte for byte, with the key that it will have over every try, and puts both on the disk before
 * anything is sent (R30). What lies ready already stays as it is. Throws what `layReady` throws.
 */
export async function layBatchReady(
  plan: BatchPlan,
  relay: Pick<RelayConnection, 'url' | 'account'>,
): Promise<Submission> {
  const { draft, content } = plan;
  const parts: string[] = [];
  let total = 0;
  await eachIncluded(plan, (recipients) => {
    if (recipients.length === 0) return;
    total += recipients.length;
    parts.push(recipients.map((recipient) => JSON.stringify(recipient)).join(','));
  });
  const sendAt = draft.sendAt === '' ? null : instantOf(draft.sendAt, draft.zone);
  // The step has asked for it: what is to leave later never leaves now.
  if (draft.sendAt !== '' && sendAt === null) throw new AppError('unknown', { detail: 'no time' });
  const head: Record<string, unknown> & { sendAt?: string } = {
    name: draft.name.replace(/\s+/g, ' ').slice(0, 200),
    subject: content.subject,
    html: content.html,
    text: content.text,
    unsubscribe: draft.unsubscribe,
    ...(draft.account !== '' && { account: draft.account }),
    ...(draft.perMinute === null ? {} : { perMinute: draft.perMinute }),
    ...(sendAt === null ? {} : { sendAt: new Date(sendAt).toISOString() }),
  };
  const body = new Blob(
    [JSON.stringify(head).slice(0, -1), ',"recipients":[', parts.join(','), ']}'],
    { type: 'application/json' },
  );
  const submission = {
    id: draft.id,
    name: draft.name,
    total,
    idempotencyKey: crypto.randomUUID(),
    body,
    startedAt: Date.now(),
    ...(head.sendAt && { sendAt: head.sendAt }),
    // Another one that was connected since then must not send it unseen.
    ...(relay.account !== '' && { shown: { origin: relay.url, account: relay.account } }),
  };
  const ready = await layReady(submission, draft);
  batchChanges.announce();
  return ready;
}
