import { CalendarClock, Copy, Download } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Button } from '@/components/button';
import { Skeleton } from '@/components/skeleton';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { estimateEnd } from '@/lib/core/batch/estimate-end';
import { hasEnded } from '@/lib/core/batch/has-ended';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import { latePart } from '@/lib/platform/late-part';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { type Batch, type BatchChange, batchPageMessages } from './messages';
import { BatchActions } from './panel-actions';
import { BatchHead, BatchNumbers } from './panel-batch-head';
import { useExport } from './panel-export';
import { type Followed, useFollow } from './panel-follow';
import { DialogOpener, LateDialog } from './panel-late-dialog';
import { Lost } from './panel-lost';
import { ServerSilence, useServerSilence } from './panel-mail-server';
import { Refusal } from './panel-refusal';
import { homeAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { RecipientTable } from './panel-table';
import { WhatItSays } from './panel-what-it-says';
import { isKept } from './panel-words';

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
          <BatchHead
            batch={batch}
            keeps={keeps}
            before={relay?.sender?.delivers === true}
            waits={silence !== null}
          />
          <div role="status">{silence !== null && <ServerSilence words={silence} />}</div>
          <BatchNumbers batch={batch} keeps={keeps} />
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
