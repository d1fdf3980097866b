import { useState } from 'preact/hooks';
import { BackLink } from '@/components/back-link';
import { Skeleton } from '@/components/skeleton';
import { ViewTitle } from '@/components/view-title';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import { currentTranslate } from '@/lib/platform/translate';
import type { Batch, BatchChange, Recipient } from './messages';
import { BatchActions } from './panel-actions';
import { changeBatch, useFollow } from './panel-follow';
import { Lost, WhatItSays } from './panel-progress';
import { useRecipientAt } from './panel-recipient-at';
import { Refusal } from './panel-refusal';
import { RecipientFacts } from './panel-resolve';
import { mailsAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { mailWords, pauseWords, recipientTag } from './panel-words';

/** One mail that was sent by itself: what became of it, as it changes, and the mail as it was sent. */
export function SingleMail({ id }: { id: string }) {
  const t = currentTranslate.value;
  const followed = useFollow(id);
  const { batch, lost } = followed;
  const here = isLocalRelay(useRelay()?.url ?? '');
  const { recipient } = useRecipientAt(id, 0, JSON.stringify(batch?.counts));
  const [failure, setFailure] = useState<Failure | null>(null);
  const change = async (wish: BatchChange): Promise<void> => {
    try {
      await changeBatch(followed, id, wish);
      setFailure(null);
    } catch (thrown) {
      setFailure(toFailure(thrown));
    }
  };
  return (
    <div class="batch">
      <BackLink label={t('batch.mails.all')} href={mailsAddress} />
      {lost && <Lost failure={lost} shown={batch !== null} here={here} />}
      <Refusal failure={failure} onClose={() => setFailure(null)} />
      {batch && recipient ? (
        <>
          <Head batch={batch} recipient={recipient} />
          {/* What waits for somebody goes on from here; a new try of a refused one is the popup's, with its text. */}
          {batch.state === 'paused' && (
            <BatchActions batch={batch} onChange={change} others={null} />
          )}
          <RecipientFacts recipient={recipient} handedOver={batch.createdAt} />
          <WhatItSays batch={batch} />
        </>
      ) : (
        !lost && <Skeleton lines={6} label={t('common.loading')} />
      )}
    </div>
  );
}

function Head({ batch, recipient }: { batch: Batch; recipient: Recipient }) {
  const t = currentTranslate.value;
  const { state, kept } = recipient;
  const paused = batch.state === 'paused' ? pauseWords(t, batch.pauseReason) : '';
  const said = state === 'uncertain' ? t('batch.mails.uncertain') : paused;
  return (
    <>
      <header class="batch-head">
        <ViewTitle>{batch.name || t('batch.mails.noSubject')}</ViewTitle>
        <span class="tag" data-kind={kept ? 'plain' : recipientTag[state]} data-state={state}>
          {mailWords(recipient, t)}
        </span>
      </header>
      {said !== '' && (
        <p class="batch-reason" role="status">
          {said}
        </p>
      )}
    </>
  );
}
