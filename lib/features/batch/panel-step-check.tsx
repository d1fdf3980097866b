import { useEffect, useMemo, useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { Skeleton } from '@/components/skeleton';
import { isEmptyMail } from '@/lib/core/mail/mail-fault';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import { createFiller, type FilledMail } from './panel-content';
import { type BatchPlan, type PlannedRecipient, recipientOf } from './panel-lay-ready';
import { MailView, recipientWords } from './panel-mail-view';
import { ProblemGroup } from './panel-problems';
import { ReachedTold } from './panel-reached-notice';
import { isIncluded } from './panel-recipient-list';
import { BatchRules } from './panel-rules';
import { TestSend } from './panel-test-send';

/** What is decided about empty values: of some lines, and of variables without a column. */
export type MissingDecision = 'skipMissing' | 'allowMissing' | 'allowWithout';

export interface CheckStepProps {
  plan: BatchPlan;
  included: number;
  /** Variables for which there is no value at all. */
  without: readonly string[];
  /** Decides about missing values, for the text as it is now. */
  onDecide(part: Partial<Pick<BatchDraft, MissingDecision>>): void;
  onChange(part: Partial<BatchDraft>): void;
  onCorrect(row: number, column: number, text: string): void;
}

/** Step 3: missing values, the mail of any recipient as it will arrive, rules of bulk mail, a test. */
export function CheckStep({ included, ...props }: CheckStepProps) {
  const { plan, onChange } = props;
  return (
    <>
      <ReachedTold plan={plan} onChange={onChange} />
      <Variables plan={plan} onChange={onChange} />
      <Missing {...props} />
      <Preview plan={plan} included={included} />
    </>
  );
}

/** Which value each variable takes; only shown when there are some. */
function Variables({ plan, onChange }: Pick<CheckStepProps, 'plan' | 'onChange'>) {
  const t = currentTranslate.value;
  const { content, sources, draft, table } = plan;
  const own = content.variables.filter(({ name }) => sources.get(name)?.kind !== 'relay');
  if (own.length === 0) return null;
  const { headers } = table.summary;
  return (
    <details
      class="batch-variables"
      open={own.some(({ name }) => sources.get(name)?.kind === 'none')}
    >
      <summary>{t('batch.variables', { count: own.length })}</summary>
      {own.map(({ name, fallback }) => {
        const source = sources.get(name);
        const automatic = !Object.hasOwn(draft.variables, name);
        const value =
          source?.kind === 'column' ? (headers[source.column] ?? '') : automatic ? '\0' : '';
        return (
          <Field
            key={name}
            label={name}
            hint={fallback === null ? '' : t('batch.otherwise', { words: fallback })}
          >
            {(control) => (
              <select
                {...control}
                class="select"
                name={`variable-${name}`}
                value={value}
                onChange={(event) => {
                  const header = event.currentTarget.value;
                  if (header !== '\0') {
                    onChange({ variables: { ...draft.variables, [name]: header } });
                  }
                }}
              >
                {source?.kind === 'name' && <option value={'\0'}>{t('batch.fromName')}</option>}
                {source?.kind === 'none' && automatic && (
                  <option value={'\0'}>{t('batch.noValue')}</option>
                )}
                {headers.map((header) => (
                  <option key={header} value={header}>
                    {header}
                  </option>
                ))}
                {!automatic && <option value="">{t('batch.noValue')}</option>}
              </select>
            )}
          </Field>
        );
      })}
    </details>
  );
}

function Missing({
  plan,
  without,
  onDecide,
  onChange,
  onCorrect,
}: Omit<CheckStepProps, 'included'>) {
  const t = currentTranslate.value;
  const { check, draft, table } = plan;
  const { headers } = table.summary;
  const { skipMissing, allowMissing, allowWithout } = draft;
  const decided = skipMissing || allowMissing;
  const undo = (): void => onDecide({ skipMissing: false, allowMissing: false });
  const settled = skipMissing ? 'batch.skippedAll' : allowMissing ? 'batch.leftEmpty' : null;
  return (
    <>
      {without.length > 0 && (
        <div class="problems" data-kind="without" data-settled={allowWithout}>
          <div class="problems-head">
            <span>{t('batch.without', { names: without.join(', ') })}</span>
            {allowWithout && <span class="tag">{t('batch.leftEmpty')}</span>}
            <button
              type="button"
              class="link-button"
              data-action={allowWithout ? 'undecide' : 'allow-empty'}
              onClick={() => onDecide({ allowWithout: !allowWithout })}
            >
              {t(allowWithout ? 'common.undo' : 'batch.leaveEmpty')}
            </button>
          </div>
        </div>
      )}
      {check.counts.missing > 0 && (
        <ProblemGroup
          kind="missing"
          title={t('batch.problem.missing', { count: check.counts.missing })}
          findings={check.findings.filter(({ kind }) => kind === 'missing')}
          settled={settled === null ? '' : t(settled)}
          onSkipAll={decided ? undefined : () => onDecide({ skipMissing: true })}
          onUndo={decided ? undo : undefined}
          other={
            decided
              ? undefined
              : { label: t('batch.leaveEmpty'), run: () => onDecide({ allowMissing: true }) }
          }
          describe={({ column = 0 }) => t('batch.missingIn', { column: headers[column] ?? '' })}
          valueName={({ column = 0 }) => variablesOf(column, plan) || (headers[column] ?? '')}
          column={({ column = 0 }) => column}
          draft={draft}
          onChange={onChange}
          onCorrect={onCorrect}
        />
      )}
    </>
  );
}

/** The variables that take their value from this column. */
function variablesOf(column: number, { sources, columns }: BatchPlan): string {
  const names = [...sources].filter(([, source]) =>
    source.kind === 'column'
      ? source.column === column
      : source.kind === 'name' && columns.name === column,
  );
  return names.map(([name]) => name).join(', ');
}

/** Rows that get a mail, by their number among those that do. */
function useIncludedRows({ check, draft }: BatchPlan): number[] {
  return useMemo(() => {
    const skipped = new Set(draft.skipped);
    const rows: number[] = [];
    for (let row = 0; row < check.flags.length; row += 1) {
      if (isIncluded(row, check.flags, skipped, draft.skipMissing)) rows.push(row);
    }
    return rows;
  }, [check, draft.skipped, draft.skipMissing]);
}

function Preview({ plan, included }: { plan: BatchPlan; included: number }) {
  const t = currentTranslate.value;
  const { content, table } = plan;
  const rows = useIncludedRows(plan);
  const [wanted, setWanted] = useState(0);
  const [shown, setShown] = useState<{ recipient: PlannedRecipient; mail: FilledMail } | null>(
    null,
  );
  const [error, setError] = useState('');
  const fill = useMemo(() => createFiller(content), [content]);
  const index = Math.min(wanted, Math.max(0, rows.length - 1));
  useEffect(() => {
    let over = false;
    const row = rows[index];
    if (row === undefined) return;
    void table.rows(row, 1).then(([found]) => {
      if (over || !found) return;
      const recipient = recipientOf(plan, found.cells);
      try {
        const { address, name = '', fields } = recipient;
        setShown({ recipient, mail: fill(address, name, fields) });
        setError('');
      } catch (thrown) {
        setError(thrown instanceof Error ? thrown.message : String(thrown));
      }
    });
    return () => {
      over = true;
    };
  }, [index, rows, fill, table, plan.sources]);
  if (error !== '') {
    return (
      <p class="field-error" role="alert">
        {t('batch.templateError', { words: error })}
      </p>
    );
  }
  if (!shown) return <Skeleton lines={5} label={t('batch.reading')} />;
  const { recipient, mail } = shown;
  const bytes = new TextEncoder().encode(mail.html + mail.text).length;
  const isEmpty = isEmptyMail(mail);
  return (
    <>
      <MailView
        label={t('batch.preview')}
        place={index}
        count={rows.length}
        onPlace={setWanted}
        mail={mail}
        to={recipientWords(recipient.address, recipient.name ?? '')}
      />
      {isEmpty && (
        <p class="field-error" role="alert">
          {t('batch.emptyHere')}
        </p>
      )}
      <BatchRules plan={plan} included={included} bytes={bytes} />
      {!isEmpty && <TestSend plan={plan} recipient={recipient} />}
    </>
  );
}
