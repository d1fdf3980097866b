import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { ModalDialog } from '@/components/modal-dialog';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import type { Recipient } from './messages';
import { recipientWords } from './panel-mail-view';
import { faultWords, outcomeWords } from './panel-words';

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
  // For how many that was ticked: mails that became uncertain since are not decided about unseen.
  const [tickedFor, setTickedFor] = useState(0);
  const all = tickedFor >= uncertain;
  const [busy, setBusy] = useState('');
  const resolve = async (as: 'sent' | 'failed' | 'resend'): Promise<void> => {
    setBusy(as);
    await props.onResolve(as, all && uncertain > 1);
    setBusy('');
  };
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
                onChange={(event) => setTickedFor(event.currentTarget.checked ? uncertain : 0)}
              />
              {t('batch.uncertainAll', { count: uncertain })}
            </label>
          )}
        </>
      )}
      <RecipientFacts recipient={recipient} />
    </ModalDialog>
  );
}

export interface FactsProps {
  recipient: Recipient;
  /** When the relay took it, where that says something: with its address, of a mail by itself. */
  handedOver?: string;
}

/** What is known of one mail. */
export function RecipientFacts({ recipient, handedOver }: FactsProps) {
  const t = currentTranslate.value;
  const { kept, attempts, sentAt, messageId } = recipient;
  const format = new Intl.DateTimeFormat(currentLanguage.value, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  const when = (at: string | null): string => (at ? format.format(Date.parse(at)) : '');
  const fault = faultWords(recipient.lastError, t);
  const facts = [
    ...(handedOver
      ? [
          [t('batch.to'), recipientWords(recipient.address, recipient.name ?? '')],
          [t('batch.mails.handedOver'), when(handedOver)],
        ]
      : [[t('batch.outcome'), outcomeWords(recipient, t)]]),
    [t('batch.attempts'), handedOver && attempts < 2 ? '' : String(attempts)],
    [t(kept ? 'batch.keptTime' : 'batch.sentTime'), when(sentAt)],
    ...(fault ? [[fault.name, fault.words]] : []),
    [t('batch.messageId'), handedOver ? '' : messageId],
  ].filter(([, value]) => value !== '');
  return (
    <dl class="batch-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
