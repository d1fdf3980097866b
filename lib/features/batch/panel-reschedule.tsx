import { Send } from 'lucide-preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { instantOf, wallTimeAt } from '@/lib/core/batch/zoned-time';
import { currentTranslate } from '@/lib/platform/translate';
import { noteDepartureZone, readDepartureZone } from './departure-zone';
import { type Batch, batchPageMessages } from './messages';
import { ChangeDialog } from './panel-change-dialog';
import { departureFault, useWakeAt, When } from './panel-departure';
import { refusalWords } from './panel-words';

export interface RescheduleDialogProps {
  /** It waited for its time when this was opened. */
  batch: Batch;
  onMoved(batch: Batch): void;
  onClose(): void;
}

/** Another time for a batch that waits, or now, on the clock on which it was chosen before. */
export function RescheduleDialog(props: RescheduleDialogProps) {
  const { id } = props.batch;
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => {
    let over = false;
    readDepartureZone(id)
      .catch(() => '')
      .then((kept) => !over && setZone(kept || ownZone()));
    return () => {
      over = true;
    };
  }, [id]);
  return zone === null ? null : <Reschedule {...props} zone={zone} />;
}

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The relay takes another time only as long as the batch waits, so nothing leaves twice. */
function Reschedule({ batch, onMoved, onClose, zone }: RescheduleDialogProps & { zone: string }) {
  const t = currentTranslate.value;
  const root = useRef<HTMLFieldSetElement>(null);
  const { when, setWhen, at, fault } = useWhen(batch, zone);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const now = when.sendAt === '';
  // What is being asked for is about to be answered: it may be this that made it leave.
  const gone = !busy && batch.state !== 'scheduled';
  const waiting = useLastTrue(batch.counts.pending, !gone);
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
      const answer = await batchPageMessages.send('batch.change', { id: batch.id, change });
      if (!now) await noteDepartureZone(batch.id, when.zone).catch(() => undefined);
      onMoved(answer.batch);
      onClose();
    } catch (thrown) {
      setRefused(toFailure(thrown));
      setBusy(false);
    }
  };
  return (
    <ChangeDialog
      title={t('batch.move')}
      action={{
        name: 'move-batch',
        busy,
        disabled: gone,
        icon: <Send size={17} strokeWidth={1.9} aria-hidden="true" />,
        children: t(now ? 'batch.sendNow' : 'batch.sendLater', { count: waiting }),
        onPress: () => void move(),
      }}
      away="keep-time"
      over={gone}
      refused={refused && !gone ? whyNot(refused) : ''}
      onClose={onClose}
    >
      {/* Nothing moves from under a hand: what can no longer be chosen stays in its place. */}
      <fieldset ref={root} class="batch-move" disabled={gone}>
        <When draft={when} at={at} fault={gone ? null : fault()} onChange={setWhen} />
      </fieldset>
      {gone && <Gone state={batch.state} />}
    </ChangeDialog>
  );
}

function whyNot(refused: Failure): string {
  const { detail = '' } = refused;
  const words = refusalWords(currentTranslate.value, refused);
  return /^invalid-request:/.test(detail) ? `${words} ${detail}` : words;
}

/** It waits no longer. Whoever was choosing a time has the focus on something that can be used no more. */
function Gone({ state }: Pick<Batch, 'state'>) {
  const t = currentTranslate.value;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const dialog = place.current?.closest('dialog');
    const held = document.activeElement;
    const kept = held?.matches('button:not(:disabled)') && dialog?.contains(held);
    if (!kept) place.current?.focus();
  }, []);
  const kind = state === 'paused' || state === 'cancelled' ? state : 'left';
  return (
    <div ref={place} class="batch-gone" tabIndex={-1}>
      <NoticeCard tone="warning" text={t(`batch.${kind}Meanwhile`)} />
    </div>
  );
}

/** A value as it was when this held last. */
function useLastTrue<Value>(value: Value, holds: boolean): Value {
  const last = useRef(value);
  if (holds) last.current = value;
  return last.current;
}

/** The moment as it is chosen; it begins with the one the batch waits for. */
function useWhen({ sendAt }: Batch, zone: string) {
  const [first] = useState(() => {
    const instant = Date.parse(sendAt ?? '') || Date.now();
    return { instant, sendAt: wallTimeAt(instant, zone), zone };
  });
  const [when, set] = useState({ sendAt: first.sendAt, zone: first.zone });
  // What nobody has touched is that moment: its clock time may come twice that night, and it has seconds.
  const untouched = when.sendAt === first.sendAt && when.zone === first.zone;
  const chosen = untouched ? first.instant : instantOf(when.sendAt, when.zone);
  const at = when.sendAt === '' ? null : chosen;
  useWakeAt(at);
  return {
    when,
    setWhen: (part: Partial<typeof when>) => set((before) => ({ ...before, ...part })),
    at,
    fault: () => departureFault(when.sendAt, at),
  };
}
