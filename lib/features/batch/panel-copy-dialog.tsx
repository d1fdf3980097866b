import { useEffect, useRef, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { ProgressBar } from '@/components/progress-bar';
import { Skeleton } from '@/components/skeleton';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { currentTranslate } from '@/lib/platform/translate';
import type { Batch, BatchContent } from './messages';
import { ChangeDialog } from './panel-change-dialog';
import { type CopyWhom, copyBatch, countNotReached } from './panel-copy';
import { draftAddress } from './panel-route';
import { allOf } from './panel-words';
import { isCopyable, useWritten } from './panel-written';

export interface CopyDialogProps {
  batch: Batch;
  onClose(): void;
}

/** Makes a new draft out of a batch that is over: its text, its settings, and whom one chooses of its list. */
export function CopyDialog({ batch, onClose }: CopyDialogProps) {
  const t = currentTranslate.value;
  const { content, failure, again } = useWritten(batch.id);
  const { whom, setWhom, copying, made, refused, copy } = useCopy(batch, content);
  const ready = content !== null && isCopyable(content);
  return (
    <ChangeDialog
      title={t('batch.copy')}
      action={{
        name: 'make-copy',
        busy: copying,
        disabled: !ready,
        children: t('batch.copyMake'),
        onPress: () => void copy(),
      }}
      away="cancel-copy"
      refused={refused ? t(`error.${refused.code}`) : ''}
      onClose={onClose}
    >
      {failure !== '' && (
        <NoticeCard
          tone="warning"
          text={failure}
          actions={[{ label: t('common.retry'), run: again }]}
        />
      )}
      {!content && failure === '' && <Skeleton lines={4} label={t('common.loading')} />}
      {content && !ready && <p>{t('batch.copyNot')}</p>}
      {content && ready && (
        <>
          <p>{t('batch.copyWhat')}</p>
          <Whom batch={batch} whom={whom} locked={copying} onWhom={setWhom} />
          <NotCopied content={content} scheduled={batch.sendAt !== null} />
        </>
      )}
      {copying && whom !== 'none' && (
        <ProgressBar
          label={t('batch.progress')}
          text={t('batch.progressText', { done: made, total: totalOf(batch, whom) })}
          total={totalOf(batch, whom)}
          parts={[{ kind: 'done', count: made }]}
        />
      )}
    </ChangeDialog>
  );
}

/** The copy as it is made; going away ends it, and leaves nothing behind. */
function useCopy(batch: Batch, content: BatchContent | null) {
  const t = currentTranslate.value;
  // What was cancelled in the middle goes on with the others; again to all would be twice to some.
  const [whom, setWhom] = useState<CopyWhom>(
    batch.state === 'cancelled' ? firstWhom(batch) : 'all',
  );
  const [copying, setCopying] = useState(false);
  const [made, setMade] = useState(0);
  const [refused, setRefused] = useState<Failure | null>(null);
  const gone = useRef(new AbortController());
  useEffect(() => () => gone.current.abort(), []);
  const copy = async (): Promise<void> => {
    if (!content) return;
    const { signal } = gone.current;
    setRefused(null);
    setMade(0);
    setCopying(true);
    try {
      const id = await copyBatch({ batch, content, whom, t, signal, onCount: setMade });
      location.hash = draftAddress(id);
    } catch (thrown) {
      if (signal.aborted) return;
      setRefused(toFailure(thrown));
      setCopying(false);
    }
  };
  return { whom, setWhom, copying, made, refused, copy };
}

function firstWhom(batch: Batch): CopyWhom {
  return countNotReached(batch) > 0 ? 'rest' : 'all';
}

function totalOf(batch: Batch, whom: CopyWhom): number {
  return whom === 'all' ? allOf(batch) : countNotReached(batch);
}

interface WhomProps {
  batch: Batch;
  whom: CopyWhom;
  locked: boolean;
  onWhom(whom: CopyWhom): void;
}

function Whom({ batch, whom, locked, onWhom }: WhomProps) {
  const t = currentTranslate.value;
  const rest = countNotReached(batch);
  const partly = rest > 0 && rest < allOf(batch);
  const choices = [
    ['all', t('batch.copyAll', { count: allOf(batch) })],
    ...(partly ? [['rest', t('batch.copyRest', { count: rest })] as const] : []),
    ['none', t('batch.copyNobody')],
  ] as const;
  // All of them were cancelled or refused: "those" and "everybody" are the same.
  const chosen = whom === 'rest' && !partly ? 'all' : whom;
  return (
    <fieldset class="copy-whom" disabled={locked}>
      <legend class="field-label">{t('batch.copyWhom')}</legend>
      {choices.map(([value, label]) => (
        <label key={value} class="check-row">
          <input
            type="radio"
            name="copy-whom"
            value={value}
            checked={value === chosen}
            onChange={() => onWhom(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** What a draft here cannot hold, said before it is missed. */
function NotCopied({ content, scheduled }: { content: BatchContent; scheduled: boolean }) {
  const t = currentTranslate.value;
  const { attachments, replyTo } = content;
  const left = [
    attachments.length > 0 && t('batch.copyFiles', { count: attachments.length }),
    replyTo !== null && t('batch.copyReplyTo', { address: replyTo }),
    scheduled && t('batch.copyTime'),
  ].filter((words) => words !== false);
  if (left.length === 0) return null;
  return (
    <div class="field-hint" data-part="not-copied">
      <p>{t('batch.copyLeft')}</p>
      <ul>
        {left.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
