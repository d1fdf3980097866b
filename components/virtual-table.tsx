import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { focusIsLost } from '@/components/use-kept-focus';
import { useParts } from '@/components/use-parts';

export interface VirtualTableProps {
  /** What the table holds, for screen readers. */
  label: string;
  /** Names of the columns; hidden from sight when `headless`. */
  columns: readonly string[];
  headless?: boolean;
  rowCount: number;
  /** Height of every row in pixels; rows never wrap. */
  rowHeight: number;
  /** The cells of a row; null while it is on its way. */
  row(index: number): readonly ComponentChildren[] | null;
  /**
   * What stands in a row; undefined while it is on its way. The keyboard's place stays with it when others come before it.
   */
  idOf?(index: number): string | undefined;
  /** Rows `from` … `to - 1` are about to be seen: a chance to fetch them. */
  onRange?(from: number, to: number): void;
  /** Enter, or a press on the row; `upTo` with Shift held. */
  onOpen?(index: number, upTo: boolean): void;
  /** Delete key on a row. */
  onRemove?(index: number): void;
  /** Several rows can be picked, and this one is: then Space does what Enter does. */
  picked?(index: number): boolean;
  /** The row that is open elsewhere. */
  selected?: number;
  /** The row from which somebody comes back: it is shown, and has the focus when nothing else has it. */
  startAt?: number;
  /** All its rows in sight are drawn: now something else may have the processor. Called once. */
  onDrawn?(): void;
  /** Marks a row, e.g. `invalid`, for its colour. */
  kind?(index: number): string | undefined;
}

/** Rows drawn above and below those in sight. */
const spare = 8;
/** Rows drawn until the height is known: a new view has enough to draw in its first frame. */
const firstRows = 4;

/**
 * A table of any length of which only what can be seen is in the page. One stop in the tab order; arrows,
 * Page, Home and End move in it, and screen readers hear the number of the row and of all rows.
 */
export function VirtualTable(props: VirtualTableProps) {
  const { rowCount, rowHeight, columns } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // First a few rows, then those in sight, then the spare ones: all of them in one frame would block the page.
  const parts = useParts(4);
  const below = parts > 2 ? spare : 0;
  const [view, setView] = useState({ top: 0, height: 0 });
  const [current, setCurrent] = useState(0);
  const wantsFocus = useRef(false);
  const active = Math.max(0, Math.min(current, rowCount - 1));
  const from = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const inSight = Math.max(firstRows, Math.ceil((view.top + view.height) / rowHeight));
  const to = Math.min(rowCount, inSight + below);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => props.onRange?.(from, to), [from, to, rowCount, props.onRange]);
  useEffect(() => {
    if (parts > 3) props.onDrawn?.();
  }, [parts > 3]);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  /** What has the keyboard's place; followed only while the keyboard is there. */
  const held = useRef<{ index: number; id?: string | undefined }>({ index: -1 });
  useLayoutEffect(() => {
    const id = props.idOf?.(active);
    const { index, id: before } = held.current;
    if (index !== active || before === undefined || id === undefined || id === before) {
      // Gone on by hand, still there, or on its way.
      held.current = { index: active, id: id ?? (index === active ? before : undefined) };
      return;
    }
    const row = scroller.current?.querySelector(`[data-row="${active}"]`);
    const place = row?.contains(document.activeElement)
      ? findNear(active, (at) => at < rowCount && props.idOf?.(at) === before)
      : active;
    held.current = { index: place, id: place === active ? id : before };
    if (place === active) return;
    wantsFocus.current = true;
    setCurrent(place);
  });

  const goTo = (index: number): void => {
    const element = scroller.current;
    if (!element) return;
    const next = Math.max(0, Math.min(index, rowCount - 1));
    wantsFocus.current = true;
    setCurrent(next);
    const top = next * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + rowHeight - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
    setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useEffect(() => {
    if (props.startAt !== undefined && focusIsLost()) goTo(props.startAt);
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const element = scroller.current;
    if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(element.clientHeight / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rowCount - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) goTo(next);
    else if (props.onOpen && (event.key === 'Enter' || (event.key === ' ' && props.picked))) {
      props.onOpen(active, event.shiftKey);
    } else if (event.key === 'Delete' && props.onRemove && !event.repeat) props.onRemove(active);
    else return;
    event.preventDefault();
  };

  const shown = [];
  for (let index = from; index < to; index += 1) shown.push(index);
  // The row that has the focus stays in the page, or the keyboard would lose its place.
  if (rowCount > 0 && (active < from || active >= to)) shown.push(active);

  return (
    <div
      class="virtual"
      ref={scroller}
      onScroll={(event) => {
        const { scrollTop, clientHeight } = event.currentTarget;
        setView({ top: scrollTop, height: clientHeight });
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a <table> cannot leave rows out */}
      <div
        class="virtual-grid"
        role="grid"
        aria-label={props.label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-multiselectable={props.picked ? true : undefined}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the header is not a stop */}
        <div
          class={props.headless ? 'only-spoken' : 'virtual-row virtual-head'}
          role="row"
          aria-rowindex={1}
        >
          {columns.map((column) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: the header is not a stop
            <span key={column} class="virtual-cell" role="columnheader">
              {column}
            </span>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div class="virtual-body" role="rowgroup" style={{ height: `${rowCount * rowHeight}px` }}>
          {shown.map((index) => (
            <Row
              key={index}
              {...props}
              index={index}
              active={index === active}
              onFocus={setCurrent}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Rows so far away are looked at; a place further off is another one. */
const near = 200;

/** The nearest place that is the one, else the place itself. */
function findNear(place: number, isIt: (index: number) => boolean): number {
  for (let away = 1; away <= near; away += 1) {
    if (isIt(place + away)) return place + away;
    if (place >= away && isIt(place - away)) return place - away;
  }
  return place;
}

interface RowProps extends VirtualTableProps {
  index: number;
  active: boolean;
  onFocus(index: number): void;
}

function Row({ index, active, onFocus, ...table }: RowProps) {
  const cells = table.row(index);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <table> cannot leave rows out
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys
    <div
      class="virtual-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={table.picked?.(index) ?? (table.selected === index || undefined)}
      aria-busy={cells === null || undefined}
      data-row={index}
      data-kind={table.kind?.(index)}
      data-open={table.onOpen ? true : undefined}
      tabIndex={active ? 0 : -1}
      style={{ top: `${index * table.rowHeight}px`, height: `${table.rowHeight}px` }}
      onFocus={() => onFocus(index)}
      onClick={(event) => {
        const target = event.target instanceof Element ? event.target : null;
        if (!target?.closest('button, a, input, select')) table.onOpen?.(index, event.shiftKey);
      }}
    >
      {table.columns.map((column, at) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: rows are the stops
        <span key={column} class="virtual-cell" role="gridcell">
          {cells === null ? <span class="skeleton-line" /> : cells[at]}
        </span>
      ))}
    </div>
  );
}
