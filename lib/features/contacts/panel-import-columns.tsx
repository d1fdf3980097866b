import { useEffect, useState } from 'preact/hooks';
import { type ReadingChoice, TableReading } from '@/components/table-reading';
import type { ColumnUse } from '@/lib/core/contacts/contact-from-row';
import { columnKinds } from '@/lib/core/table/guess-columns';
import type { OpenTable } from '@/lib/platform/table/open-table';
import { readingChoices, titlesAbove } from '@/lib/platform/table/reading-choices';
import type { TableOptions } from '@/lib/platform/table/table-session';
import { currentTranslate } from '@/lib/platform/translate';
import { importWords } from './panel-import-faults';

const columnUses: readonly ColumnUse[] = [...columnKinds, 'field', 'nothing'];

interface ColumnsProps {
  table: OpenTable;
  uses: readonly ColumnUse[];
  /** How much of it is drawn already, of four: options of the file, columns, their choices. */
  parts: number;
  onUses(uses: ColumnUse[]): void;
  onOptions(options: Partial<TableOptions>): void;
}

/** Which column is what, with an example of each; and how the file was read, when that was a guess. */
export function ImportColumns({ table, uses, parts, onUses, onOptions }: ColumnsProps) {
  const t = currentTranslate.value;
  const { headers, rowCount } = table.summary;
  const words = importWords(table.summary);
  const titles = titlesAbove(table.summary, t);
  const [example, setExample] = useState<readonly string[]>([]);
  useEffect(() => {
    table.rows(0, 30).then(
      (rows) =>
        setExample(headers.map((_, at) => rows.find((row) => row.cells[at])?.cells[at] ?? '')),
      () => undefined,
    );
  }, [table]);
  const set = (index: number, use: ColumnUse): void =>
    onUses(
      uses.map((before, at) => {
        if (at === index) return use;
        // Only free fields may stand more than once.
        return before === use && use !== 'field' && use !== 'nothing' ? 'field' : before;
      }),
    );
  return (
    <details class="import-columns" open={headers.length <= 8}>
      <summary>
        {t(`contacts.${words}.columns`, { rows: rowCount, columns: headers.length })}
      </summary>
      {titles !== '' && <p class="field-hint">{titles}</p>}
      <FileOptions table={table} onOptions={onOptions} whole={parts > 2} />
      <ul class="column-list">
        {(parts > 1 ? headers : []).map((header, index) => (
          <li key={header} class="column">
            <span class="column-name" title={header}>
              {header}
              <span class="contact-meta">{example[index]}</span>
            </span>
            <select
              class="select"
              data-column={index}
              aria-label={t('contacts.import.columnIs', { name: header })}
              value={uses[index]}
              onChange={(event) => set(index, event.currentTarget.value as ColumnUse)}
            >
              {/* Twelve columns have eighty choices, and nobody can have opened one in the first frame. */}
              {columnUses
                .filter((use) => parts > 3 || use === uses[index])
                .map((use) => (
                  <option key={use} value={use}>
                    {t(`contacts.use.${use}`)}
                  </option>
                ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface OptionsProps {
  table: OpenTable;
  /** With what can be chosen, and not only with what is. */
  whole: boolean;
  onOptions(options: Partial<TableOptions>): void;
}

function FileOptions({ table, onOptions, whole }: OptionsProps) {
  const t = currentTranslate.value;
  const { format, sheets, sheet, hasHeader } = table.summary;
  if (format === 'vcard') return null;
  const choices: ReadingChoice[] = readingChoices(table.summary, t);
  if (sheets.length > 1) {
    const options = sheets.map((one) => [one, one] as const);
    choices.push({ name: 'sheet', label: t('contacts.import.sheet'), value: sheet, options });
  }
  return (
    <div class="file-options">
      <TableReading
        choices={choices}
        whole={whole}
        onChoose={(name, value) => onOptions({ [name]: value })}
      />
      <label class="check-row">
        <input
          type="checkbox"
          name="has-header"
          checked={hasHeader}
          onChange={(event) => onOptions({ hasHeader: event.currentTarget.checked })}
        />
        {t('contacts.import.hasHeader')}
      </label>
    </div>
  );
}
