import { Send } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { ModalDialog } from '@/components/modal-dialog';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { instantOf, wallTimeAt } from '@/lib/core/batch/zoned-time';
import { currentTranslate } from '@/lib/platform/translate';
import { type Batch, batchPageMessages } from './messages';
import { departureFault, When } from './panel-departure';
import { refusalWords } from './panel-words';

export interface RescheduleDialogProps {
  /** It waits for its time. */
  batch: Batch;
  onMoved(batch: Batch): void;
  onClose(): void;
}

/** Another time for a batch that waits, or now. The relay takes it only as long as it waits, so nothing leaves twice. */
export function RescheduleDialog({ batch, onMoved, onClose }: RescheduleDialogProps) {
  const t = currentTranslate.value;
  const root = useRef<HTMLDivElement>(null);
  const { when, setWhen, at, fault } = useWhen(batch);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const now = when.sendAt === '';
  const move = async (): Promise<void> => {
    if (fault()) {
      root.current?.querySelector<HTMLElement>('input[name="send-at"]')?.focus();
      return;
    }
    setBusy(true);
    setRefused(null);
    try {
      const sendAt = at === null ? null : new Date(at).toISOString();
      const change = { kind: 'reschedule', sendAt } as const;
      onMoved((await batchPageMessages.send('batch.change', { id: batch.id, change })).batch);
      onClose();
    } catch (thrown) {
      setRefused(toFailure(thrown));
      setBusy(false);
    }
  };
  return (
    <ModalDialog
      title={t('batch.move')}
      closeLabel={t('common.close')}
      foot={
        <>
          <Button
            kind="primary"
            name="move-batch"
            busy={busy}
            icon={<Send size={17} strokeWidth={1.9} aria-hidden="true" />}
            onPress={() => void move()}
          >
            {t(now ? 'batch.sendNow' : 'batch.sendLater', { count: batch.counts.pending })}
          </Button>
          <Button kind="quiet" name="keep-time" onPress={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
      onClose={onClose}
    >
      <div ref={root} class="batch-move">
        <When draft={when} at={at} fault={fault()} onChange={setWhen} />
      </div>
      {refused && (
        <p class="field-error" role="alert">
          {refusalWords(t, refused)}{' '}
          {/^invalid-request:/.test(refused.detail ?? '') && refused.detail}
        </p>
      )}
    </ModalDialog>
  );
}

/** The moment as it is chosen; it begins with the one the batch waits for, on the clock of whoever reads. */
function useWhen({ sendAt }: Batch) {
  const [first] = useState(() => {
    const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
    const instant = Date.parse(sendAt ?? '') || Date.now();
    return { instant, sendAt: wallTimeAt(instant, zone), zone };
  });
  const [when, set] = useState({ sendAt: first.sendAt, zone: first.zone });
  // What nobody has touched is that moment: its clock time may come twice that night, and it has seconds.
  const untouched = when.sendAt === first.sendAt && when.zone === first.zone;
  const chosen = untouched ? first.instant : instantOf(when.sendAt, when.zone);
  const at = when.sendAt === '' ? null : chosen;
  return {
    when,
    setWhen: (part: Partial<typeof when>) => set((before) => ({ ...before, ...part })),
    at,
    fault: () => departureFault(when.sendAt, at),
  };
}
