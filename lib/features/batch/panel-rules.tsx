import { Info, TriangleAlert } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type BatchWarning, judgeBatch } from '@/lib/core/batch/judge-batch';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import {
  type RelayConnection,
  relayAccountPageMessages,
  relayChanges,
} from '@/lib/features/relay-account/messages';
import { currentTranslate } from '@/lib/platform/translate';
import { batchPageMessages } from './messages';
import { type BatchPlan, countGmail, findSuppressed } from './panel-lay-ready';
import { RuleNotice } from './panel-rule-notice';
import { type Sender, SenderGone, useSender } from './panel-sender';

/**
 * The relay as it is, asked again whenever the person comes back here; null until it is known.
 * @param turn asked again with each other one
 */
export function useRelay(turn?: unknown): RelayConnection | null {
  const [relay, setRelay] = useState<RelayConnection | null>(null);
  const read = (): void => {
    void relayAccountPageMessages.send('relayAccount.status').then(setRelay, () => undefined);
  };
  useEffect(read, [turn]);
  useEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    // It may have been connected or changed in another tab meanwhile.
    relayChanges.watch(read, signal);
    addEventListener('focus', read, { signal });
    document.addEventListener('visibilitychange', read, { signal });
    return () => gone.abort();
  }, []);
  return relay;
}

/** What sender and receivers should know; null until everything is counted, and while nobody knows who sends. */
export function useWarnings(
  plan: BatchPlan,
  included: number,
  bytes: number,
  relay: RelayConnection | null,
  sender: Sender | null,
): BatchWarning[] | null {
  const [toGmail, setToGmail] = useState<number | null>(null);
  useEffect(() => {
    let over = false;
    countGmail(plan).then(
      (count) => !over && setToGmail(count),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [plan.check, plan.draft.skipped, plan.draft.skipMissing, plan.columns.address]);
  const { unsubscribe } = plan.draft;
  return useMemo(() => {
    if (toGmail === null || relay === null || sender === null) return null;
    return judgeBatch({
      total: included,
      toGmail,
      sender: sender.address,
      delivers: sender.delivers,
      perDay: sender.perDay,
      unsubscribe,
      localLinks: isLocalRelay(relay.publicUrl ?? relay.url),
      bytes,
    });
  }, [
    toGmail,
    relay,
    sender?.account,
    sender?.address,
    sender?.perDay,
    included,
    unsubscribe,
    bytes,
  ]);
}

export interface BatchRulesProps {
  plan: BatchPlan;
  included: number;
  /** Size of one mail. */
  bytes: number;
}

/** Size, ceilings and the rules of large receivers, in plain words. */
export function BatchRules({ plan, included, bytes }: BatchRulesProps) {
  const t = currentTranslate.value;
  const [turn, setTurn] = useState(0);
  const again = (): void => setTurn((before) => before + 1);
  const relay = useRelay(turn);
  const sender = useSender(relay, plan.draft.account, turn);
  const warnings = useWarnings(plan, included, bytes, relay, sender.chosen);
  const suppressed = useSuppressed(plan, relay, turn);
  const connected = relay?.state === 'connected';
  const unchecked =
    (relay !== null && !connected) || suppressed === 'unknown' || sender.state === 'unknown';
  return (
    <section class="rules" aria-label={t('batch.rules')}>
      <h3 class="part-title">{t('batch.rules')}</h3>
      {Array.isArray(suppressed) && <Suppressed addresses={suppressed} />}
      {sender.state === 'gone' && <SenderGone />}
      <Warnings warnings={warnings ?? []} />
      {unchecked && (
        <RuleNotice
          name="unchecked"
          words={t(relay?.state === 'none' ? 'batch.rulesNoRelay' : 'batch.rulesUnknown')}
          // The relay could not be asked: nobody should take silence for a good answer.
          retry={relay?.state === 'none' ? undefined : { name: 'check-rules', run: again }}
        />
      )}
      {warnings?.length === 0 && connected && Array.isArray(suppressed) && (
        <p class="batch-reason">{t('batch.rulesFine')}</p>
      )}
      <details>
        <summary>{t('batch.rulesMore')}</summary>
        <dl class="rules-list">
          {(['spf', 'dkim', 'dmarc', 'oneClick', 'spam', 'limits'] as const).map((rule) => (
            <div key={rule}>
              <dt>{t(`batch.rule.${rule}.name`)}</dt>
              <dd>{t(`batch.rule.${rule}.text`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

/**
 * Who in this batch has unsubscribed: the relay leaves them out by itself. Null while it is being asked, `unknown` when
 * it could not be.
 * @param turn asked again with each other one
 */
export function useSuppressed(
  plan: BatchPlan,
  relay: RelayConnection | null,
  turn = 0,
): string[] | 'unknown' | null {
  const [found, setFound] = useState<string[] | 'unknown' | null>(null);
  const { skipped, skipMissing } = plan.draft;
  useEffect(() => {
    let over = false;
    if (relay === null) return;
    batchPageMessages
      .send('batch.suppressed')
      .then((addresses) => findSuppressed(plan, new Set(addresses)))
      .then(
        (list) => !over && setFound(list),
        () => !over && setFound('unknown'),
      );
    return () => {
      over = true;
    };
  }, [plan.check, skipped, skipMissing, plan.columns.address, relay?.state, turn]);
  return found;
}

/** Who gets nothing, told beforehand. */
export function Suppressed({ addresses }: { addresses: readonly string[] }) {
  const t = currentTranslate.value;
  if (addresses.length === 0) return null;
  return (
    <details class="warning" data-warning="suppressed">
      <summary>{t('batch.suppressed', { count: addresses.length })}</summary>
      <ul class="suppressed">
        {addresses.slice(0, 100).map((address) => (
          <li key={address}>{address}</li>
        ))}
      </ul>
    </details>
  );
}

export function Warnings({ warnings }: { warnings: readonly BatchWarning[] }) {
  const t = currentTranslate.value;
  return (
    <ul class="warnings">
      {warnings.map(({ id, level, values }) => {
        const Icon = level === 'rule' ? TriangleAlert : Info;
        return (
          <li key={id} class="warning" data-level={level} data-warning={id}>
            <Icon size={17} strokeWidth={1.9} aria-hidden="true" />
            <span>{sentence(t, id, values)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function sentence(
  t: typeof currentTranslate.value,
  id: BatchWarning['id'],
  values: BatchWarning['values'],
): string {
  // Each sentence takes some of these; the catalogue's types name them one by one.
  const all = { count: 0, limit: 0, size: 0, domain: '', ...values };
  return t(`batch.warning.${id}` as 'batch.warning.free-mailbox', all);
}
