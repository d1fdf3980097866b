import { DictationRow } from '@/components/dictation-row';
import type { DictationItem, DictationListLabels } from '@/components/dictation-types';
import { EmptyState, type EmptyStateProps } from '@/components/empty-state';
import { SearchField } from '@/components/search-field';
import { ListSkeleton } from '@/components/skeleton';

export interface DictationListProps {
  labels: DictationListLabels;
  /** Null while the first page is on its way. */
  items: readonly DictationItem[] | null;
  query: string;
  onQuery(query: string): void;
  /** Words of the query as they are to be marked in the rows. */
  highlights?: readonly string[];
  /** Shown when there is nothing at all. */
  empty: EmptyStateProps;
  /** Present when older items can be loaded. */
  onMore?(): void;
}

/** Search first, then what was said, newest on top. */
export function DictationList(props: DictationListProps) {
  const { labels, items, query } = props;
  const nothing = items !== null && items.length === 0;
  if (nothing && query === '') return <EmptyState {...props.empty} />;
  return (
    <div class="dictations">
      <SearchField
        label={labels.search}
        clearLabel={labels.clearSearch}
        value={query}
        onQuery={props.onQuery}
      />
      <p class="only-spoken" role="status">
        {items && query !== '' ? labels.found(items.length) : ''}
      </p>
      {items === null && <ListSkeleton label={labels.loading} />}
      {nothing && <p class="search-none">{labels.nothingFound(query)}</p>}
      {items !== null && items.length > 0 && (
        <ul class="dictation-rows">
          {items.map((item) => (
            <DictationRow
              key={item.id}
              item={item}
              labels={labels}
              highlights={props.highlights ?? []}
            />
          ))}
        </ul>
      )}
      {props.onMore && (
        <button type="button" class="button button-quiet" onClick={props.onMore}>
          {labels.more}
        </button>
      )}
    </div>
  );
}
