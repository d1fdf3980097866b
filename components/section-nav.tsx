import { useEffect, useState } from 'preact/hooks';

export interface SectionNavProps {
  label: string;
  /** Anchors of the page and their names, from top to bottom. */
  entries: readonly { id: string; title: string }[];
}

/** A section counts as the one that is read once its head has come this far up, as a part of the window. */
const readingLine = 0.3;

/** The contents of a long page, at its side; the section that is being read is marked. */
export function SectionNav({ label, entries }: SectionNavProps) {
  const [current, setCurrent] = useState(entries[0]?.id);
  const ids = entries.map(({ id }) => id).join();
  useEffect(() => {
    const gone = new AbortController();
    const mark = (): void => setCurrent(sectionInSight(ids.split(',')));
    for (const event of ['scroll', 'resize', 'hashchange']) {
      addEventListener(event, mark, { passive: true, signal: gone.signal });
    }
    mark();
    // Sections grow when what they tell has been found out.
    const grown = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(mark);
    grown?.observe(document.body);
    return () => {
      gone.abort();
      grown?.disconnect();
    };
  }, [ids]);
  return (
    <nav class="page-nav" aria-label={label}>
      {entries.map(({ id, title }) => (
        <a key={id} href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

function sectionInSight(ids: readonly string[]): string | undefined {
  const heads = ids.flatMap((id) => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    return box ? [{ id, top: box.top }] : [];
  });
  const asked = heads.find(({ id }) => `#${id}` === location.hash);
  const { scrollHeight, scrollTop, clientHeight } = document.documentElement;
  // At the end of the page short sections never reach the top: the one that was asked for counts there.
  if (asked && scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2) {
    if (asked.top < clientHeight && asked.top >= 0) return asked.id;
  }
  const read = heads.filter(({ top }) => top <= clientHeight * readingLine);
  return (read.at(-1) ?? heads[0])?.id;
}
