/** Grey lines in the place of text that is on its way. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="skeleton-line" />
      ))}
    </div>
  );
}

/** A list that is on its way: its rows, and its search where that comes with it, as high as they will be. */
export function ListSkeleton({ label, search = false }: { label: string; search?: boolean }) {
  return (
    <div class="list-skeleton" role="status" aria-label={label}>
      {search && <span class="skeleton-search" />}
      {Array.from({ length: 4 }, (_, index) => (
        <span key={index} class="skeleton-row">
          <span class="skeleton-line" />
          <span class="skeleton-line" />
        </span>
      ))}
    </div>
  );
}
