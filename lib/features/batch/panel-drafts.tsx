import { useEffect, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { Toast } from '@/components/toast';
import { useJustChanged } from '@/components/use-just-changed';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { formatWhen } from '@/lib/core/dictation/format-when';
import { guarded } from '@/lib/platform/storage-guard';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { BatchDraft } from './batch-draft';
import { batchChanges } from './changes';
import { batchPageMessages, type WaitingBatch } from './messages';
import { Refusal } from './panel-refusal';
import { batchAddress, draftAddress } from './panel-route';
import { dropUnsavedDrafts, takeUnsavedDraft } from './panel-unsaved';
import { deleteDraft, listDrafts, readSubmission, restoreDraft } from './store';

/**
 * Reads again when another page or the background has changed something.
 * @param onKnown called when the first answer is there, whatever it is
 */
function useChanging<T>(read: () => Promise<T>, first: T, onKnown: () => void): [T, () => void] {
  const [value, setValue] = useState(first);
  const [turn, setTurn] = useState(0);
  const reload = (): void => setTurn((before) => before + 1);
  useEffect(() => {
    const gone = new AbortController();
    batchChanges.watch(reload, gone.signal);
    return () => gone.abort();
  }, []);
  useEffect(() => {
    let over = false;
    read()
      .then(
        (next) => !over && setValue(next),
        () => undefined,
      )
      .then(onKnown);
    return () => {
      over = true;
    };
  }, [turn]);
  return [value, reload];
}

/** Batches handed over of which no answer has come: kept, and tried again with the same key. */
export function Waiting({ onDone, onKnown }: { onDone(): void; onKnown(): void }) {
  const t = currentTranslate.value;
  const [waiting, reload] = useChanging<WaitingBatch[]>(
    () => batchPageMessages.send('batch.waiting'),
    [],
    onKnown,
  );
  const [abandoned, setAbandoned] = useState('');
  const [refused, setRefused] = useState<Failure | null>(null);
  const again = async (id: string): Promise<void> => {
    try {
      const { batchId } = await batchPageMessages.send('batch.submit', { id });
      location.hash = batchAddress(batchId);
    } catch (thrown) {
      const failure = toFailure(thrown);
      // A refusal gives the draft back, and is told here; anything else goes on waiting, with its reason.
      if (failure.code === 'draft-gone') onDone();
      else if (failure.code === 'batch-too-late') location.hash = draftAddress(id);
      else if (!(await readSubmission(id).catch(() => null))) setRefused(failure);
    }
    reload();
  };
  const abandon = async ({ id, name, startedAt }: WaitingBatch): Promise<void> => {
    await batchPageMessages.send('batch.abandon', { id, startedAt }).catch(() => undefined);
    setAbandoned(name || t('batch.unnamed'));
    reload();
  };
  const chooseTime = async ({ id, startedAt }: WaitingBatch): Promise<void> => {
    await batchPageMessages.send('batch.abandon', { id, startedAt }).catch(() => undefined);
    location.hash = draftAddress(id);
  };
  return (
    <>
      <Refusal failure={refused} onClose={() => setRefused(null)} />
      {abandoned !== '' && (
        <NoticeCard
          tone="warning"
          text={t('batch.abandoned', { name: abandoned })}
          labels={{ close: t('common.close') }}
          onClose={() => setAbandoned('')}
        />
      )}
      {waiting.map((batch) => (
        <NoticeCard
          key={batch.id}
          tone="warning"
          text={waitingWords(batch)}
          actions={
            batch.failure?.code === 'batch-too-late'
              ? [{ label: t('batch.chooseTime'), run: () => void chooseTime(batch) }]
              : batch.failure || batch.resting
                ? [
                    { label: t('batch.tryNow'), run: () => void again(batch.id) },
                    { label: t('batch.stopTrying'), run: () => void abandon(batch) },
                  ]
                : []
          }
          labels={{ close: t('common.close') }}
          onClose={reload}
        />
      ))}
    </>
  );
}

/** What it waits for, and what becomes of it. */
function waitingWords({ name, total, failure, resting }: WaitingBatch): string {
  const t = currentTranslate.value;
  const what = { name: name || t('batch.unnamed'), count: total };
  // A browser that died at the press has left no reason.
  if (!failure) return t(resting ? 'batch.waitingLong' : 'batch.handingOver', what);
  const late = failure.code === 'batch-too-late';
  const words = late ? 'batch.waitingName' : resting ? 'batch.waitingLong' : 'batch.waiting';
  return `${t(words, what)} ${t(`error.${failure.code}`)}`;
}

/** Batches being prepared. */
export function Drafts({ onKnown }: { onKnown(): void }) {
  const t = currentTranslate.value;
  const [drafts, reload] = useChanging<BatchDraft[]>(listDrafts, [], onKnown);
  // The next one comes to its place: two clicks would delete two, and one undo brings back one.
  const moved = useJustChanged(drafts.map(({ id }) => id).join());
  const [undo, setUndo] = useState<(() => void) | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);
  const remove = async (id: string): Promise<void> => {
    const gone = await guarded(() => deleteDraft(id));
    // Gone already, by a second click or in another window: the undo that stands there is the only way back.
    if (!gone) return reload();
    // With what a page that went had not brought to the disk any more.
    const { draft, kept } = takeUnsavedDraft(gone.draft);
    dropUnsavedDrafts(kept);
    const restore = async (): Promise<void> => {
      setRefused(null);
      try {
        await guarded(() => restoreDraft({ ...gone, draft }));
        setUndo(null);
      } catch (thrown) {
        setRefused(toFailure(thrown));
      }
      batchChanges.announce();
      reload();
    };
    setUndo(() => () => void restore());
    batchChanges.announce();
    reload();
  };
  return (
    <>
      <Refusal failure={refused} onClose={() => setRefused(null)} />
      {drafts.length > 0 && (
        <section class="batch-drafts" aria-label={t('batch.drafts')}>
          <h2 class="part-title">{t('batch.drafts')}</h2>
          {drafts.map((draft) => (
            <div key={draft.id} class="batch-draft" data-draft={draft.id}>
              <a class="batch-row" href={draftAddress(draft.id)}>
                <span class="batch-row-name">{draft.name || t('batch.unnamed')}</span>
                <span class="batch-row-facts">
                  {[
                    formatWhen(draft.updatedAt, Date.now(), currentLanguage.value),
                    t(`batch.step.${draft.step}`),
                  ].join(' · ')}
                </span>
              </a>
              <button
                type="button"
                class="link-button"
                data-danger="true"
                data-action="delete-draft"
                aria-disabled={moved || undefined}
                onClick={() => {
                  if (moved) return;
                  remove(draft.id).catch((thrown) => setRefused(toFailure(thrown)));
                }}
              >
                {t('common.delete')}
              </button>
            </div>
          ))}
        </section>
      )}
      {undo && (
        <Toast
          text={t('batch.draftDeleted')}
          undo={{ label: t('common.undo'), run: undo }}
          labels={{ close: t('common.close') }}
          onClose={() => setUndo(null)}
        />
      )}
    </>
  );
}
