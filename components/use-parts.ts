import { useEffect, useState } from 'preact/hooks';

/**
 * How many parts of a large view are drawn: one at first, and one more after each frame, from top to
 * bottom, so that drawing it never holds up the page. What was drawn stays.
 * @param all parts that the view has
 */
export function useParts(all: number): number {
  const [drawn, setDrawn] = useState(1);
  useEffect(() => {
    if (drawn >= all) return;
    const next = setTimeout(() => setDrawn((before) => before + 1));
    return () => clearTimeout(next);
  }, [drawn, all]);
  return drawn;
}
