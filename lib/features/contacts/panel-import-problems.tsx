import { useCallback, useState } from 'preact/hooks';
import type { TableProblem } from '@/lib/core/table/table';
import type { RowCheck, RowFinding } from '@/lib/platform/table/check-rows';
import type { TableSummary } from '@/lib/platform/table/table-session';
import { currentTranslate, type Translate } from '@/lib/platform/translate';
import { faultsByLine, importWords } from './panel-import-faults';

/** Problems that are shown before "show more" is pressed. */
const first = 5;
const step = 50;

interface ProblemsProps {
  summary: TableSummary;
  check: RowCheck;
  onFix(row: number, text: string): void;
}

/** What is wrong, by line: each can be put right here; what is not is left out of the import. */
export function ImportProblems({ summary, check, onFix }: ProblemsProps) {
  const t = currentTranslate.value;
  const [limit, setLimit] = useState(first);
  const { counts } = check;
  const words = importWords(summary);
  const total = counts.invalid + counts.double + counts.doubtful + summary.problemCount;
  if (total === 0) return <p class="import-fine">{t(`contacts.${words}.noProblem`)}</p>;
  const parts = [
    counts.invalid > 0 && t(`contacts.${words}.invalid`, { count: counts.invalid }),
    counts.double > 0 && t('contacts.import.double', { count: counts.double }),
    counts.doubtful > 0 && t('contacts.import.doubtful', { count: counts.doubtful }),
    summary.problemCount > 0 && t(`contacts.${words}.unclear`, { count: summary.problemCount }),
  ].filter(Boolean);
  const faults = faultsByLine(check.findings, summary.problems, limit);
  return (
    <section class="import-problems" aria-label={t('contacts.import.problems')}>
      <p role="status">{parts.join(' · ')}</p>
      <ul class="problem-list">
        {faults.map(({ finding, problem }) =>
          finding ? (
            <Finding key={`${finding.kind}${finding.row}`} finding={finding} onFix={onFix} />
          ) : (
            <li key={`${problem.kind}${problem.line}`} class="problem">
              <span class="tag">{t('contacts.import.atLine', { line: problem.line })}</span>
              <span class="problem-what">{describeProblem(problem, t)}</span>
            </li>
          ),
        )}
      </ul>
      {limit < check.findings.length + summary.problems.length && (
        <button
          type="button"
          class="link-button"
          data-action="more-problems"
          onClick={() => setLimit(limit + step)}
        >
          {t('contacts.import.moreProblems')}
        </button>
      )}
    </section>
  );
}

function describeProblem({ kind, expected = 0, found = 0 }: TableProblem, t: Translate): string {
  if (kind === 'too-few-cells' || kind === 'too-many-cells' || kind === 'too-many-columns') {
    return t(`contacts.import.problem.${kind}`, { expected, found });
  }
  return t(`contacts.import.problem.${kind}`);
}

interface FindingProps {
  finding: RowFinding;
  onFix(row: number, text: string): void;
}

function Finding({ finding, onFix }: FindingProps) {
  const t = currentTranslate.value;
  const [text, setText] = useState<string | null>(null);
  const { row, line, kind, suggestion } = finding;
  // It opens below what was pressed, which may have stood at the edge: whole, with the focus in it.
  const showWhole = useCallback((form: HTMLFormElement | null) => {
    form?.querySelector('input')?.focus({ preventScroll: true });
    form?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <li class="problem" data-kind={kind}>
      <span class="tag" data-kind={kind === 'invalid' ? 'failed' : 'pending'}>
        {t('contacts.import.atLine', { line })}
      </span>
      <span class="problem-what">
        {kind === 'invalid' && finding.fault && t(`contacts.fault.${finding.fault}`)}
        {kind === 'double' && t('contacts.import.doubleOf', { line: finding.firstLine ?? 0 })}
        {kind === 'doubtful' && t('contacts.import.looksMistyped')}{' '}
        {finding.text && <b class="problem-text">{finding.text}</b>}
      </span>
      {text === null && (
        <span class="problem-actions">
          {suggestion && (
            <button
              type="button"
              class="link-button"
              data-action="use-suggestion"
              onClick={() => onFix(row, suggestion)}
            >
              {t('contacts.import.use', { address: suggestion })}
            </button>
          )}
          {kind !== 'double' && (
            <button
              type="button"
              class="link-button"
              data-action="fix"
              onClick={() => setText(finding.text)}
            >
              {t('contacts.import.fix')}
            </button>
          )}
        </span>
      )}
      {text !== null && (
        <form
          ref={showWhole}
          class="problem-form"
          onSubmit={(event) => {
            event.preventDefault();
            onFix(row, text);
            setText(null);
          }}
        >
          <input
            class="input"
            name="fixed"
            aria-label={t('contacts.import.fixLine', { line })}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" class="button button-plain" data-action="fixed">
            {t('common.save')}
          </button>
        </form>
      )}
    </li>
  );
}
