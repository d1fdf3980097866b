import { Pause, Play, RotateCcw } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { useJustChanged } from '@/components/use-just-changed';
import { currentTranslate } from '@/lib/platform/translate';
import { listRestCopies, type RestCopy } from './copies';
import type { Batch, BatchChange } from './messages';

export interface BatchActionsProps {
  batch: Batch;
  onChange(change: BatchChange): Promise<void>;
  /** What can be done beside changing it. */
  others: ComponentChildren;
}

const icon = { size: 17, strokeWidth: 1.9, 'aria-hidden': true } as const;

/** What makes sense for this batch now; cancelling asks once more, since it cannot be taken back. */
export function BatchActions({ batch, onChange, others }: BatchActionsProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState('');
  const [asked, setAsking] = useState<Question | 'cancel' | null>(null);
  const act = async (change: BatchChange): Promise<void> => {
    setBusy(change.kind);
    await onChange(change);
    setBusy('');
    setAsking(null);
  };
  /** The same people may have been written to, or be about to, by a copy that was made here. */
  const retryFailed = async (): Promise<void> => {
    const [copy] = await listRestCopies(batch.id).catch(() => []);
    if (copy) setAsking(aboutCopy(copy));
    else await act({ kind: 'retry-failed' });
  };
  const { state, counts } = batch;
  // It goes on by itself: a press on “Pause” must not be one on “Resume” or “Try failures again”.
  const passing = useJustChanged(state);
  const open = state === 'running' || state === 'scheduled' || state === 'paused';
  const retry = counts.failed > 0 && state !== 'cancelled' && state !== 'scheduled';
  // As it stands now: it goes on by itself while that is being asked.
  const asking = asked === 'cancel' ? aboutCancel(batch) : asked;
  if (asking) {
    return (
      <Ask
        question={asking}
        busy={busy !== ''}
        onYes={() => void act({ kind: asking.kind })}
        onNo={() => setAsking(null)}
      />
    );
  }
  return (
    <div class="batch-actions">
      {(state === 'running' || state === 'scheduled') && (
        <Button
          kind={state === 'running' ? 'primary' : 'plain'}
          name="pause-batch"
          passing={passing}
          busy={busy === 'pause'}
          icon={<Pause {...icon} />}
          onPress={() => void act({ kind: 'pause' })}
        >
          {t('batch.pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button
          kind="primary"
          name="resume-batch"
          passing={passing}
          busy={busy === 'resume'}
          icon={<Play {...icon} />}
          onPress={() =>
            void act({ kind: 'resume', ...(batch.pauseReason === 'overdue' && { overdue: true }) })
          }
        >
          {t(batch.pauseReason === 'overdue' ? 'batch.resumeLate' : 'batch.resume')}
        </Button>
      )}
      {retry && (
        <Button
          name="retry-failed"
          passing={passing}
          busy={busy === 'retry-failed'}
          icon={<RotateCcw {...icon} />}
          onPress={() => void retryFailed()}
        >
          {t('batch.retryFailed')}
        </Button>
      )}
      {others}
      {open && (
        <Button
          kind="quiet"
          name="cancel-batch"
          passing={passing}
          onPress={() => setAsking('cancel')}
        >
          {t('batch.cancel')}
        </Button>
      )}
    </div>
  );
}

/** What cannot be taken back is asked about first. */
interface Question {
  kind: 'cancel' | 'retry-failed';
  words: string;
  yes: string;
  no: string;
}

function aboutCancel({ state, counts }: Batch): Question {
  const t = currentTranslate.value;
  // How many of those that the relay has in hand still leave only it knows.
  const sure = counts.sending === 0;
  return {
    kind: 'cancel',
    words: t(sure ? 'batch.cancelAsk' : 'batch.cancelAskLeaving'),
    yes: sure ? t('batch.cancelYes', { count: counts.pending }) : t('batch.cancelYesRest'),
    // Of a paused batch nothing goes on by itself.
    no: t(state === 'paused' ? 'batch.cancelNoPaused' : 'batch.cancelNo'),
  };
}

function aboutCopy({ name, sent }: RestCopy): Question {
  const t = currentTranslate.value;
  const copy = name || t('batch.unnamed');
  return {
    kind: 'retry-failed',
    words: t(sent ? 'batch.retrySent' : 'batch.retryPrepared', { name: copy }),
    yes: t('batch.retryYes'),
    no: t('batch.retryNo'),
  };
}

interface AskProps {
  question: Question;
  busy: boolean;
  onYes(): void;
  onNo(): void;
}

function Ask({ question, busy, onYes, onNo }: AskProps) {
  const { kind, words, yes, no } = question;
  const root = useRef<HTMLDivElement>(null);
  // The way out that changes nothing comes first to the hand.
  useLayoutEffect(() => {
    root.current?.querySelector<HTMLElement>('[data-action="keep-batch"]')?.focus();
  }, []);
  return (
    <div
      ref={root}
      class="batch-actions"
      role="alertdialog"
      aria-label={words}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onNo();
      }}
    >
      <p class="batch-reason">{words}</p>
      <Button
        kind="danger"
        name={kind === 'cancel' ? 'confirm-cancel-batch' : 'confirm-retry-failed'}
        busy={busy}
        onPress={onYes}
      >
        {yes}
      </Button>
      <Button kind="quiet" name="keep-batch" onPress={onNo}>
        {no}
      </Button>
    </div>
  );
}
