import { useEffect, useRef } from 'preact/hooks';
import { currentTranslate } from '@/lib/platform/translate';

/** The next rows, when one comes near the end or presses. */
export function MoreRows({ drawn, of, onMore }: { drawn: number; of: number; onMore(): void }) {
  const t = currentTranslate.value;
  const end = useRef<HTMLButtonElement>(null);
  // Looked for anew when rows have come: it may still be in sight, which would not be told again.
  useEffect(() => {
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) onMore();
      },
      { rootMargin: '300px' },
    );
    if (end.current) watch.observe(end.current);
    return () => watch.disconnect();
  }, [drawn]);
  return (
    <button
      ref={end}
      type="button"
      class="button button-quiet"
      hidden={drawn >= of}
      onClick={onMore}
    >
      {t('templates.panel.more')}
    </button>
  );
}
