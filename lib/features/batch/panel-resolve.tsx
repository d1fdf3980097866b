import { X } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { Recipient } from './messages';

export interface RecipientDialogProps {
  recipient: Recipient;
  /** How many are uncertain in this batch. */
  uncertain: number;
  onResolve(as: 'sent' | 'failed' | 'resend', all: boolean): Promise<void>;
  onClose(): void;
}

/** Everything known of one mail; for an uncertain one what it means, and the three ways out. */
export function RecipientDialog(props: RecipientDialogProps) {
  const { recipient, uncertain, onClose } = props;
  const t = currentTranslate.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const resolve = async (as: 'sent' | 'failed' | 'resend'): Promise<void> => {
    setBusy(as);
    await props.onResolve(as, all);
    setBusy('');
  };
  const when = new Intl.DateTimeFormat(currentLanguage.value, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  const facts = [
    [t('batch.outcome'), t(`batch.recipient.${recipient.state}`)],
    [t('batch.attempts'), String(recipient.attempts)],
    [t('batch.sentTime'), recipient.sentAt ? when.format(Date.parse(recipient.sentAt)) : ''],
    [t('batch.serverSaid'), recipient.lastError ?? ''],
    [t('batch.messageId'), recipient.messageId],
  ].filter(([, value]) => value !== '');
  return (
    <dialog ref={dialog} class="batch-dialog" aria-labelledby="recipient-title" onClose={onClose}>
      <header class="batch-dialog-head">
        <h2 id="recipient-title" class="batch-title">
          {recipient.address}
        </h2>
        <button
          type="button"
          class="icon-button"
          aria-label={t('common.close')}
          onClick={() => dialog.current?.close()}
        >
          <X size={18} strokeWidth={1.9} aria-hidden="true" />
        </button>
      </header>
      {recipient.state === 'uncertain' && (
        <>
          <p>{t('batch.uncertainWhy')}</p>
          {uncertain > 1 && (
            <label class="check-row">
              <input
                type="checkbox"
                checked={all}
                onChange={(event) => setAll(event.currentTarget.checked)}
              />
              {t('batch.uncertainAll', { count: uncertain })}
            </label>
          )}
          <div class="batch-choices">
            {(['sent', 'failed', 'resend'] as const).map((as) => (
              <Button
                key={as}
                name={`resolve-${as}`}
                busy={busy === as}
                onPress={() => void resolve(as)}
              >
                {t(`batch.resolve.${as}`)}
              </Button>
            ))}
          </div>
          <p class="field-hint">{t('batch.resendHint')}</p>
        </>
      )}
      <dl class="batch-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
