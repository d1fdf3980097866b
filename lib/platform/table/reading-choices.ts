import { tableEncodings } from '@/lib/core/table/decode-text';
import { moreSeparators, tableSeparators } from '@/lib/core/table/guess-separator';
import type { TableSummary } from '@/lib/platform/table/table-session';
import type { Translate } from '@/lib/platform/translate';

interface Choice {
  name: 'separator' | 'encoding';
  label: string;
  value: string;
  options: [value: string, words: string][];
}

/** What was guessed about how a text file is written, and what else it could be; nothing of workbooks and vCards. */
export function readingChoices(summary: TableSummary, t: Translate): Choice[] {
  const { format, separator, encoding } = summary;
  if (format === 'xlsx') return [];
  const words: Record<string, string> = {
    ';': t('common.table.semicolon'),
    ',': t('common.table.comma'),
    '\t': t('common.table.tab'),
    '|': t('common.table.bar'),
    ' ': t('common.table.space'),
  };
  const separators = [...new Set<string>([...tableSeparators, ...moreSeparators, separator])];
  const choices: Choice[] = [];
  if (format === 'delimited') {
    choices.push({
      name: 'separator',
      label: t('common.table.separator'),
      value: separator,
      options: separators.map((one) => [one, words[one] ?? one]),
    });
  }
  // What was pasted is text already.
  if (encoding) {
    choices.push({
      name: 'encoding',
      label: t('common.table.encoding'),
      value: encoding,
      options: Object.entries(tableEncodings),
    });
  }
  return choices;
}

/** What was left out above the table, so that nobody misses it; empty when there was nothing. */
export function titlesAbove({ titles }: Pick<TableSummary, 'titles'>, t: Translate): string {
  if (titles.length === 0) return '';
  const quoted = titles.map((title) => t('common.table.title', { title }));
  return t('common.table.above', { titles: quoted.join(', ') });
}
