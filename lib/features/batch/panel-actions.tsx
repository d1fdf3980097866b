import { Pause, Play, RotateCcw } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { currentTranslate } from '@/lib/platform/translate';
import type { Batch, BatchChange } from './messages';

export interface BatchActionsProps {
  batch: Batch;
  onChange(change: BatchChange): Promise<void>;
  /** What can be done beside changing it; null when there is nothing. */
  others: ComponentChildren;
}

const icon = { size: 17, strokeWidth: 1.9, 'aria-hidden': true } as const;

/** What makes sense for this batch now; cancelling asks once more, since it cannot be taken back. */
export function BatchActions({ batch, onChange, others }: BatchActionsProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState('');
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLDivElement>(null);
  // The way out that changes nothing comes first to the hand.
  useEffect(() => {
    if (asking) keep.current?.querySelector<HTMLElement>('[data-action="keep-batch"]')?.focus();
  }, [asking]);
  const act = async (change: BatchChange): Promise<void> => {
    setBusy(change.kind);
    await onChange(change);
    setBusy('');
    setAsking(false);
  };
  const { state, counts } = batch;
  const open = state === 'running' || state === 'scheduled' || state === 'paused';
  const retry = counts.failed > 0 && state !== 'cancelled' && state !== 'scheduled';
  if (asking) {
    return (
      <div
        ref={keep}
        class="batch-actions"
        role="alertdialog"
        aria-label={t('batch.cancelAsk')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setAsking(false);
        }}
      >
        <p class="batch-reason">{t('batch.cancelAsk')}</p>
        <Button
          kind="danger"
          name="confirm-cancel-batch"
          busy={busy === 'cancel'}
          onPress={() => void act({ kind: 'cancel' })}
        >
          {t('batch.cancelYes', { count: counts.pending })}
        </Button>
        <Button kind="quiet" name="keep-batch" onPress={() => setAsking(false)}>
          {t('batch.cancelNo')}
        </Button>
      </div>
    );
  }
  if (!open && !retry && others === null) return null;
  return (
    <div class="batch-actions">
      {(state === 'running' || state === 'scheduled') && (
        <Button
          kind={state === 'running' ? 'primary' : 'plain'}
          name="pause-batch"
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
          busy={busy === 'retry-failed'}
          icon={<RotateCcw {...icon} />}
          onPress={() => void act({ kind: 'retry-failed' })}
        >
          {t('batch.retryFailed')}
        </Button>
      )}
      {open && (
        <Button kind="quiet" name="cancel-batch" onPress={() => setAsking(true)}>
          {t('batch.cancel')}
        </Button>
      )}
      {others}
    </div>
  );
}
