const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Lines of plain text as a mail writes them: one block a line, an empty line keeps its height. */
export function textToHtml(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const safe = line.replace(/[&<>]/g, (char) => escapes[char] ?? char);
      return `<div>${safe.trim() === '' ? '<br>' : safe}</div>`;
    })
    .join('');
}
