import { Send } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useJustChanged } from '@/components/use-just-changed';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { instantOf } from '@/lib/core/batch/zoned-time';
import { currentTranslate } from '@/lib/platform/translate';
import { batchPageMessages } from './messages';
import { departureFault, Rate, useWakeAt, When } from './panel-departure';
import type { DraftState } from './panel-draft';
import { openRelayOptions } from './panel-history-parts';
import { type BatchPlan, layBatchReady } from './panel-lay-ready';
import { useReachedGate } from './panel-reached-notice';
import { batchAddress, homeAddress } from './panel-route';
import { Suppressed, useRelay, useSuppressed, useWarnings, Warnings } from './panel-rules';
import { Summary } from './panel-send-summary';
import { isUnknownAccount, SenderField, useSender } from './panel-sender';
import { WizardFoot } from './panel-wizard-foot';
import type { Need } from './panel-wizard-need';
import { readSubmission } from './store';

export interface SendStepProps {
  plan: BatchPlan;
  included: number;
  state: DraftState;
  /** A moment ago another step was shown. */
  arrived: boolean;
  onBack(): void;
}

/** Step 4: now or later, how fast, what to know first; then it is handed to the relay, once. */
export function SendStep({ plan, included, state, arrived, onBack }: SendStepProps) {
  const t = currentTranslate.value;
  const { draft, content } = plan;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const relay = useRelay(turn);
  const sender = useSender(relay, draft.account, turn);
  const bytes = new TextEncoder().encode(content.html + content.text).length;
  const warnings = useWarnings(plan, included, bytes, relay, sender.chosen);
  const asked = useSuppressed(plan, relay);
  /** Who gets nothing, as far as it is known. */
  const left = Array.isArray(asked) ? asked : [];
  const rules = (warnings ?? []).filter(({ level }) => level === 'rule');
  const reached = useReachedGate(plan, state.change);
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const at = draft.sendAt === '' ? null : instantOf(draft.sendAt, draft.zone);
  useWakeAt(at);
  const timeFault = () => departureFault(draft.sendAt, at);
  const need = (): Need | null => {
    const fault = timeFault();
    if (fault) return { words: t(`batch.${fault}`), target: 'input[name="send-at"]' };
    const twice = reached.need();
    if (twice) return twice;
    if (sender.state === 'gone') {
      return { words: t('batch.senderLost'), target: 'input[name="sender"]' };
    }
    if (sender.state === 'unknown') {
      return { words: t('batch.senderUnknown'), target: '[data-action="check-sender"]' };
    }
    if (rules.length === 0 || agreed) return null;
    return { words: t('batch.need.rules'), target: 'input[name="agree-rules"]' };
  };
  /** Nothing can be handed over before the relay is connected (again). */
  const connects = relay?.state === 'none' || relay?.state === 'refused';
  // The summary says it as long as it is so, and connected again it is so no more.
  useEffect(() => {
    if (relay && failure?.code === 'relay-refused') setFailure(null);
  }, [relay]);
  const passing = useJustChanged(String(connects)) || arrived;
  const senderKnown = sender.chosen ? warnings !== null : sender.state !== 'asking';
  const known = relay !== null && reached.known && senderKnown;

  const send = async (): Promise<void> => {
    if (relay === null) return;
    setBusy(true);
    setFailure(null);
    try {
      // It may have been tried again where it was copied from, while this page stood open.
      if (!(await reached.holds())) return setBusy(false);
      await state.saved();
      state.handing(true);
      const { id } = await layBatchReady(plan, relay);
      const { batchId } = await batchPageMessages.send('batch.submit', { id });
      location.hash = batchAddress(batchId);
    } catch (thrown) {
      setFailure(toFailure(thrown));
      setTurn((before) => before + 1);
      setBusy(false);
      // It lies ready and is tried again; the list says so.
      if (await readSubmission(draft.id).catch(() => null)) location.hash = homeAddress;
      else {
        state.handing(false);
        await state.follow();
      }
    }
  };
  return (
    <>
      <When draft={draft} at={at} fault={timeFault()} onChange={state.change} />
      <Rate draft={draft} perMinute={sender.chosen?.perMinute ?? null} onChange={state.change} />
      <SenderField
        choice={sender}
        onChange={(account) => {
          // What was read about one sender says nothing about another.
          setAgreed(false);
          state.change({ account });
        }}
        onRetry={() => setTurn((before) => before + 1)}
      />
      <Suppressed addresses={left} />
      {!connects && reached.notice}
      {warnings !== null && warnings.length > 0 && <Warnings warnings={warnings} />}
      {rules.length > 0 && (
        <label class="check-row">
          <input
            type="checkbox"
            name="agree-rules"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
          {t('batch.rulesRead')}
        </label>
      )}
      {failure && !(isUnknownAccount(failure) && sender.state === 'gone') && (
        <p class="field-error" role="alert">
          {t(`error.${failure.code}`)} {failure.code === 'relay-invalid' ? failure.detail : ''}
        </p>
      )}
      <Summary relay={relay} sender={sender.chosen} at={at} zone={draft.zone} />
      <WizardFoot
        key={connects ? 'connect' : 'send'}
        action={
          connects
            ? {
                name: 'connect-relay',
                label: t(relay.state === 'none' ? 'batch.connectRelay' : 'batch.reconnectRelay'),
                passing,
              }
            : {
                name: 'send-batch',
                label: t(draft.sendAt === '' ? 'batch.sendNow' : 'batch.sendLater', {
                  count: included - left.length,
                }),
                icon: <Send size={18} strokeWidth={1.9} aria-hidden="true" />,
                busy: busy || !known,
                passing,
                disabled: !known,
              }
        }
        need={connects ? () => null : need}
        onBack={onBack}
        onGo={connects ? openRelayOptions : () => void send()}
      />
    </>
  );
}
