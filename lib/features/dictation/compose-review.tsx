import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ReviewDialog } from '@/components/review-dialog';
import type { Decision, ReviewAction, ReviewView } from '@/components/review-types';
import { type Failure, isMendedInSettings } from '@/lib/core/app-error';
import { applyDecisions } from '@/lib/core/improve/apply-decisions';
import {
  type DiffSegment,
  type ImproveEvent,
  improveStream,
  type Provenance,
} from '@/lib/features/improve/messages';
import { commandKey } from '@/lib/platform/command-key';
import type { Translate } from '@/lib/platform/translate';
import {
  dictationReviewLabels,
  warningsOf,
  whoImproved,
  whoTranscribed,
} from './compose-review-words';
import { type DictationResult, dictationMessages } from './messages';

export interface DictationReviewProps {
  result: DictationResult;
  /** Text to start from: the spoken words, or what the user had made of them before. */
  text: string;
  t: Translate;
  /** The user typed: what the text is now. */
  onEdit(text: string): void;
  onInsert(text: string): void;
  onCopy(text: string): void;
  /** The user does not want it now; it stays in the history. */
  onClose(text: string): void;
  /** Called when the dialog has left the page, so that the page can take focus again. */
  onGone(): void;
}

interface Improvement {
  phase: 'none' | 'waiting' | 'streaming' | 'ready' | 'failed';
  streamed: string;
  segments: readonly DiffSegment[] | null;
  provenance?: Provenance;
  newContacts?: readonly string[];
  failure?: Failure;
}

const untouched: Improvement = { phase: 'none', streamed: '', segments: null };

/** The text with the changes that were not refused; a change not decided counts as accepted. */
function chosenText(
  segments: readonly DiffSegment[],
  decisions: Readonly<Record<number, Decision>>,
): string {
  const ids = segments.flatMap((part) => (part.kind === 'change' ? [part.id] : []));
  return applyDecisions(segments, new Set(ids.filter((id) => decisions[id] !== 'rejected'))).text;
}

function openSettings(): void {
  // The extension was updated or removed under this page: there is nothing left to open.
  dictationMessages.send('dictation.openSettings').catch(() => undefined);
}

/** Runs one improvement at a time; leaving the dialog aborts it. */
function useImprovement() {
  const [improvement, setImprovement] = useState<Improvement>(untouched);
  const abort = useRef<() => void>(() => undefined);
  useEffect(() => () => abort.current(), []);

  const receive = (event: ImproveEvent): void => {
    setImprovement((before) => {
      switch (event.type) {
        case 'started':
          return { ...before, provenance: event.provenance };
        case 'partial':
          return { ...before, phase: 'streaming', streamed: event.text };
        case 'done':
          return {
            phase: 'ready',
            streamed: event.text,
            segments: event.segments,
            provenance: event.provenance,
            newContacts: event.newContacts,
          };
        case 'failed':
          return { ...untouched, phase: 'failed', failure: event.failure };
      }
    });
  };

  return {
    improvement,
    reset() {
      abort.current();
      setImprovement(untouched);
    },
    run(text: string) {
      abort.current();
      setImprovement({ ...untouched, phase: 'waiting' });
      try {
        const stream = improveStream.connect();
        let settled = false;
        abort.current = () => {
          settled = true;
          stream.close();
        };
        stream.onMessage((event) => {
          if (settled) return;
          receive(event);
          if (event.type !== 'done' && event.type !== 'failed') return;
          settled = true;
          stream.close();
        });
        stream.signal.addEventListener('abort', () => {
          if (settled) return;
          settled = true;
          receive({ type: 'failed', failure: { code: 'answer-cut' }, partial: '' });
        });
        // The text tells its language better than the one the microphone was set to.
        stream.post({ type: 'run', request: { text, tokens: [], language: 'auto' } });
      } catch {
        receive({ type: 'failed', failure: { code: 'extension-updated' }, partial: '' });
      }
    },
  };
}

/** What was said, to be corrected, improved, compared, and put into the draft. Nothing enters unseen. */
export function DictationReview(props: DictationReviewProps) {
  const { result, t } = props;
  const [text, setText] = useState(props.text);
  const [decisions, setDecisions] = useState<Record<number, Decision>>({});
  const [view, setView] = useState<ReviewView>('side-by-side');
  const { improvement, run, reset } = useImprovement();
  const { phase, segments, provenance, failure, newContacts = [] } = improvement;
  useLayoutEffect(() => props.onGone, []);

  const chosen = segments ? chosenText(segments, decisions) : text;
  const working = phase === 'waiting' || phase === 'streaming';
  const improve = (): void => {
    setDecisions({});
    run(text);
  };
  const secondary: ReviewAction[] = [
    segments || working
      ? { name: 'refuse', label: t('dictation.review.mine'), onRun: reset }
      : {
          name: 'improve',
          label: t('improve.improve'),
          disabled: text.trim() === '',
          onRun: improve,
        },
    { name: 'copy', label: t('common.copy'), onRun: () => props.onCopy(chosen) },
  ];
  return (
    <ReviewDialog
      labels={dictationReviewLabels(t)}
      title={t('dictation.review.title')}
      phase={phase === 'none' ? 'ready' : phase}
      original={{
        text,
        editable: true,
        onEdit(edited) {
          setText(edited);
          props.onEdit(edited);
          // The comparison was made with other words.
          if (segments) reset();
        },
      }}
      streamedText={improvement.streamed}
      segments={segments}
      decisions={decisions}
      onDecide={(id, decision) => setDecisions((before) => ({ ...before, [id]: decision }))}
      onAll={(decision) => {
        const ids = (segments ?? []).flatMap((part) => (part.kind === 'change' ? [part.id] : []));
        setDecisions(Object.fromEntries(ids.map((id) => [id, decision])));
      }}
      view={view}
      onView={setView}
      primary={{
        label: t('dictation.insert'),
        disabled: working || chosen.trim() === '',
        onRun: () => props.onInsert(chosen),
      }}
      secondary={secondary}
      failure={
        failure && {
          text: t(`error.${failure.code}`),
          actions: [
            { name: 'retry', label: t('common.retry'), onRun: improve },
            ...(isMendedInSettings(failure.code)
              ? [{ name: 'open-settings', label: t('common.openSettings'), onRun: openSettings }]
              : []),
          ],
        }
      }
      provenance={
        provenance
          ? `${whoTranscribed(result.provenance, t)} ${whoImproved(provenance, t)}`
          : whoTranscribed(result.provenance, t)
      }
      provenanceKind={
        result.provenance.engine === 'device' && provenance?.engine !== 'server'
          ? 'device'
          : 'server'
      }
      warnings={warningsOf(t, provenance, newContacts)}
      commandKey={commandKey()}
      onClose={() => props.onClose(text)}
    />
  );
}
