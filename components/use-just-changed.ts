import { useEffect, useState } from 'preact/hooks';

/** So long a hand is on its way to what it has seen, milliseconds. */
const moment = 500;

/**
 * True for a moment after this has become another. What stands there now is not what a press in that moment was meant
 * for: a button that came in place of another one lets it pass (`Button`, `passing`).
 */
export function useJustChanged(meaning: string): boolean {
  const [seen, setSeen] = useState(meaning);
  useEffect(() => {
    if (seen === meaning) return;
    const timer = setTimeout(() => setSeen(meaning), moment);
    return () => clearTimeout(timer);
  }, [meaning, seen]);
  return seen !== meaning;
}
