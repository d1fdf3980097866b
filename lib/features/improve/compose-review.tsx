import { useLayoutEffect, useRef } from 'preact/hooks';
import { ReviewDialog } from '@/components/review-dialog';
import type { ReviewAction } from '@/components/review-types';
import type { DraftAtom } from '@/lib/compose/compose-editor';
import { isMendedInSettings } from '@/lib/core/app-error';
import { commandKey } from '@/lib/platform/command-key';
import type { Translate } from '@/lib/platform/translate';
import { failureText, improveReviewLabels, provenanceLine, reviewWarnings } from './compose-labels';
import type { ImproveSession, ReviewState } from './compose-session';

export interface ImproveReviewProps {
  session: ImproveSession;
  t: Translate;
  onInsert(): void;
  onCopy(): void;
  onStartAgain(): void;
  onOpenSettings(): void;
  onClose(): void;
  /** Called when the dialog has left the page, so that the page can take focus again. */
  onGone(): void;
}

/** The review of one improvement, drawn from its session. */
export function ImproveReview(props: ImproveReviewProps) {
  const { session, t } = props;
  const gone = useRef(props.onGone);
  gone.current = props.onGone;
  useLayoutEffect(() => () => gone.current(), []);
  const state = session.state.value;
  const { snapshot } = session;
  const failure = failureText(t, state);
  const ready = state.phase === 'ready';
  return (
    <ReviewDialog
      labels={improveReviewLabels(t)}
      title={t(snapshot.scope === 'selection' ? 'improve.titleSelection' : 'improve.title')}
      phase={state.phase}
      original={{ text: snapshot.text, editable: false }}
      streamedText={state.streamed}
      segments={state.segments}
      decisions={state.decisions}
      onDecide={(id, decision) => session.decide(id, decision)}
      onAll={(decision) => session.decideAll(decision)}
      view={state.view}
      onView={(view) => session.show(view)}
      primary={{
        label: t('improve.insert'),
        onRun: props.onInsert,
        disabled: !ready || state.ending !== null,
      }}
      secondary={
        ready && !failure ? [{ label: t('common.copy'), name: 'copy', onRun: props.onCopy }] : []
      }
      failure={failure ? { text: failure, actions: nextSteps(props, state) } : undefined}
      provenance={provenanceLine(t, state.provenance)}
      provenanceKind={state.provenance?.engine === 'server' ? 'server' : 'device'}
      tokenLabels={tokenLabels(snapshot.atoms)}
      warnings={reviewWarnings(t, state)}
      commandKey={commandKey()}
      onClose={props.onClose}
    />
  );
}

/** What the author can do after something went wrong. */
function nextSteps({ session, t, ...props }: ImproveReviewProps, state: ReviewState) {
  const steps: ReviewAction[] = [];
  if (!state.ending && state.phase === 'failed') {
    steps.push({ label: t('common.retry'), name: 'retry', onRun: () => session.run('auto') });
    steps.push({
      label: t('improve.offlineInstead'),
      name: 'improve-offline',
      onRun: () => session.run('offline'),
    });
  }
  if (state.failure && isMendedInSettings(state.failure.code)) {
    steps.push({
      label: t('common.openSettings'),
      name: 'open-settings',
      onRun: props.onOpenSettings,
    });
  }
  if (!state.ending && state.write?.reason === 'draft-changed') {
    steps.push({
      label: t('improve.startAgain'),
      name: 'start-again',
      onRun: props.onStartAgain,
    });
  }
  if (session.text() !== '') {
    const label = t(state.phase === 'failed' ? 'improve.copyPartial' : 'common.copy');
    steps.push({ label, name: 'copy', onRun: props.onCopy });
  }
  return steps;
}

function tokenLabels(atoms: readonly DraftAtom[]): Record<string, string> {
  return Object.fromEntries(atoms.map(({ token, label }) => [token, label]));
}
