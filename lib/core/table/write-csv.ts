/** What a spreadsheet would run as a formula (S24). */
const formula = /^[=+\-@\t\r]/;

/** Text that a spreadsheet shows as it is: an apostrophe stands before what looks like a formula. */
export function defuseCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe of `defuseCell` away again, so that an export can be read back. */
export function undefuseCell(text: string): string {
  // Nearly every cell of a hundred thousand rows begins otherwise.
  return text.charCodeAt(0) === 39 && /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

/**
 * Rows as a CSV file that spreadsheets open by a double click: with a byte order mark, cells in quotes
 * where needed, formulas defused. `separator` is `;` where the comma separates decimals.
 */
export function writeCsv(rows: readonly (readonly string[])[], separator: ';' | ','): string {
  const lines = rows.map((cells) =>
    cells
      .map(defuseCell)
      .map((text) => (/[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
      .join(separator),
  );
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
