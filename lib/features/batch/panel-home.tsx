import { Plus, Send } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FactLine } from '@/components/fact-line';
import { useReturningFocus } from '@/components/use-returning-focus';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { guarded } from '@/lib/platform/storage-guard';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import type { Batch } from './messages';
import { Drafts, Waiting } from './panel-drafts';
import { batchSource, everything, ownerOf, useHistory } from './panel-history';
import { HistoryFailure, HistoryHead, HistoryRows, openRelayOptions } from './panel-history-parts';
import { WrittenTooLate } from './panel-late-texts';
import { Refusal } from './panel-refusal';
import { batchAddress, draftAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { batchTag, isKept } from './panel-words';
import { saveDraft } from './store';

/** Begins a batch and goes to it. It is on the disk before it is seen. Throws `storage-full`, `storage-failed`. */
async function begin(): Promise<void> {
  const id = crypto.randomUUID();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await guarded(() => saveDraft({ ...newDraft(id, zone), updatedAt: Date.now() }));
  location.hash = draftAddress(id);
}

/** What is being prepared, what waits for an answer, and everything the relay has sent or will send. */
export function BatchHome() {
  const t = currentTranslate.value;
  const relay = useRelay();
  const [filter, setFilter] = useState(everything);
  /** Why no new batch could be begun. */
  const [refused, setRefused] = useState<Failure | null>(null);
  const history = useHistory(batchSource, filter, ownerOf(relay));
  // What is kept here is known at once; what the relay answers comes below it, and moves nothing.
  const [known, setKnown] = useState({ drafts: false, waiting: false });
  const settled = known.drafts && known.waiting;
  const none = relay?.state === 'none';
  const nothing = history.items?.length === 0 && filter.query + filter.from + filter.to === '';
  const empty = none || nothing;
  useReturningFocus(settled && (none || history.items !== null || history.failure !== null));
  return (
    <div class="batch">
      <HistoryHead filter={filter} onFilter={setFilter} label={t('batch.search')} empty={empty}>
        <Button
          kind={none ? 'plain' : 'primary'}
          name="new-batch"
          icon={<Plus size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => {
            setRefused(null);
            begin().catch((thrown) => setRefused(toFailure(thrown)));
          }}
        >
          {t('batch.new')}
        </Button>
      </HistoryHead>
      <Refusal failure={refused} onClose={() => setRefused(null)} />
      <Waiting
        onDone={history.reload}
        onKnown={() => setKnown((before) => ({ ...before, waiting: true }))}
      />
      <Drafts onKnown={() => setKnown((before) => ({ ...before, drafts: true }))} />
      <WrittenTooLate />
      {settled && relay !== null && !none && <HistoryFailure history={history} />}
      {settled && empty && (
        <EmptyState
          icon={<Send size={28} strokeWidth={1.9} />}
          title={t('batch.emptyTitle')}
          text={t('batch.emptyText')}
          steps={[
            t(none ? 'batch.emptyStepRelay' : 'batch.emptyStepList'),
            t('batch.emptyStepText'),
            t('batch.emptyStepSend'),
          ]}
        >
          {none && (
            <Button kind="primary" name="connect-relay" onPress={openRelayOptions}>
              {t('batch.connectRelay')}
            </Button>
          )}
        </EmptyState>
      )}
      {settled && !empty && (
        <HistoryRows
          history={history}
          none={t('batch.noneFound')}
          more={t('batch.more')}
          row={(batch) => (
            <BatchRow key={batch.id} batch={batch} keeps={relay?.sender?.delivers === false} />
          )}
        />
      )}
    </div>
  );
}

function BatchRow({ batch, keeps }: { batch: Batch; keeps: boolean }) {
  const t = currentTranslate.value;
  return (
    <li>
      <a class="batch-row" href={batchAddress(batch.id)} data-id={batch.id}>
        <span class="batch-row-name">{batch.name || t('batch.unnamed')}</span>
        <span class="tag" data-kind={batchTag[batch.state]}>
          {t(`batch.state.${batch.state}`)}
        </span>
        <span class="batch-row-facts">
          <FactLine facts={factsOf(batch, keeps)} />
        </span>
      </a>
    </li>
  );
}

function factsOf(batch: Batch, keeps: boolean): string[] {
  const t = currentTranslate.value;
  const { counts, total, kept, createdAt, sendAt } = batch;
  const all = isKept(batch, keeps);
  const sent = all ? counts.sent : counts.sent - kept;
  const when = formatWhen(Date.parse(sendAt ?? createdAt), Date.now(), currentLanguage.value);
  return [
    when,
    t(all ? 'batch.row.kept' : 'batch.row.sent', { sent, total }),
    !all && kept > 0 && t('batch.alsoKept', { count: kept }),
    counts.failed > 0 && t('batch.row.failed', { count: counts.failed }),
    counts.uncertain > 0 && t('batch.row.uncertain', { count: counts.uncertain }),
    // Without these "4 of 5" would look like a failure.
    counts.suppressed > 0 && t('batch.count.suppressed', { count: counts.suppressed }),
    counts.cancelled > 0 && t('batch.count.cancelled', { count: counts.cancelled }),
  ].filter((fact) => fact !== false);
}
