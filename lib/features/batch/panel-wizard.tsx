import { ArrowRight } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { ViewTitle } from '@/components/view-title';
import { rowFlag } from '@/lib/platform/table/check-rows';
import { currentTranslate } from '@/lib/platform/translate';
import { contentOf, sourcesOf } from './panel-content';
import { type DraftState, useDraft } from './panel-draft';
import type { BatchPlan } from './panel-lay-ready';
import { countIncluded, useCheck, useTable } from './panel-recipient-list';
import { homeAddress } from './panel-route';
import { CheckStep } from './panel-step-check';
import { MessageStep } from './panel-step-message';
import { RecipientsStep } from './panel-step-recipients';
import { SendStep } from './panel-step-send';
import type { BatchDraft } from './store';

const steps = ['recipients', 'message', 'check', 'send'] as const;
type Step = (typeof steps)[number];

/** Prepares one batch, step by step; everything is kept as it is typed. */
export function BatchWizard({ id }: { id: string }) {
  const t = currentTranslate.value;
  const state = useDraft(id);
  if (state.failure) {
    return (
      <NoticeCard
        tone="error"
        text={t(`error.${state.failure.code}`)}
        labels={{ close: t('common.close') }}
        onClose={() => {
          location.hash = homeAddress;
        }}
      />
    );
  }
  if (state.draft === undefined) return <Skeleton lines={6} label={t('common.loading')} />;
  if (state.draft === null) {
    return (
      <EmptyState
        title={t('batch.draftGoneTitle')}
        text={t('batch.draftGone')}
        action={{
          label: t('batch.name'),
          run: () => {
            location.hash = homeAddress;
          },
        }}
      />
    );
  }
  return <Steps state={state} draft={state.draft} />;
}

function Steps({ state, draft }: { state: DraftState; draft: BatchDraft }) {
  const t = currentTranslate.value;
  const list = useTable(state);
  const { table, columns } = list;
  const { subject, html, body, unsubscribe } = draft;
  const content = useMemo(() => contentOf(draft, t), [subject, html, body, unsubscribe, t]);
  const { sources, required, without } = useMemo(
    () => sourcesOf(content, draft, table?.summary.headers ?? [], columns),
    [content, draft.variables, table, columns.address, columns.name, columns.firstName],
  );
  const check = useCheck(table, columns, required, draft.edits);
  const included = useMemo(
    () => (check ? countIncluded(check, draft) : 0),
    [check, draft.skipped, draft.skipMissing],
  );
  const plan: BatchPlan | null =
    table && check ? { draft, table, columns, check, content, sources } : null;
  const open = plan ? unsolved(plan) : { addresses: 0, missing: 0 };
  const ready: Record<Step, boolean> = {
    recipients: plan !== null && columns.address !== null && included > 0 && open.addresses === 0,
    message: content.error === '' && content.subject !== '' && content.text !== '',
    check: (without.length === 0 && open.missing === 0) || draft.allowMissing,
    send: true,
  };
  const reached = steps.findIndex((step) => !ready[step]);
  const wanted = steps.indexOf(draft.step);
  const current: Step = steps[reached < 0 ? wanted : Math.min(wanted, reached)] ?? 'recipients';
  // While the table is being read nothing is known yet: the step stays where it was.
  const shown = list.state === 'opening' || (table && !check) ? draft.step : current;
  const at = steps.indexOf(shown);
  return (
    <div class="batch wizard" data-step={shown}>
      <BackLink label={t('batch.allBatches')} href={homeAddress} />
      <StepTrail current={shown} ready={ready} onStep={(step) => state.change({ step })} />
      <ViewTitle at={shown}>{t(`batch.title.${shown}`)}</ViewTitle>
      {shown === 'recipients' && (
        <RecipientsStep state={state} draft={draft} list={list} check={check} />
      )}
      {shown === 'message' && (
        <MessageStep
          draft={draft}
          content={content}
          headers={table?.summary.headers ?? []}
          onChange={state.change}
        />
      )}
      {shown === 'check' &&
        (plan ? (
          <CheckStep
            plan={plan}
            included={included}
            required={required}
            without={without}
            onChange={state.change}
            onCorrect={list.correct}
          />
        ) : (
          <Skeleton lines={6} label={t('batch.reading')} />
        ))}
      {shown === 'send' &&
        (plan ? (
          <SendStep plan={plan} included={included} state={state} />
        ) : (
          <Skeleton lines={6} label={t('batch.reading')} />
        ))}
      <footer class="wizard-foot">
        {at > 0 && (
          <Button
            kind="quiet"
            name="previous-step"
            onPress={() => state.change({ step: steps[at - 1] ?? 'recipients' })}
          >
            {t('batch.back')}
          </Button>
        )}
        <span class="wizard-count" role="status">
          {check && included > 0 ? t('batch.included', { count: included }) : ''}
        </span>
        {shown !== 'send' && (
          <Button
            kind="primary"
            name="next-step"
            disabled={!ready[shown]}
            icon={<ArrowRight size={17} strokeWidth={1.9} aria-hidden="true" />}
            onPress={() => state.change({ step: steps[at + 1] ?? 'send' })}
          >
            {t('batch.next')}
          </Button>
        )}
      </footer>
    </div>
  );
}

/** Rows about which somebody still has to decide. */
function unsolved({ check, draft }: BatchPlan): { addresses: number; missing: number } {
  const skipped = new Set(draft.skipped);
  let addresses = 0;
  let missing = 0;
  for (let row = 0; row < check.flags.length; row += 1) {
    const flag = check.flags[row] ?? 0;
    if (flag === 0 || skipped.has(row)) continue;
    const invalid = (flag & rowFlag.invalid) !== 0;
    const double = (flag & rowFlag.double) !== 0;
    if ((invalid && !draft.skipInvalid) || (double && !draft.skipDoubles)) addresses += 1;
    else if ((flag & rowFlag.missing) !== 0 && !invalid && !double && !draft.skipMissing) {
      missing += 1;
    }
  }
  return { addresses, missing };
}

interface StepTrailProps {
  current: Step;
  ready: Record<Step, boolean>;
  onStep(step: Step): void;
}

/** Where one is, and the way back to what was done. */
function StepTrail({ current, ready, onStep }: StepTrailProps) {
  const t = currentTranslate.value;
  const at = steps.indexOf(current);
  return (
    <ol class="wizard-steps" aria-label={t('batch.steps')}>
      {steps.map((step, index) => {
        const open = steps.slice(0, index).every((before) => ready[before]);
        return (
          <li key={step} data-done={index < at} data-current={index === at}>
            <button
              type="button"
              disabled={!open}
              aria-current={index === at ? 'step' : undefined}
              onClick={() => onStep(step)}
            >
              <span class="wizard-number" aria-hidden="true">
                {index + 1}
              </span>
              <span class="wizard-step-name">{t(`batch.step.${step}`)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
