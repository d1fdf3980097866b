export interface HighlightedTextProps {
  text: string;
  /** Words to mark; case and accents do not matter. */
  words: readonly string[];
}

/** Without accents, letter for letter, so that a place in one is the same place in the other. */
function fold(text: string): string {
  return text.replace(/[À-ɏ]/g, (letter) => letter.normalize('NFD').charAt(0));
}

/** Text with the words of a search marked. */
export function HighlightedText({ text, words }: HighlightedTextProps) {
  const wanted = words.filter((word) => word !== '').map(escapePattern);
  if (wanted.length === 0) return <>{text}</>;
  const parts = [];
  let end = 0;
  for (const hit of fold(text).matchAll(new RegExp(wanted.join('|'), 'giu'))) {
    parts.push(text.slice(end, hit.index));
    end = hit.index + hit[0].length;
    parts.push(<mark key={hit.index}>{text.slice(hit.index, end)}</mark>);
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}

function escapePattern(word: string): string {
  return fold(word).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
