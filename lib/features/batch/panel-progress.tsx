import { CalendarClock, Copy, Download } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { ProgressBar } from '@/components/progress-bar';
import { Skeleton } from '@/components/skeleton';
import { ViewTitle } from '@/components/view-title';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { estimateEnd } from '@/lib/core/batch/estimate-end';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { numberFormat } from '@/lib/core/formatters';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import { latePart } from '@/lib/platform/late-part';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { type Batch, type BatchChange, batchPageMessages } from './messages';
import { BatchActions } from './panel-actions';
import { useExport } from './panel-export';
import { type Followed, useFollow } from './panel-follow';
import { DialogOpener, Late, LateDialog } from './panel-late-dialog';
import { ServerSilence, useServerSilence } from './panel-mail-server';
import { Refusal } from './panel-refusal';
import { homeAddress } from './panel-route';
import { useRelay, Warnings } from './panel-rules';
import { RecipientTable } from './panel-table';
import { allOf, batchTag, finishedOf, isKept, pauseWords } from './panel-words';

/** Reading a mail brings the template engine with it: only who does pays for that. */
const sentMail = latePart(async () => (await import('./panel-sent-mail')).SentMail);
const moveDialog = latePart(async () => (await import('./panel-reschedule')).RescheduleDialog);
const copyDialog = latePart(async () => (await import('./panel-copy-dialog')).CopyDialog);

/** One batch as it goes: how far it is, what can be done about it, and everybody in it. */
export function BatchProgress({ id }: { id: string }) {
  const t = currentTranslate.value;
  const followed = useFollow(id);
  const { batch, lost } = followed;
  const relay = useRelay();
  const here = isLocalRelay(relay?.url ?? '');
  const keeps = batch !== null && isKept(batch, relay?.sender?.delivers === false);
  const silence = useServerSilence(batch);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState('');
  const file = useExport(setFailure);
  const [dialog, setDialog] = useState<Opened | null>(null);

  const change = async (wish: BatchChange): Promise<void> => {
    try {
      const { batch: next, changed } = await batchPageMessages.send('batch.change', {
        id,
        change: wish,
      });
      followed.update(next);
      setFailure(null);
      setSaid(wish.kind === 'retry-failed' ? t('batch.retried', { count: changed }) : '');
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
  };
  return (
    <div class="batch">
      <BackLink label={t('batch.allBatches')} href={homeAddress} />
      {lost && <Lost failure={lost} shown={batch !== null} here={here} />}
      <Refusal failure={failure} onClose={() => setFailure(null)} />
      {batch ? (
        <>
          <Head
            batch={batch}
            keeps={keeps}
            before={relay?.sender?.delivers === true}
            waits={silence !== null}
          />
          <div role="status">{silence !== null && <ServerSilence words={silence} />}</div>
          <Numbers batch={batch} keeps={keeps} />
          <BatchActions
            batch={batch}
            onChange={change}
            others={<Opener batch={batch} onOpen={setDialog} />}
          />
          <Dialog
            shown={dialog}
            batch={batch}
            onMoved={followed.update}
            onClose={() => setDialog(null)}
          />
          <p class="only-spoken" role="status">
            {said}
          </p>
          <RecipientTable batch={batch} keeps={keeps} onChange={change} />
          <footer class="batch-foot">
            <span>{footWords(followed, batch, silence !== null)}</span>
            <Button
              kind="quiet"
              name="export-batch"
              icon={<Download size={16} strokeWidth={1.9} aria-hidden="true" />}
              busy={file.share !== null}
              onPress={() => void file.save(batch)}
            >
              {t('batch.export')}
              {(file.share ?? 0) > 0 && ` ${shareWords(file.share ?? 0)}`}
            </Button>
          </footer>
          <WhatItSays batch={batch} />
        </>
      ) : (
        !lost && <Skeleton lines={6} label={t('common.loading')} />
      )}
    </div>
  );
}

const shareWords = (share: number): string =>
  new Intl.NumberFormat(currentLanguage.value, { style: 'percent' }).format(share);

const hasEnded = ({ state }: Batch): boolean => state === 'done' || state === 'cancelled';

/** What is over can be made again, as a draft of which nothing leaves by itself; what waits can get another time. */
function Opener({ batch, onOpen }: { batch: Batch; onOpen(which: Opened): void }) {
  const t = currentTranslate.value;
  if (hasEnded(batch)) {
    return (
      <DialogOpener
        name="copy-batch"
        label={t('batch.copyShort')}
        icon={<Copy size={17} strokeWidth={1.9} aria-hidden="true" />}
        part={copyDialog}
        onOpen={() => onOpen('copy')}
      />
    );
  }
  if (batch.state !== 'scheduled') return null;
  return (
    <DialogOpener
      name="reschedule-batch"
      label={t('batch.move')}
      icon={<CalendarClock size={17} strokeWidth={1.9} aria-hidden="true" />}
      part={moveDialog}
      onOpen={() => onOpen('move')}
    />
  );
}

type Opened = 'move' | 'copy';

interface DialogProps {
  shown: Opened | null;
  batch: Batch;
  onMoved(batch: Batch): void;
  onClose(): void;
}

/** Stays until whoever opened it closes it, whatever the batch becomes meanwhile. */
function Dialog({ shown, batch, onMoved, onClose }: DialogProps) {
  if (shown === 'copy') {
    return (
      <LateDialog part={copyDialog} show={(View) => <View batch={batch} onClose={onClose} />} />
    );
  }
  if (shown === null) return null;
  return (
    <LateDialog
      part={moveDialog}
      show={(View) => <View batch={batch} onMoved={onMoved} onClose={onClose} />}
    />
  );
}

/** The mail itself: open where there is nothing more to follow, else a press away. Below all that it would move. */
export function WhatItSays({ batch }: { batch: Batch }) {
  const t = currentTranslate.value;
  const [open, setOpen] = useState(hasEnded(batch));
  useEffect(() => {
    if (open) void sentMail.bring().catch(() => undefined);
  }, [open]);
  const View = sentMail.state.value;
  const bring = (): void => void sentMail.bring().catch(() => undefined);
  return (
    <details class="sent-mail" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('batch.sentMail')}</summary>
      {open && (View ? <View batch={batch} /> : <Late failed={View === null} onRetry={bring} />)}
    </details>
  );
}

