import { findWords } from '@/components/find-words';

export interface HighlightedTextProps {
  text: string;
  /** Words to mark; case and accents do not matter. */
  words: readonly string[];
}

/** Text with the words of a search marked, for what stands in a mail page. In pages of our own: `FoundText`. */
export function HighlightedText({ text, words }: HighlightedTextProps) {
  const parts = [];
  let end = 0;
  for (const [from, to] of findWords(text, words)) {
    parts.push(text.slice(end, from));
    parts.push(<mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
