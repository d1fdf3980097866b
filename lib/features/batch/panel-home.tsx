import { CalendarDays, Plus, Send } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { FactLine } from '@/components/fact-line';
import { IconButton } from '@/components/icon-button';
import { NoticeCard } from '@/components/notice-card';
import { SearchField } from '@/components/search-field';
import { ListSkeleton } from '@/components/skeleton';
import { useReturningFocus } from '@/components/use-returning-focus';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { browser } from '@/lib/platform/browser';
import { guarded } from '@/lib/platform/storage-guard';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { Batch } from './messages';
import { Drafts, Waiting } from './panel-drafts';
import { type HistoryFilter, useHistory } from './panel-history';
import { WrittenTooLate } from './panel-late-texts';
import { Refusal } from './panel-refusal';
import { batchAddress, draftAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { batchTag, isKept } from './panel-words';
import { newDraft, saveDraft } from './store';

/** Begins a batch and goes to it. It is on the disk before it is seen. Throws `storage-full`, `storage-failed`. */
async function begin(): Promise<void> {
  const id = crypto.randomUUID();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await guarded(() => saveDraft({ ...newDraft(id, zone), updatedAt: Date.now() }));
  location.hash = draftAddress(id);
}

export function openRelayOptions(): void {
  void browser.tabs.create({ url: browser.runtime.getURL('/options.html#relay') });
}

/** What is being prepared, what waits for an answer, and everything the relay has sent or will send. */
export function BatchHome() {
  const t = currentTranslate.value;
  const relay = useRelay();
  const [filter, setFilter] = useState<HistoryFilter>({ query: '', from: '', to: '' });
  const [dates, setDates] = useState(false);
  /** Why no new batch could be begun. */
  const [refused, setRefused] = useState<Failure | null>(null);
  const history = useHistory(filter);
  // What is kept here is known at once; what the relay answers comes below it, and moves nothing.
  const [known, setKnown] = useState({ drafts: false, waiting: false });
  const settled = known.drafts && known.waiting;
  const none = relay?.state === 'none';
  const nothing = history.items?.length === 0 && filter.query + filter.from + filter.to === '';
  const empty = none || nothing;
  useReturningFocus(settled && (none || history.items !== null || history.failure !== null));
  return (
    <div class="batch">
      {/* In its place from the first moment: what the relay answers later must not move it from under a finger. */}
      <div class="list-head">
        {!empty && <Search filter={filter} dates={dates} onDates={setDates} onFilter={setFilter} />}
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
      </div>
      <Refusal failure={refused} onClose={() => setRefused(null)} />
      {dates && !empty && <Dates filter={filter} onFilter={setFilter} />}
      <Waiting
        onDone={history.reload}
        onKnown={() => setKnown((before) => ({ ...before, waiting: true }))}
      />
      <Drafts onKnown={() => setKnown((before) => ({ ...before, drafts: true }))} />
      <WrittenTooLate />
      {settled && history.failure && relay !== null && !none && (
        <NoticeCard
          tone="error"
          text={t(`error.${history.failure.code}`)}
          actions={[
            { label: t('common.retry'), run: history.reload },
            { label: t('common.openSettings'), run: openRelayOptions },
          ]}
          labels={{ close: t('common.close') }}
          onClose={history.reload}
        />
      )}
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
      {settled && !empty && <History history={history} keeps={relay?.sender?.delivers === false} />}
    </div>
  );
}

/** What was handed over, as far as the relay has told. */
function History({ history, keeps }: { history: ReturnType<typeof useHistory>; keeps: boolean }) {
  const t = currentTranslate.value;
  if (!history.items) return history.failure ? null : <ListSkeleton label={t('common.loading')} />;
  return (
    <>
      <BatchRows items={history.items} keeps={keeps} />
      {history.more && (
        <Button kind="quiet" name="more-batches" onPress={history.loadMore}>
          {t('batch.more')}
        </Button>
      )}
    </>
  );
}

interface FilterProps {
  filter: HistoryFilter;
  onFilter(filter: HistoryFilter): void;
}

interface SearchProps extends FilterProps {
  dates: boolean;
  onDates(shown: boolean): void;
}

/** By name, and by date where one wants to. */
function Search({ filter, dates, onDates, onFilter }: SearchProps) {
  const t = currentTranslate.value;
  return (
    <>
      <SearchField
        label={t('batch.search')}
        clearLabel={t('common.clearSearch')}
        name="search-batches"
        value={filter.query}
        onQuery={(query) => onFilter({ ...filter, query })}
      />
      <IconButton
        name="filter-dates"
        label={t('batch.byDate')}
        icon={<CalendarDays size={18} strokeWidth={1.9} aria-hidden="true" />}
        expanded={dates}
        onPress={() => {
          onDates(!dates);
          if (dates) onFilter({ ...filter, from: '', to: '' });
        }}
      />
    </>
  );
}

function Dates({ filter, onFilter }: FilterProps) {
  const t = currentTranslate.value;
  return (
    <div class="batch-dates">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} class="field">
          <span class="field-label">{t(`batch.date.${end}`)}</span>
          <input
            class="input"
            type="date"
            name={`date-${end}`}
            value={filter[end]}
            onInput={(event) => onFilter({ ...filter, [end]: event.currentTarget.value })}
          />
        </label>
      ))}
    </div>
  );
}

function BatchRows({ items, keeps }: { items: readonly Batch[]; keeps: boolean }) {
  const t = currentTranslate.value;
  if (items.length === 0) return <p class="search-none">{t('batch.noneFound')}</p>;
  return (
    <ul class="batch-rows">
      {items.map((batch) => (
        <li key={batch.id}>
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
      ))}
    </ul>
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
