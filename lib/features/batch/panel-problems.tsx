import { ChevronDown } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import type { RowCheck, RowFinding } from '@/lib/platform/table/check-rows';
import { currentTranslate } from '@/lib/platform/translate';
import { type BatchDraft, withoutCell } from './batch-draft';
import type { RecipientList } from './panel-recipient-list';

export interface AddressProblemsProps {
  draft: BatchDraft;
  check: RowCheck;
  list: Omit<RecipientList, 'check'>;
  onChange(part: Partial<BatchDraft>): void;
}

/** Addresses that cannot be used, that come twice, or that look mistyped: fix, skip, or choose another file. */
export function AddressProblems({ draft, check, list, onChange }: AddressProblemsProps) {
  const t = currentTranslate.value;
  const column = list.columns.address;
  if (column === null) {
    return (
      <p class="batch-problem-none" role="status" data-tone="warning">
        {t('batch.noAddressColumn')}
      </p>
    );
  }
  const { counts } = check;
  if (counts.invalid + counts.double + counts.doubtful === 0) {
    return (
      <p class="batch-problem-none" role="status">
        {t('batch.allGood')}
      </p>
    );
  }
  const groups = [
    ['invalid', counts.invalid, draft.skipInvalid, 'skipInvalid'],
    ['double', counts.double, draft.skipDoubles, 'skipDoubles'],
    ['doubtful', counts.doubtful, false, null],
  ] as const;
  return (
    <>
      {groups
        .filter(([, count]) => count > 0)
        .map(([kind, count, skipped, skip]) => (
          <ProblemGroup
            key={kind}
            kind={kind}
            title={t(`batch.problem.${kind}`, { count })}
            findings={check.findings.filter((finding) => finding.kind === kind)}
            settled={skipped ? t('batch.skippedAll') : ''}
            onSkipAll={skip && !skipped ? () => onChange({ [skip]: true }) : undefined}
            onUndo={skip && skipped ? () => onChange({ [skip]: false }) : undefined}
            describe={describeAddress}
            column={() => column}
            draft={draft}
            onChange={onChange}
            onCorrect={list.correct}
          />
        ))}
    </>
  );
}

function describeAddress(finding: RowFinding): string {
  const t = currentTranslate.value;
  if (finding.kind === 'double') return t('batch.firstLine', { line: finding.firstLine ?? 0 });
  return finding.fault ? t(`batch.fault.${finding.fault}`) : t('batch.fault.doubtful');
}

export interface ProblemGroupProps {
  kind: RowFinding['kind'];
  title: string;
  findings: readonly RowFinding[];
  /** Said in place of the actions once it is decided. */
  settled: string;
  onSkipAll?(): void;
  /** Takes the decision back. */
  onUndo?(): void;
  /** A second way out for all of them. */
  other?: { label: string; run(): void };
  describe(finding: RowFinding): string;
  /** What the value is for, where a line may have several fields. */
  valueName?(finding: RowFinding): string;
  /** The cell that is to be corrected. */
  column(finding: RowFinding): number;
  draft: BatchDraft;
  onChange(part: Partial<BatchDraft>): void;
  onCorrect(row: number, column: number, text: string): void;
}

const shownAtOnce = 50;

/** Problems of one kind, with their lines; the list opens on demand. */
export function ProblemGroup(props: ProblemGroupProps) {
  const { kind, title, findings, settled, onSkipAll, onUndo, other, draft } = props;
  const t = currentTranslate.value;
  // Where a correction was begun and the panel went, one finds it again.
  const begun = findings.some(({ row }) => draft.begun.some((edit) => edit.row === row));
  const [open, setOpen] = useState(begun);
  const [limit, setLimit] = useState(shownAtOnce);
  const skipped = new Set(draft.skipped);
  return (
    <section class="problems" data-kind={kind} data-settled={settled !== ''}>
      <div class="problems-head">
        <button
          type="button"
          class="problems-toggle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown size={16} strokeWidth={1.9} aria-hidden="true" />
          {title}
        </button>
        {settled !== '' && <span class="tag">{settled}</span>}
        {onUndo && (
          <button type="button" class="link-button" data-action="undecide" onClick={onUndo}>
            {t('common.undo')}
          </button>
        )}
        {onSkipAll && (
          <button type="button" class="link-button" data-action="skip-all" onClick={onSkipAll}>
            {t('batch.skipAll')}
          </button>
        )}
        {other && (
          <button type="button" class="link-button" data-action="keep-all" onClick={other.run}>
            {other.label}
          </button>
        )}
      </div>
      {open && (
        <ul class="problem-rows">
          {findings.slice(0, limit).map((finding) => (
            <Problem
              key={`${finding.row}-${finding.column}`}
              {...props}
              finding={finding}
              skipped={skipped.has(finding.row)}
            />
          ))}
          {findings.length > limit && (
            <li>
              <button
                type="button"
                class="link-button"
                onClick={() => setLimit(limit + shownAtOnce * 4)}
              >
                {t('batch.moreLines', { count: findings.length - limit })}
              </button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Problem({
  finding,
  skipped,
  describe,
  valueName,
  column,
  draft,
  onChange,
  onCorrect,
}: ProblemGroupProps & { finding: RowFinding; skipped: boolean }) {
  const t = currentTranslate.value;
  const { row, line, text, suggestion } = finding;
  const cell = { row, column: column(finding) };
  const { begun } = draft;
  const written = begun.find((one) => one.row === row && one.column === cell.column)?.text;
  /** Begun before this field was there: left as it is, the field tells no change. */
  const found = useRef(written);
  const correct = (value: string): void => {
    found.current = undefined;
    onCorrect(row, cell.column, value.trim());
  };
  const leave = (value: string): void => {
    if (written === undefined) return;
    if (value.trim() === text) onChange({ begun: withoutCell(begun, cell) });
    else if (value === found.current) correct(value);
  };
  return (
    <li class="batch-problem" data-line={line}>
      <span class="problem-line">{t('batch.line', { line })}</span>
      <input
        class="input"
        aria-label={
          valueName
            ? t('batch.correctValue', { line, name: valueName(finding) })
            : t('batch.correctLine', { line })
        }
        defaultValue={written ?? text}
        disabled={skipped}
        spellcheck={false}
        onInput={({ currentTarget: { value } }) =>
          onChange({ begun: [...withoutCell(begun, cell), { ...cell, text: value }] })
        }
        onChange={(event) => correct(event.currentTarget.value)}
        onBlur={(event) => leave(event.currentTarget.value)}
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && leave(currentTarget.value)}
      />
      <span class="problem-why">
        {skipped ? t('batch.lineSkipped') : describe(finding)}
        {suggestion && !skipped && (
          <button
            type="button"
            class="link-button"
            data-action="take-suggestion"
            onClick={() => correct(suggestion)}
          >
            {t('batch.useSuggestion', { text: suggestion })}
          </button>
        )}
        <button
          type="button"
          class="link-button"
          data-action={skipped ? 'unskip-line' : 'skip-line'}
          onClick={() =>
            onChange({
              skipped: skipped
                ? draft.skipped.filter((one) => one !== row)
                : [...draft.skipped, row],
            })
          }
        >
          {t(skipped ? 'batch.takeLine' : 'batch.skipLine')}
        </button>
      </span>
    </li>
  );
}
