import { useEffect, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { TableReading } from '@/components/table-reading';
import type { RowCheck } from '@/lib/platform/table/check-rows';
import type { OpenTable } from '@/lib/platform/table/open-table';
import { readingChoices, titlesAbove } from '@/lib/platform/table/reading-choices';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import type { DraftState } from './panel-draft';
import { HiddenRows } from './panel-hidden-rows';
import { AddressProblems } from './panel-problems';
import { freshTable, readAgain } from './panel-readings';
import type { RecipientList } from './panel-recipient-list';
import { type SourcePick, Sources } from './panel-sources';

export interface RecipientsStepProps {
  state: DraftState;
  draft: BatchDraft;
  list: Omit<RecipientList, 'check'>;
  check: RowCheck | null;
  /** What stands in place of the list has changed: what keeps the step from being done may be another thing. */
  onPick(pick: SourcePick): void;
}

/** Step 1: who gets the mail. A file, pasted cells or contacts; columns; problems by line. */
export function RecipientsStep({ state, draft, list, check, onPick }: RecipientsStepProps) {
  const t = currentTranslate.value;
  const typed = draft.pasted !== '' && state.source === null;
  const [pick, setPick] = useState<SourcePick>(typed ? 'paste' : '');
  useEffect(() => onPick(pick), [pick]);
  const take = async (source: Blob | string, name: string): Promise<void> => {
    setPick('');
    const title = draft.name === '' ? name.replace(/\.[a-z0-9]{2,5}$/i, '') : draft.name;
    // What does not fit on the disk is told above, and stands here again.
    await state
      .replaceSource(source, {
        ...freshTable(name),
        pasted: '',
        name: title,
        madeHere: pick === 'contacts',
      })
      .catch(() => setPick(pick));
  };
  const none = list.state === 'none' || pick !== '';
  return (
    <>
      {none && (
        <Sources
          pick={pick}
          pasted={draft.pasted}
          onPasted={(pasted) => state.change({ pasted })}
          picked={draft.picked}
          onPicked={(picked) => state.change({ picked })}
          onPick={setPick}
          onTake={take}
          onKeep={list.state === 'none' ? undefined : () => setPick('')}
        />
      )}
      {pick === '' && list.state === 'opening' && <Skeleton lines={5} label={t('batch.reading')} />}
      {pick === '' && list.failure && (
        <NoticeCard
          tone="error"
          text={t(`error.${list.failure.code}`)}
          labels={{ close: t('common.close') }}
          onClose={() => setPick('paste')}
        />
      )}
      {pick === '' && list.state !== 'none' && (
        <div class="source-line">
          <span class="source-name">{draft.sourceName}</span>
          <Button name="other-list" kind="quiet" onPress={() => setPick('sources')}>
            {t('batch.otherList')}
          </Button>
        </div>
      )}
      {pick === '' && list.table && (
        <>
          <Columns table={list.table} draft={draft} list={list} onChange={state.change} />
          <HiddenRows table={list.table} draft={draft} onChange={state.change} />
          {check ? (
            <AddressProblems draft={draft} check={check} list={list} onChange={state.change} />
          ) : (
            <Skeleton lines={2} label={t('batch.checking')} />
          )}
        </>
      )}
    </>
  );
}

interface ColumnsProps {
  table: OpenTable;
  draft: BatchDraft;
  list: Omit<RecipientList, 'check'>;
  onChange(part: Partial<BatchDraft>): void;
}

/** Which column is what: guessed, and correctable. */
function Columns({ table, draft, list, onChange }: ColumnsProps) {
  const t = currentTranslate.value;
  const { headers, rowCount, sheets, sheet, hasHeader, problemCount } = table.summary;
  const choices = [
    ['addressColumn', list.columns.address, t('batch.column.address')],
    ['firstNameColumn', list.columns.firstName, t('batch.column.firstName')],
    ['nameColumn', list.columns.name, t('batch.column.name')],
  ] as const;
  const reading = readingChoices(table.summary, t);
  const titles = titlesAbove(table.summary, t);
  const choose = (change: Parameters<typeof readAgain>[2]): void =>
    onChange(readAgain(draft, table.summary, change));
  return (
    <section class="columns-choice" aria-label={t('batch.columns')}>
      <p class="batch-reason">
        {[
          t('batch.rows', { count: rowCount }),
          t('batch.columnCount', { count: headers.length }),
          problemCount > 0 && t('batch.uneven', { count: problemCount }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {titles !== '' && <p class="field-hint">{titles}</p>}
      {sheets.length > 1 && (
        <Field label={t('batch.sheet')}>
          {(control) => (
            <select
              {...control}
              class="select"
              name="sheet"
              value={sheet}
              onChange={(event) =>
                choose({
                  sheet: event.currentTarget.value,
                  separator: '',
                  encoding: '',
                  hasHeader: null,
                })
              }
            >
              {sheets.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      {reading.length > 0 && !draft.madeHere && (
        <details class="batch-reading" open={draft.separator + draft.encoding !== ''}>
          <summary>{t('batch.readWrong')}</summary>
          <div class="columns-grid">
            <TableReading
              choices={reading}
              whole
              onChoose={(name, value) => choose({ [name]: value })}
            />
          </div>
        </details>
      )}
      <div class="columns-grid">
        {choices.map(([name, column, label]) => (
          <Field key={name} label={label}>
            {(control) => (
              <select
                {...control}
                class="select"
                name={name}
                value={column === null ? '' : (headers[column] ?? '')}
                onChange={(event) => onChange({ [name]: event.currentTarget.value })}
              >
                <option value="">{t('batch.noColumn')}</option>
                {headers.map((header) => (
                  <option key={header} value={header}>
                    {header}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </div>
      <label class="check-row">
        <input
          type="checkbox"
          name="has-header"
          checked={hasHeader}
          onChange={(event) => choose({ hasHeader: event.currentTarget.checked })}
        />
        {t('batch.hasHeader')}
      </label>
    </section>
  );
}
