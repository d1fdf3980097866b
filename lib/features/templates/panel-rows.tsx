import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';
import type { TemplatePage } from './messages';
import { TemplateRowView } from './panel-row';
import { createRowPlaces } from './panel-row-places';

/** With the words that were searched for: they are marked in what was found by them. */
export type AnsweredPage = TemplatePage & { query: string };

/** No row is lower, in pixels. */
const lowestRow = 88;

/**
 * The templates that were found. Drawn once an answer: a key that is still on its way to the background
 * costs them nothing. Where nothing is found the rows are only put out of sight and reach, since the next
 * letter, or the one taken back, wants them again.
 */
export function TemplateRows({ page }: { page: AnsweredPage }) {
  const t = currentTranslate.value;
  const list = useRef<HTMLUListElement>(null);
  const place = useMemo(createRowPlaces, []);
  const shown = useRef(page);
  const nothing = page.items.length === 0;
  const touched = list.current?.contains(document.activeElement) ?? false;
  if (!nothing || touched) shown.current = page;
  const rows = useMemo(() => {
    const { items, query } = shown.current;
    const highlights = query.split(/\s+/).filter(Boolean);
    const ids = items.map(({ id }) => id);
    const places = place(ids, !touched);
    return items.map((item, at) => (
      <TemplateRowView key={places[at]} item={item} highlights={highlights} />
    ));
  }, [shown.current, t]);
  const drawn = useRowsInSightFirst(rows, list.current);
  return (
    <ul class="template-rows" ref={list} data-nothing={nothing} onPointerMove={showLabel}>
      {touched ? rows : drawn}
    </ul>
  );
}

/**
 * What a button does stands there in words when the pointer rests on it. Written when it comes: the words of
 * three buttons in each row, with the name of their template, would be styled anew at every key.
 */
function showLabel({ target }: PointerEvent): void {
  const button = target instanceof Element ? target.closest('.template-actions button') : null;
  const label = button?.getAttribute('aria-label') ?? '';
  if (button?.getAttribute('title') !== label) button?.setAttribute('title', label);
}

/** The rows in sight change at once; those below the window a frame later, and stay as they were until then. */
function useRowsInSightFirst(rows: JSX.Element[], list: Element | null): JSX.Element[] {
  const before = useRef<JSX.Element[]>([]);
  const [complete, setComplete] = useState<JSX.Element[] | null>(null);
  const room = useRoom(list);
  const drawn = useMemo(() => {
    if (room.current === null || complete === rows) return rows;
    const first = rows.slice(0, Math.ceil(room.current / lowestRow));
    const taken = new Set(first.map(({ key }) => key));
    const partly = [...first, ...before.current.filter(({ key }) => !taken.has(key))];
    // A list that is longer or shorter for a frame would be seen, or would ask for more.
    return partly.length === rows.length ? partly : rows;
  }, [rows, complete]);
  useEffect(() => {
    before.current = rows;
    setComplete(rows);
  }, [rows]);
  return drawn;
}

/**
 * Pixels from the top of the list to the end of the window; null while that is not known. Measured when all
 * is painted: in the turn of a key, everything would be laid out for it once more.
 */
function useRoom(list: Element | null): { readonly current: number | null } {
  const room = useRef<number | null>(null);
  useEffect(() => {
    room.current ??= list && innerHeight - list.getBoundingClientRect().top;
  });
  useEffect(() => {
    const forget = (): void => {
      room.current = null;
    };
    const gone = new AbortController();
    for (const moved of ['scroll', 'resize']) {
      addEventListener(moved, forget, { passive: true, signal: gone.signal });
    }
    return () => gone.abort();
  }, []);
  return room;
}
