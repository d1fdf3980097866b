import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { toFailure } from '@/lib/core/app-error';
import { checkAddress } from '@/lib/platform/table/check-address';
import { currentTranslate } from '@/lib/platform/translate';
import { batchPageMessages } from './messages';
import { openRelayOptions } from './panel-history-parts';
import type { BatchPlan, PlannedRecipient } from './panel-lay-ready';
import { batchAddress } from './panel-route';
import { useRelay } from './panel-rules';
import { isUnknownAccount } from './panel-sender';

export interface TestSendProps {
  plan: Pick<BatchPlan, 'content' | 'draft'>;
  /** Whose values the test shows. */
  recipient: PlannedRecipient;
}

/** Sends the mail that the preview shows to oneself, made by the relay exactly as in the batch. */
export function TestSend({ plan, recipient }: TestSendProps) {
  const t = currentTranslate.value;
  const relay = useRelay();
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<{ id?: string; error?: string } | null>(null);
  const key = useRef('');
  const root = useRef<HTMLDivElement>(null);
  const address = typed ?? relay?.account ?? '';
  const parsed = checkAddress(address);
  const { content, draft } = plan;
  // The same test again after a lost answer has the same key; another text, address or sender is another test.
  useEffect(() => {
    key.current = crypto.randomUUID();
  }, [content, recipient, address, draft.account]);
  // What came of it must not appear under the bar at the foot.
  useEffect(() => {
    if (outcome) root.current?.scrollIntoView?.({ block: 'nearest' });
  }, [outcome]);
  const send = async (): Promise<void> => {
    if (!parsed.ok) return;
    setBusy(true);
    setOutcome(null);
    try {
      const id = await batchPageMessages.send('batch.sendTest', {
        idempotencyKey: key.current,
        ...(draft.account !== '' && { account: draft.account }),
        name: t('batch.testName', { name: draft.name || t('batch.unnamed') }).slice(0, 200),
        address: parsed.address,
        recipientName: recipient.name ?? '',
        subject: content.subject,
        html: content.html,
        text: content.text,
        fields: recipient.fields,
        unsubscribe: draft.unsubscribe,
      });
      key.current = crypto.randomUUID();
      setOutcome({ id });
    } catch (thrown) {
      const failure = toFailure(thrown);
      const gone = isUnknownAccount(failure);
      setOutcome({ error: t(gone ? 'batch.senderLost' : `error.${failure.code}`) });
    }
    setBusy(false);
  };
  const kept = draft.account === '' && relay?.sender?.delivers === false;
  if (relay?.state === 'none') {
    return (
      <div class="test-send">
        <p class="batch-reason">{t('batch.testNoRelay')}</p>
        <Button name="connect-relay" onPress={openRelayOptions}>
          {t('batch.connectRelay')}
        </Button>
      </div>
    );
  }
  return (
    <div class="test-send" ref={root}>
      <Field label={t('batch.test')} hint={t('batch.testHint')} error={outcome?.error}>
        {(control) => (
          <div class="input-row">
            <input
              {...control}
              class="input"
              type="email"
              name="test-address"
              value={address}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
            <Button name="send-test" busy={busy} disabled={!parsed.ok} onPress={() => void send()}>
              {t('batch.sendTest')}
            </Button>
          </div>
        )}
      </Field>
      {outcome?.id && (
        <p class="batch-reason" role="status">
          {t(kept ? 'batch.testKept' : 'batch.testSent', { address })}{' '}
          <a href={batchAddress(outcome.id)}>{t('batch.testFollow')}</a>
        </p>
      )}
    </div>
  );
}
