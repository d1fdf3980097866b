import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Segmented } from '@/components/segmented';
import { useParts } from '@/components/use-parts';
import { VirtualTable } from '@/components/virtual-table';
import { type ColumnUse, usesFromGuess } from '@/lib/core/contacts/contact-from-row';
import type { TableRow } from '@/lib/core/table/table';
import { type RowCheck, rowFlag } from '@/lib/platform/table/check-rows';
import type { OpenTable } from '@/lib/platform/table/open-table';
import type { TableOptions } from '@/lib/platform/table/table-session';
import { currentTranslate } from '@/lib/platform/translate';
import { type ImportOutcome, importContacts, type KnownMode } from './import-store';
import type { ContactsDesk } from './panel';
import { ImportColumns } from './panel-import-columns';
import { importWords } from './panel-import-faults';
import { ImportHidden } from './panel-import-hidden';
import { ImportProblems } from './panel-import-problems';
import { checkWithout, contactsOfTable } from './panel-import-rows';
import { putBack } from './store';

interface PreviewProps {
  desk: ContactsDesk;
  table: OpenTable;
  onOptions(options: Partial<TableOptions>): void;
}

/** What will become of the file: columns, problems by line, rows; then the writing itself. */
export function ImportPreview({ desk, table, onOptions }: PreviewProps) {
  const t = currentTranslate.value;
  const { summary } = table;
  const guessed = usesFromGuess(summary.headers, summary.guess, summary.format === 'vcard');
  const [uses, setUses] = useState(guessed);
  const [leavesHidden, setLeavesHidden] = useState(false);
  const leftOut = leavesHidden ? summary.hiddenRows : [];
  const [mode, setMode] = useState<KnownMode>('complete');
  const [check, setCheck] = useState<RowCheck | null>(null);
  const [version, setVersion] = useState(0);
  const [written, setWritten] = useState<{ count: number; of: number } | null>(null);
  const stop = useRef(new AbortController());
  const address = uses.indexOf('address');
  const parts = useParts(6);
  // The rows are checked once everything is drawn, the last of them their table: on two processors the check, the page
  // and what paints it would hold each other up.
  const [drawn, setDrawn] = useState(false);

  useEffect(() => {
    let outdated = false;
    if (address < 0) setCheck(null);
    else if (drawn)
      table.check({ address, skipped: leftOut }).then(
        (result) => !outdated && setCheck(checkWithout(result, leftOut)),
        () => undefined,
      );
    return () => {
      outdated = true;
    };
  }, [address, version, drawn, leavesHidden]);
  // Whoever leaves in the middle takes everything back.
  useEffect(() => () => stop.current.abort(), []);

  const bad = check?.counts.invalid ?? 0;
  const good = summary.rowCount - leftOut.length - bad;
  const people = good - (check?.counts.double ?? 0);
  const fix = async (row: number, text: string): Promise<void> => {
    await table.setCell(row, address, text);
    setVersion((before) => before + 1);
  };
  const start = async (): Promise<void> => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setWritten({ count: 0, of: good });
    await desk.attempt(async () => {
      try {
        const contacts = await contactsOfTable(table, uses, signal, !leavesHidden);
        const outcome = await importContacts(contacts, mode, signal, (count) =>
          setWritten({ count, of: contacts.length }),
        );
        desk.go({ view: 'list' });
        sayOutcome(outcome);
      } finally {
        setWritten(null);
      }
    });
  };
  const sayOutcome = ({ added, changed, kept, unchanged, revision }: ImportOutcome): void => {
    const parts = [
      t('contacts.import.added', { count: added.length }),
      changed.length > 0 && t('contacts.import.changed', { count: changed.length }),
      unchanged > 0 && t('contacts.import.unchanged', { count: unchanged }),
      kept > 0 && t('contacts.import.kept', { count: kept }),
      bad + leftOut.length > 0 &&
        t(`contacts.${importWords(summary)}.skipped`, { count: bad + leftOut.length }),
    ];
    const undo = () => putBack({ before: changed, added, revision });
    desk.say(
      `${parts.filter(Boolean).join(', ')}.`,
      added.length + changed.length > 0 ? undo : undefined,
    );
  };

  if (written) {
    return (
      <div class="import-progress">
        <p role="status">
          {t('contacts.import.writing', { count: written.count, of: written.of })}
        </p>
        <progress
          aria-label={t('contacts.import.title')}
          value={written.count}
          max={Math.max(1, written.of)}
        />
        <div>
          <Button name="cancel-import" onPress={() => stop.current.abort()}>
            {t('common.cancel')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      <ImportColumns
        table={table}
        uses={uses}
        parts={parts}
        onUses={setUses}
        onOptions={onOptions}
      />
      <ImportHidden
        summary={summary}
        uses={uses}
        guessed={guessed}
        leavesHidden={leavesHidden}
        onLeave={setLeavesHidden}
        onUses={setUses}
      />
      {address < 0 && <p class="import-warning">{t('contacts.import.noAddress')}</p>}
      {check && (
        <ImportProblems
          summary={summary}
          check={check}
          onFix={(row, text) => void desk.attempt(() => fix(row, text))}
        />
      )}
      {parts > 5 && (
        <PreviewRows
          table={table}
          onDrawn={() => setDrawn(true)}
          uses={uses}
          check={check}
          version={version}
          leftOut={new Set(leftOut)}
        />
      )}
      {parts > 4 && (
        <div class="import-foot">
          <Segmented<KnownMode>
            label={t('contacts.import.known')}
            labelShown
            value={mode}
            onChange={setMode}
            options={(['complete', 'replace', 'keep'] as const).map((value) => ({
              value,
              label: t(`contacts.import.mode.${value}`),
            }))}
          />
          <p class="field-hint">{t(`contacts.import.modeHint.${mode}`)}</p>
          <Button
            kind="primary"
            name="import-contacts"
            disabled={!check || good === 0}
            onPress={() => void start()}
          >
            {t('contacts.import.start', { count: check ? people : 0 })}
          </Button>
        </div>
      )}
    </>
  );
}

interface RowsProps {
  table: OpenTable;
  uses: readonly ColumnUse[];
  check: RowCheck | null;
  version: number;
  leftOut: ReadonlySet<number>;
  onDrawn(): void;
}

const shownUses = ['address', 'firstName', 'name', 'organisation', 'category'] as const;
const part = 200;

/** The rows as they will be read, a part at a time. */
function PreviewRows({ table, uses, check, version, leftOut, onDrawn }: RowsProps) {
  const t = currentTranslate.value;
  const rows = useRef(new Map<number, TableRow[] | null>());
  const [arrived, refresh] = useState(0);
  useEffect(() => {
    rows.current.clear();
    need(0, 40);
  }, [version]);
  const need = (from: number, to: number): void => {
    for (let at = Math.floor(from / part); at * part < to; at += 1) {
      if (rows.current.has(at)) continue;
      rows.current.set(at, null);
      table.rows(at * part, part).then(
        (found) => {
          rows.current.set(at, found);
          refresh((count) => count + 1);
        },
        () => undefined,
      );
    }
  };
  const columns = shownUses.filter((use) => uses.includes(use));
  return (
    <div class="import-rows" style={{ '--virtual-width': `${80 + columns.length * 150}px` }}>
      {/* Drawn with its rows: empty ones, there for a frame, would cost as much as these. */}
      {arrived > 0 && (
        <VirtualTable
          label={t(`contacts.${importWords(table.summary)}.preview`)}
          columns={[t('contacts.import.line'), ...columns.map((use) => t(`contacts.use.${use}`))]}
          rowCount={table.summary.rowCount}
          rowHeight={32}
          onRange={need}
          onDrawn={onDrawn}
          kind={(index) => {
            if (leftOut.has(index)) return 'left-out';
            const flag = check?.flags[index] ?? 0;
            if (flag & rowFlag.invalid) return 'invalid';
            return flag & (rowFlag.double | rowFlag.doubtful) ? 'double' : undefined;
          }}
          row={(index) => {
            const row = rows.current.get(Math.floor(index / part))?.[index % part];
            if (!row) return null;
            return [row.line, ...columns.map((use) => row.cells[uses.indexOf(use)] ?? '')];
          }}
        />
      )}
    </div>
  );
}
