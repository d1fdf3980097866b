export const tableSeparators = [';', ',', '\t', '|', '^', '~'] as const;
/** What is offered beside them; too common in names and times to be guessed. */
export const moreSeparators = [':', ' '] as const;
export type TableSeparator = (typeof tableSeparators)[number];

const sampleLines = 60;
const sampleCharacters = 200_000;

/**
 * Which character stands between the cells: the one that stands equally often in every record. Quoted
 * text is left out; with no separator at all the table has one column, and `;` is as good as any.
 */
export function guessSeparator(text: string): TableSeparator {
  const counts = countInRecords(text.slice(0, sampleCharacters));
  let best: TableSeparator = ';';
  let bestScore = 0;
  for (const separator of tableSeparators) {
    const score = rate(counts.map((record) => record[separator]));
    if (score > bestScore) {
      best = separator;
      bestScore = score;
    }
  }
  return best;
}

type Counts = Record<TableSeparator, number>;

function countInRecords(text: string): Counts[] {
  const records: Counts[] = [];
  let record = none();
  let quoted = false;
  let written = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted) {
      if (written) records.push(record);
      if (records.length >= sampleLines) return records;
      record = none();
      written = false;
    } else if (!quoted && character in record) record[character as TableSeparator] += 1;
    if (character !== '\n' && character !== '\r') written = true;
  }
  if (written) records.push(record);
  return records;
}

function none(): Counts {
  return { ';': 0, ',': 0, '\t': 0, '|': 0, '^': 0, '~': 0 };
}

/** The share of records with the usual count, a little more for more columns; 0 when it is rare. */
function rate(counts: number[]): number {
  const often = new Map<number, number>();
  for (const count of counts) if (count > 0) often.set(count, (often.get(count) ?? 0) + 1);
  let score = 0;
  for (const [count, times] of often) {
    const share = times / counts.length;
    score = Math.max(score, share * share + Math.min(count, 20) / 100);
  }
  return often.size === 0 ? 0 : score;
}

/** The separator named by a first line `sep=;` (Excel's own mark), and where the table begins. */
export function readSeparatorLine(text: string): { separator: string; start: number } | null {
  const found = /^\ufeff?sep=(.)\r?\n/i.exec(text.slice(0, 10));
  return found?.[1] ? { separator: found[1], start: found[0].length } : null;
}
