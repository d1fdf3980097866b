import { ChevronLeft, ChevronRight } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { IconButton } from '@/components/icon-button';
import { MailPreview } from '@/components/mail-preview';
import { Segmented } from '@/components/segmented';
import { currentTranslate } from '@/lib/platform/translate';
import type { FilledMail } from './panel-content';

export interface MailViewProps {
  /** What it shows, for screen readers. */
  label: string;
  /** Which recipient's mail it is, from 0, among `count` of them. */
  place: number;
  count: number;
  onPlace(place: number): void;
  mail: FilledMail;
  to: string;
  /** Lines of the head before and after the recipient and the subject. */
  before?: ComponentChildren;
  after?: ComponentChildren;
}

/** The mail of one recipient as it arrives, with the way to the others; its text part too. */
export function MailView({ label, place, count, onPlace, mail, to, before, after }: MailViewProps) {
  const t = currentTranslate.value;
  const [part, setPart] = useState<'html' | 'text'>('html');
  return (
    <section class="preview" aria-label={label}>
      <div class="preview-bar">
        {count > 1 && <Places place={place} count={count} onPlace={onPlace} />}
        <Segmented
          label={t('batch.part')}
          value={part}
          options={[
            { value: 'html', label: t('batch.partMail') },
            { value: 'text', label: t('batch.partText') },
          ]}
          onChange={(value) => setPart(value)}
        />
      </div>
      <dl class="preview-head">
        {before}
        <dt>{t('batch.to')}</dt>
        <dd data-part="to">{to}</dd>
        <dt>{t('batch.subject')}</dt>
        <dd data-part="subject">{mail.subject}</dd>
        {after}
      </dl>
      {part === 'html' ? (
        <MailPreview title={label} html={mail.html} />
      ) : (
        <pre class="preview-text">{mail.text}</pre>
      )}
    </section>
  );
}

/** The way to the mails of the others. */
function Places({ place, count, onPlace }: Pick<MailViewProps, 'place' | 'count' | 'onPlace'>) {
  const t = currentTranslate.value;
  return (
    <>
      <IconButton
        name="previous-recipient"
        label={t('batch.previousRecipient')}
        icon={<ChevronLeft size={18} strokeWidth={1.9} aria-hidden="true" />}
        disabled={place === 0}
        onPress={() => onPlace(place - 1)}
      />
      <label class="preview-number">
        <span class="only-spoken">{t('batch.recipientNumber')}</span>
        <input
          class="input"
          type="number"
          name="preview-number"
          min={1}
          max={count}
          value={place + 1}
          onChange={(event) =>
            onPlace(Math.min(count, Math.max(1, Number(event.currentTarget.value) || 1)) - 1)
          }
        />
        <span>{t('batch.ofRecipients', { count })}</span>
      </label>
      <IconButton
        name="next-recipient"
        label={t('batch.nextRecipient')}
        icon={<ChevronRight size={18} strokeWidth={1.9} aria-hidden="true" />}
        disabled={place >= count - 1}
        onPress={() => onPlace(place + 1)}
      />
    </>
  );
}

/** A recipient or a sender as a head shows it. */
export function recipientWords(address: string, name: string): string {
  return name === '' ? address : `${name} <${address}>`;
}
