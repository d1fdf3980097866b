import { straightText } from '@/lib/core/straight-text';

/** Rows as separated text: the same way in as every other table, problems by line included. */
export function separatedTable(rows: Iterable<readonly string[]>): string {
  const lines: string[] = [];
  for (const row of rows) lines.push(row.map(quote).join(';'));
  return lines.join('\n');
}

function quote(cell: string): string {
  // Kept by an earlier version, it would turn around what stands beside it in the mail.
  return `"${straightText(cell).replaceAll('"', '""')}"`;
}
