import { useMemo, useRef } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';
import type { TemplatePage } from './messages';
import { TemplateRowView } from './panel-row';
import { createRowPlaces } from './panel-row-places';

/** With the words that were searched for: they are marked in what was found by them. */
export type AnsweredPage = TemplatePage & { query: string };

/**
 * The templates that were found. Drawn once an answer: a key that is still on its way to the background
 * costs them nothing. Where nothing is found the rows are only put out of sight and reach, since the next
 * letter, or the one taken back, wants them again.
 */
export function TemplateRows({ page }: { page: AnsweredPage }) {
  const t = currentTranslate.value;
  const list = useRef<HTMLUListElement>(null);
  const place = useMemo(createRowPlaces, []);
  const drawn = useRef(page);
  const { items } = page;
  const nothing = items.length === 0;
  const touched = list.current?.contains(document.activeElement) ?? false;
  if (!nothing || touched) drawn.current = page;
  const rows = useMemo(() => {
    const highlights = drawn.current.query.split(/\s+/).filter(Boolean);
    const shown = drawn.current.items;
    const places = place(
      shown.map(({ id }) => id),
      !touched,
    );
    return shown.map((item, at) => (
      <TemplateRowView key={places[at]} item={item} highlights={highlights} />
    ));
  }, [drawn.current, t]);
  return (
    <ul class="template-rows" ref={list} data-nothing={nothing}>
      {rows}
    </ul>
  );
}
