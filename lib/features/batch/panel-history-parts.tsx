import { CalendarDays } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { IconButton } from '@/components/icon-button';
import { NoticeCard } from '@/components/notice-card';
import { SearchField } from '@/components/search-field';
import { ListSkeleton } from '@/components/skeleton';
import { browser } from '@/lib/platform/browser';
import { currentTranslate } from '@/lib/platform/translate';
import type { History, HistoryFilter } from './panel-history';

export function openRelayOptions(): void {
  void browser.tabs.create({ url: browser.runtime.getURL('/options.html#relay') });
}

export interface HistoryHeadProps {
  filter: HistoryFilter;
  onFilter(filter: HistoryFilter): void;
  /** Label of the search. */
  label: string;
  /** There is nothing to search in. */
  empty: boolean;
  /** Stands beside it. */
  children?: ComponentChildren;
}

/** The search of a list, and its dates where one wants to; in its place from the first moment on. */
export function HistoryHead({ filter, onFilter, label, empty, children }: HistoryHeadProps) {
  const t = currentTranslate.value;
  const [dates, setDates] = useState(filter.from + filter.to !== '');
  return (
    <>
      {/* What the relay answers later must not move it from under a finger. */}
      <div class="list-head">
        {!empty && (
          <>
            <SearchField
              label={label}
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
                setDates(!dates);
                if (dates) onFilter({ ...filter, from: '', to: '' });
              }}
            />
          </>
        )}
        {children}
      </div>
      {dates && !empty && <Dates filter={filter} onFilter={onFilter} />}
    </>
  );
}

function Dates({ filter, onFilter }: Pick<HistoryHeadProps, 'filter' | 'onFilter'>) {
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

/** Why the relay's list is not there, or not the newest. */
export function HistoryFailure({
  history,
}: {
  history: Pick<History<never>, 'failure' | 'reload'>;
}) {
  const t = currentTranslate.value;
  const { failure, reload } = history;
  if (!failure) return null;
  return (
    <NoticeCard
      tone="error"
      text={t(`error.${failure.code}`)}
      actions={[
        { label: t('common.retry'), run: reload },
        { label: t('common.openSettings'), run: openRelayOptions },
      ]}
      labels={{ close: t('common.close') }}
      onClose={reload}
    />
  );
}

interface RowsProps<Item> {
  history: History<Item>;
  /** Said where none fits the search. */
  none: string;
  /** Leads to the older ones. */
  more: string;
  row(item: Item): ComponentChildren;
}

/** The rows of a list, as far as the relay has told. */
export function HistoryRows<Item>({ history, none, more, row }: RowsProps<Item>) {
  const { items, failure } = history;
  if (!items) {
    return failure ? null : <ListSkeleton label={currentTranslate.value('common.loading')} />;
  }
  return (
    <>
      {items.length === 0 ? (
        <p class="search-none">{none}</p>
      ) : (
        <ul class="batch-rows">{items.map(row)}</ul>
      )}
      {history.more && (
        <Button kind="quiet" name="more-batches" onPress={history.loadMore}>
          {more}
        </Button>
      )}
    </>
  );
}
