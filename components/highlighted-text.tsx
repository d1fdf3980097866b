export interface HighlightedTextProps {
  text: string;
  /** Words to mark; case does not matter. */
  words: readonly string[];
}

/** Text with the words of a search marked. */
export function HighlightedText({ text, words }: HighlightedTextProps) {
  const wanted = words
    .filter((word) => word !== '')
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  if (wanted.length === 0) return <>{text}</>;
  const parts = text.split(new RegExp(`(${wanted.join('|')})`, 'giu'));
  return (
    <>
      {parts.map((part, index) =>
        // Splitting by one group puts the hits at odd places.
        index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
      )}
    </>
  );
}
