import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { ModalDialog } from '@/components/modal-dialog';
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
  const { kept } = recipient;
  const t = currentTranslate.value;
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState('');
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
    [t('batch.outcome'), t(`batch.recipient.${kept ? 'kept' : recipient.state}`)],
    [t('batch.attempts'), String(recipient.attempts)],
    [
      t(kept ? 'batch.keptTime' : 'batch.sentTime'),
      recipient.sentAt ? when.format(Date.parse(recipient.sentAt)) : '',
    ],
    [t('batch.serverSaid'), recipient.lastError ?? ''],
    [t('batch.messageId'), recipient.messageId],
  ].filter(([, value]) => value !== '');
  const unsure = recipient.state === 'uncertain';
  const choices = (['sent', 'failed', 'resend'] as const).map((as) => (
    <Button key={as} name={`resolve-${as}`} busy={busy === as} onPress={() => void resolve(as)}>
      {t(`batch.resolve.${as}`)}
    </Button>
  ));
  return (
    <ModalDialog
      title={recipient.address}
      closeLabel={t('common.close')}
      foot={unsure && choices}
      onClose={onClose}
    >
      {unsure && (
        <>
          <p>{t('batch.uncertainWhy')}</p>
          <p class="field-hint">{t('batch.resendHint')}</p>
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
    </ModalDialog>
  );
}
