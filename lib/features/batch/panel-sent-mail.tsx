import { useMemo, useState } from 'preact/hooks';
import { MailPreview } from '@/components/mail-preview';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import { htmlToText } from '@/lib/core/templates/html-to-text';
import { currentTranslate } from '@/lib/platform/translate';
import type { Batch, BatchContent, Recipient } from './messages';
import { createFiller, type FilledMail } from './panel-content';
import { MailView, recipientWords } from './panel-mail-view';
import { useRecipientAt } from './panel-recipient-at';
import { allOf } from './panel-words';
import { useWritten } from './panel-written';

/** What a batch says: sender, subject and text, as each recipient gets it. */
export function SentMail({ batch }: { batch: Batch }) {
  const t = currentTranslate.value;
  const { content, failure, again } = useWritten(batch.id);
  if (failure !== '') return <Unread words={failure} onRetry={again} />;
  if (!content) return <Skeleton lines={6} label={t('common.loading')} />;
  return <Mail batch={batch} content={content} />;
}

function Unread({ words, onRetry }: { words: string; onRetry(): void }) {
  const t = currentTranslate.value;
  return (
    <NoticeCard
      tone="warning"
      text={words}
      actions={[{ label: t('common.retry'), run: onRetry }]}
    />
  );
}

interface MailProps {
  batch: Batch;
  content: BatchContent;
}

function Mail({ batch, content }: MailProps) {
  const t = currentTranslate.value;
  const [place, setPlace] = useState(0);
  const { recipient, failure, again } = useRecipientAt(batch.id, place);
  const fill = useMemo(() => fillerOf(content), [content]);
  const mail = useMemo(() => recipient && fill(recipient), [fill, recipient]);
  if (failure) return <Unread words={t(`error.${failure.code}`)} onRetry={again} />;
  if (!recipient) return <Skeleton lines={6} label={t('common.loading')} />;
  if (!mail) return <AsWritten content={content} />;
  return (
    <MailView
      label={t('batch.sentMail')}
      place={place}
      count={allOf(batch)}
      onPlace={setPlace}
      mail={mail}
      to={recipientWords(recipient.address, recipient.name ?? '')}
      before={<From content={content} />}
      after={<More content={content} />}
    />
  );
}

function From({ content: { from } }: Pick<MailProps, 'content'>) {
  const t = currentTranslate.value;
  return (
    <>
      <dt>{t('batch.sendsFrom')}</dt>
      <dd data-part="from">
        {from ? recipientWords(from.address, from.name ?? '') : t('batch.senderGone')}
      </dd>
    </>
  );
}

function More({ content: { replyTo, attachments } }: Pick<MailProps, 'content'>) {
  const t = currentTranslate.value;
  return (
    <>
      {replyTo !== null && (
        <>
          <dt>{t('batch.replyTo')}</dt>
          <dd>{replyTo}</dd>
        </>
      )}
      {attachments.length > 0 && (
        <>
          <dt>{t('batch.files')}</dt>
          <dd>{attachments.map(({ filename }) => filename).join(', ')}</dd>
        </>
      )}
    </>
  );
}

/** Where it cannot be filled: with its variables, as it stands on the relay. */
function AsWritten({ content }: Pick<MailProps, 'content'>) {
  const t = currentTranslate.value;
  return (
    <section class="preview" aria-label={t('batch.sentMail')}>
      <p class="field-hint">{t('batch.asWritten')}</p>
      <dl class="preview-head">
        <From content={content} />
        <dt>{t('batch.subject')}</dt>
        <dd data-part="subject">{content.subject}</dd>
        <More content={content} />
      </dl>
      <MailPreview title={t('batch.sentMail')} html={content.html ?? ''} />
    </section>
  );
}

/** Fills the mail of one recipient as the relay does; null where that cannot be done. */
export function fillerOf(content: BatchContent): (recipient: Recipient) => FilledMail | null {
  const { subject, html, text, isTemplate } = content;
  if (!isTemplate) {
    return (own) => {
      const page = own.html ?? html ?? '';
      return { subject: own.subject ?? subject, html: page, text: text ?? htmlToText(page) };
    };
  }
  try {
    const templates = { subject, html: html ?? '', text: text ?? htmlToText(html ?? '') };
    const fill = createFiller(templates);
    return ({ address, name, fields = {} }) => {
      try {
        return fill(address, name ?? '', fields);
      } catch {
        return null;
      }
    };
  } catch {
    return () => null;
  }
}