interface LostProps {
  failure: Failure;
  shown: boolean;
  /** The relay runs on this computer: while it is silent, nothing goes on anywhere. */
  here: boolean;
}

/** Why it is not followed at this moment. */
export function Lost({ failure, shown, here }: LostProps) {
  const t = currentTranslate.value;
  const silent = /^(relay-(unreachable|silent-here|failed)|offline|timed-out)$/.test(failure.code);
  return (
    <p class="batch-lost" role="status" data-state="lost">
      {silent && shown ? t(here ? 'batch.lostHere' : 'batch.lost') : t(`error.${failure.code}`)}
    </p>
  );
}

interface HeadProps extends ShownProps {
  /** What it kept it kept before: it has a mail server now. */
  before: boolean;
  waits: boolean;
}

interface ShownProps {
  batch: Batch;
  /** What was handed over lies in the relay's outbox: none has reached anybody. */
  keeps: boolean;
}

/** Also a batch that was paused before its time leaves no earlier than then. */
function waitsForItsTime({ state, sendAt }: Batch): boolean {
  if (state === 'scheduled') return true;
  return state === 'paused' && sendAt !== null && Date.parse(sendAt) > Date.now();
}

function Head({ batch, keeps, before, waits }: HeadProps) {
  const t = currentTranslate.value;
  const reason = batch.state === 'paused' ? pauseWords(t, batch.pauseReason) : '';
  const when =
    waitsForItsTime(batch) && batch.sendAt
      ? t('batch.startsAt', {
          time: formatWhen(Date.parse(batch.sendAt), Date.now(), currentLanguage.value),
        })
      : '';
  return (
    <>
      <header class="batch-head">
        <ViewTitle>{batch.name || t('batch.unnamed')}</ViewTitle>
        <span
          class="tag"
          data-kind={waits ? 'pending' : batchTag[batch.state]}
          data-state={batch.state}
        >
          {t(waits ? 'batch.waitsForServer' : `batch.state.${batch.state}`)}
        </span>
      </header>
      {[reason, when].map((words) => words && <p class="batch-reason">{words}</p>)}
      {(keeps || batch.kept > 0) && (
        <Warnings
          warnings={[{ id: before ? 'outbox-before' : 'outbox', level: 'note', values: {} }]}
        />
      )}
    </>
  );
}

/** Beside a figure that is none the word stands for many, also where 0 takes the singular (French). */
const named = (count: number): number => (count === 0 ? 2 : count);

function Numbers({ batch, keeps }: ShownProps) {
  const t = currentTranslate.value;
  const { counts, kept } = batch;
  const total = allOf(batch);
  const sent = keeps ? counts.sent : counts.sent - kept;
  const format = numberFormat(currentLanguage.value);
  const coming = counts.pending + counts.sending;
  const numbers = [
    ['sent', sent, t(keeps ? 'batch.count.kept' : 'batch.count.sent', { count: named(sent) })],
    ['failed', counts.failed, t('batch.count.failed', { count: named(counts.failed) })],
    ['uncertain', counts.uncertain, t('batch.count.uncertain', { count: named(counts.uncertain) })],
    ['pending', coming, t('batch.count.pending')],
  ] as const;
  const others = [
    !keeps && kept > 0 && t('batch.alsoKept', { count: kept }),
    counts.suppressed > 0 && t('batch.count.suppressed', { count: counts.suppressed }),
    counts.cancelled > 0 && t('batch.count.cancelled', { count: counts.cancelled }),
  ].filter(Boolean);
  return (
    <>
      <ProgressBar
        label={t('batch.progress')}
        text={t('batch.progressText', { done: finishedOf(batch), total })}
        total={total}
        parts={[
          { kind: 'done', count: counts.sent - kept },
          { kind: 'failed', count: counts.failed },
          { kind: 'uncertain', count: counts.uncertain },
          { kind: 'left-out', count: kept + counts.suppressed + counts.cancelled },
        ]}
      />
      <dl class="batch-numbers">
        {numbers.map(([kind, count, label]) => (
          <div key={kind} class="batch-number" data-kind={kind} data-empty={count === 0}>
            <dt>{label}</dt>
            <dd>{format.format(count)}</dd>
          </div>
        ))}
      </dl>
      {others.length > 0 && <p class="batch-reason">{others.join(' · ')}</p>}
    </>
  );
}

function footWords({ pace }: Followed, batch: Batch, waits: boolean): string {
  const t = currentTranslate.value;
  const running = batch.state === 'running';
  const end =
    running && !waits
      ? estimateEnd({
          pending: batch.counts.pending + batch.counts.sending,
          perMinute: batch.perMinute,
          sentPerMinute: pace,
          now: Date.now(),
        })
      : null;
  const time = new Intl.DateTimeFormat(currentLanguage.value, { timeStyle: 'short' });
  return [
    batch.perMinute !== null && t('batch.rate', { count: batch.perMinute }),
    end !== null && t('batch.endsAt', { time: time.format(end) }),
    running || batch.state === 'scheduled' ? t('batch.closeStopsNothing') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
