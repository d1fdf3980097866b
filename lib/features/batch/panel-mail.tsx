import { BackLink } from '@/components/back-link';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { ViewTitle } from '@/components/view-title';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import { currentTranslate } from '@/lib/platform/translate';
import type { Batch, Recipient } from './messages';
import { useFollow } from './panel-follow';
import { Lost } from './panel-lost';
import { useRecipientAt } from './panel-recipient-at';
import { RecipientFacts } from './panel-resolve';
import { batchAddress, mailsAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { WhatItSays } from './panel-what-it-says';
import { mailWords, pauseWords, recipientTag } from './panel-words';
import { WriteAgain } from './panel-write-again';

/** One mail that was sent by itself: what became of it, as it changes, and the mail as it was sent. */
export function SingleMail({ id }: { id: string }) {
  const t = currentTranslate.value;
  const { batch, lost } = useFollow(id);
  const here = isLocalRelay(useRelay()?.url ?? '');
  const { recipient, failure, again } = useRecipientAt(id, 0, JSON.stringify(batch?.counts));
  return (
    <div class="batch">
      <BackLink label={t('batch.mails.all')} href={mailsAddress} />
      {lost && <Lost failure={lost} shown={batch !== null} here={here} />}
      {batch && !lost && failure && (
        <NoticeCard
          tone="warning"
          text={t(`error.${failure.code}`)}
          actions={[{ label: t('common.retry'), run: again }]}
        />
      )}
      {batch && recipient ? (
        <>
          <Head batch={batch} recipient={recipient} />
          <RecipientFacts recipient={recipient} handedOver={batch.createdAt} />
          {(recipient.state === 'failed' || recipient.state === 'cancelled') && (
            <WriteAgain id={id} recipient={recipient} />
          )}
          <WhatItSays batch={batch} />
        </>
      ) : (
        !lost && !failure && <Skeleton lines={6} label={t('common.loading')} />
      )}
    </div>
  );
}

interface HeadProps {
  batch: Batch;
  recipient: Recipient;
}

function Head({ batch: { id, name, state: life, pauseReason }, recipient }: HeadProps) {
  const t = currentTranslate.value;
  const { state, kept } = recipient;
  const paused = life === 'paused';
  return (
    <>
      <header class="batch-head">
        <ViewTitle>{name || t('batch.mails.noSubject')}</ViewTitle>
        <span class="tag" data-kind={kept ? 'plain' : recipientTag[state]} data-state={state}>
          {mailWords(recipient, t)}
        </span>
      </header>
      {(paused || state === 'uncertain') && (
        <p class="batch-reason" role="status">
          {paused ? pauseWords(t, pauseReason) : t('batch.mails.uncertain')}{' '}
          {/* A new try of what was refused or is uncertain is the popup's, which has its text. */}
          {paused && <a href={batchAddress(id)}>{t('batch.uncertainShow')}</a>}
        </p>
      )}
    </>
  );
}
