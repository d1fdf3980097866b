import { useLayoutEffect, useRef } from 'preact/hooks';
import { findWords } from '@/components/find-words';

export interface FoundTextProps {
  class?: string;
  text: string;
  /** Words to mark; case and accents do not matter. */
  words: readonly string[];
}

/** Under this name the browser knows what is marked, and `found-text.css` how. */
const name = 'found-words';

function foundWords(): Highlight {
  const known = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, known);
  return known;
}

/**
 * Text with the words of a search marked, without an element for each: they are painted over it, and a list
 * that is searched keeps its elements from key to key. Only for pages of our own: in a mail page others could
 * reach the text through the browser's list of marks, closed shadow root or not.
 */
export function FoundText({ class: className, text, words }: FoundTextProps) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const node = place.current?.firstChild;
    const places = findWords(text, words);
    if (!node || places.length === 0) return;
    const found = foundWords();
    const ranges = places.map(
      ([startOffset, endOffset]) =>
        new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }),
    );
    for (const range of ranges) found.add(range);
    return () => {
      for (const range of ranges) found.delete(range);
    };
  }, [text, words]);
  return (
    <span ref={place} class={className}>
      {text}
    </span>
  );
}
