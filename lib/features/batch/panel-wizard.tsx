import { ArrowRight } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { EmptyState } from '@/components/empty-state';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { useJustChanged } from '@/components/use-just-changed';
import { ViewTitle } from '@/components/view-title';
import { currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import { AsideTexts, ContestedChoices, swapAside } from './panel-aside';
import { contentOf, sourcesOf } from './panel-content';
import { type DraftState, useDraft } from './panel-draft';
import type { BatchPlan } from './panel-lay-ready';
import { ReachedTold } from './panel-reached-notice';
import { countIncluded, useCheck, useTable } from './panel-recipient-list';
import { homeAddress } from './panel-route';
import type { SourcePick } from './panel-sources';
import { CheckStep } from './panel-step-check';
import { MessageStep } from './panel-step-message';
import { RecipientsStep } from './panel-step-recipients';
import { SendStep } from './panel-step-send';
import { TemplateNews } from './panel-template-news';
import { WizardFoot } from './panel-wizard-foot';
import {
  goToNeed,
  type Need,
  needOfCheck,
  needOfMessage,
  needOfRecipients,
  needOfUntaken,
} from './panel-wizard-need';

const steps = ['recipients', 'message', 'check', 'send'] as const;
type Step = (typeof steps)[number];

/** Prepares one batch, step by step; everything is kept as it is typed. */
export function BatchWizard({ id }: { id: string }) {
  const t = currentTranslate.value;
  const state = useDraft(id);
  if (state.failure?.code === 'batch-draft-gone') return <Gone state={state} />;
  if (state.failure && !state.draft) return <Failed state={state} onClose={goHome} />;
  if (state.draft === undefined) return <Skeleton lines={6} label={t('common.loading')} />;
  if (state.draft === null) {
    return (
      <EmptyState
        title={t('batch.draftGoneTitle')}
        text={t('batch.draftGone')}
        action={{
          label: t('batch.name'),
          run: goHome,
        }}
      />
    );
  }
  return <Steps state={state} draft={state.draft} />;
}

function goHome(): void {
  location.hash = homeAddress;
}

function Failed({ state, onClose }: { state: DraftState; onClose(): void }) {
  const t = currentTranslate.value;
  return (
    <NoticeCard
      tone="error"
      text={state.failure ? t(`error.${state.failure.code}`) : ''}
      labels={{ close: t('common.close') }}
      onClose={onClose}
    />
  );
}

/** Sent or deleted in another window; what was written here too late can still be copied. */
function Gone({ state }: { state: DraftState }) {
  const t = currentTranslate.value;
  return (
    <div class="batch">
      <Failed state={state} onClose={goHome} />
      <AsideTexts title={t('batch.aside.late')} texts={state.left} />
    </div>
  );
}

function Steps({ state, draft: stored }: { state: DraftState; draft: BatchDraft }) {
  const t = currentTranslate.value;
  const list = useTable(state);
  const [refused, setRefused] = useState(0);
  // Drawn again when it changes: the need is looked for in the page.
  const [, setPick] = useState<SourcePick>('');
  const { table, columns } = list;
  const { subject, html, body, unsubscribe } = stored;
  const content = useMemo(() => contentOf(stored, t), [subject, html, body, unsubscribe, t]);
  const { sources, required, without, asks } = useMemo(
    () => sourcesOf(content, stored, table?.summary.headers ?? [], columns),
    [content, stored.variables, table, columns.address, columns.name, columns.firstName],
  );
  const draft = useMemo(() => withValidDecisions(stored, asks), [stored, asks]);
  const { check, current } = useCheck(table, columns, required, draft);
  const included = useMemo(
    () => (check ? countIncluded(check, draft) : 0),
    [check, draft.skipped, draft.skipMissing],
  );
  const plan: BatchPlan | null =
    table && check ? { draft, table, columns, check, content, sources } : null;
  const facts = { draft, columns, check: plan ? check : null, content, included, without };
  const needs: Record<Step, Need | null> = {
    recipients: needOfRecipients(facts),
    message: needOfMessage(facts),
    check: needOfCheck(facts),
    send: null,
  };
  const reached = steps.findIndex((step) => needs[step] !== null);
  const wanted = steps.indexOf(draft.step);
  // While the table is being read nothing is known yet: the step stays where it was.
  const reading = list.state === 'opening' || (table !== null && !check);
  const at = reading || reached < 0 ? wanted : Math.min(wanted, reached);
  const shown = steps[at] ?? 'recipients';
  // “Send” comes where “Next” was: a double press must not send.
  const arrived = useJustChanged(String(shown === 'send'));
  const waiting = shown === 'send' || (reading && shown !== 'message');
  const goTo = (to: number): void => state.change({ step: steps[to] ?? 'recipients' });
  return (
    <div class="batch wizard" data-step={shown}>
      <BackLink label={t('batch.allBatches')} href={homeAddress} />
      {state.failure && <Failed state={state} onClose={() => void state.follow()} />}
      {state.changed && (
        <NoticeCard
          tone="warning"
          text={t('error.batch-draft-changed')}
          labels={{ close: t('common.close') }}
          onClose={() => state.change({ step: shown })}
        />
      )}
      <ContestedChoices
        texts={draft.aside}
        onSeen={() =>
          state.change({ aside: stored.aside.filter(({ place }) => place !== 'choice') })
        }
      />
      <AsideTexts
        title={t('batch.aside.title')}
        texts={draft.aside}
        onUse={(text) => state.change(swapAside(stored, text))}
        onDrop={(text) => state.change({ aside: stored.aside.filter((one) => one !== text) })}
      />
      <StepTrail
        current={shown}
        needs={needs}
        onStep={(step) => {
          // It leads on no sooner than the button does: what was picked would be left behind without a word.
          const need = reading ? null : needOfUntaken(draft);
          if (!need) return state.change({ step });
          setRefused((before) => before + 1);
          goToNeed(need);
        }}
      />
      <ViewTitle at={shown}>{t(`batch.title.${shown}`)}</ViewTitle>
      {shown !== 'recipients' && <TemplateNews draft={draft} onChange={state.change} />}
      {/* Everybody who was left may have been left out: one is back at the list, and can undo it there. */}
      {shown === 'recipients' && plan && draft.leftReached.length > 0 && (
        <ReachedTold plan={plan} onChange={state.change} />
      )}
      {shown === 'recipients' && (
        <RecipientsStep state={state} draft={draft} list={list} check={check} onPick={setPick} />
      )}
      {shown === 'message' && (
        <MessageStep
          draft={draft}
          content={content}
          headers={table?.summary.headers ?? []}
          onChange={state.change}
        />
      )}
      {shown === 'check' && plan && (
        <CheckStep
          plan={plan}
          included={included}
          without={without}
          onDecide={(part) => {
            const { skipMissing, allowMissing, allowWithout } = draft;
            const now = { skipMissing, allowMissing, allowWithout, ...part };
            state.change({ ...now, missingFor: asks });
          }}
          onChange={state.change}
          onCorrect={list.correct}
        />
      )}
      {shown === 'send' && plan && current ? (
        <SendStep
          plan={plan}
          included={included}
          state={state}
          arrived={arrived}
          onBack={() => goTo(at - 1)}
        />
      ) : (
        <>
          {at > 1 && !plan && <Skeleton lines={6} label={t('batch.reading')} />}
          <WizardFoot
            key={shown}
            action={{
              name: 'next-step',
              label: t('batch.next'),
              icon: <ArrowRight size={17} strokeWidth={1.9} aria-hidden="true" />,
              busy: waiting,
              disabled: waiting,
            }}
            need={() => (reading ? null : (needOfUntaken(draft) ?? needs[shown]))}
            refused={refused}
            note={check && included > 0 ? t('batch.included', { count: included }) : ''}
            onBack={at > 0 ? () => goTo(at - 1) : undefined}
            onGo={() => goTo(at + 1)}
          />
        </>
      )}
    </div>
  );
}

/** A decision about missing values holds for what it was made about, and not for what came into the text later. */
function withValidDecisions(draft: BatchDraft, asks: readonly string[]): BatchDraft {
  const open = asks.filter((ask) => !draft.missingFor.includes(ask));
  if (open.length === 0) return draft;
  // Of a variable without a column it says no more than its name, see `sourcesOf`.
  const withoutColumn = open.some((ask) => !ask.includes('@'));
  const withColumn = open.some((ask) => ask.includes('@'));
  return {
    ...draft,
    ...(withColumn && { skipMissing: false, allowMissing: false }),
    ...(withoutColumn && { allowWithout: false }),
  };
}

interface StepTrailProps {
  current: Step;
  needs: Record<Step, Need | null>;
  onStep(step: Step): void;
}

/** Where one is, and the way back to what was done. */
function StepTrail({ current, needs, onStep }: StepTrailProps) {
  const t = currentTranslate.value;
  const at = steps.indexOf(current);
  return (
    <ol class="wizard-steps" aria-label={t('batch.steps')}>
      {steps.map((step, index) => {
        const open = steps.slice(0, index).every((before) => needs[before] === null);
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
