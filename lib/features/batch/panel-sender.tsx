import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '@/lib/core/app-error';
import type { RelayConnection } from '@/lib/features/relay-account/messages';
import { currentTranslate } from '@/lib/platform/translate';
import { batchPageMessages, type OwnAccount } from './messages';
import { recipientWords } from './panel-mail-view';
import { RuleNotice } from './panel-rule-notice';

/** Whom mails come from, and what may leave there. */
export interface Sender {
  /** Id of a mail account of one's own; empty: the relay's sender. */
  account: string;
  /** Under which the person knows the account; empty for the relay's sender. */
  label: string;
  /** What stands in From; empty while the relay has not said it. */
  address: string;
  /** What readers see before the address; empty: the address alone. */
  name: string;
  /** False: mails are kept in the relay's outbox and reach nobody. */
  delivers: boolean;
  /** Ceilings over all batches; null when there is none. */
  perMinute: number | null;
  perDay: number | null;
}

export interface SenderChoice {
  /** `gone`: the relay has no such account (any more); `unknown`: it could not be asked for one that was chosen. */
  state: 'asking' | 'known' | 'gone' | 'unknown';
  /** The relay's own first. */
  offered: readonly Sender[];
  /** Null unless it is known. Never another one than was chosen. */
  chosen: Sender | null;
}

function relaySender({ sender }: RelayConnection): Sender {
  return {
    account: '',
    label: '',
    address: sender?.address ?? '',
    name: sender?.name ?? '',
    delivers: sender?.delivers ?? true,
    perMinute: sender?.perMinute ?? null,
    perDay: sender?.perDay ?? null,
  };
}

function ownSender({ id, name, from, fromName, perMinute, perDay }: OwnAccount): Sender {
  const shown = { label: name, address: from, name: fromName ?? '' };
  return { account: id, ...shown, delivers: true, perMinute, perDay };
}

/**
 * Whom a batch may come from, asked each time the relay is.
 * @param account the chosen one, as the draft keeps it
 * @param turn asked again with each other one
 */
export function useSender(relay: RelayConnection | null, account: string, turn = 0): SenderChoice {
  const whose = relay === null ? '' : `${relay.url} ${relay.account}`;
  /** `accounts`: null when they could not be read. */
  const [found, setFound] = useState<{ whose: string; accounts: OwnAccount[] | null }>();
  useEffect(() => {
    let over = false;
    if (relay?.state !== 'connected') return;
    batchPageMessages.send('batch.senders').then(
      (accounts) => !over && setFound({ whose, accounts }),
      // What was known of the same relay still stands: it refuses an account that is gone.
      () =>
        !over &&
        setFound((before) => (before?.whose === whose ? before : { whose, accounts: null })),
    );
    return () => {
      over = true;
    };
  }, [relay, turn]);
  if (relay === null) return { state: 'asking', offered: [], chosen: null };
  const own = relaySender(relay);
  const known = found?.whose === whose ? found : null;
  if (known?.accounts) {
    const offered = [own, ...known.accounts.map(ownSender)];
    const chosen = offered.find((sender) => sender.account === account) ?? null;
    return { state: chosen ? 'known' : 'gone', offered, chosen };
  }
  if (!known && relay.state === 'connected') {
    return { state: 'asking', offered: [own], chosen: null };
  }
  return account === ''
    ? { state: 'known', offered: [own], chosen: own }
    : { state: 'unknown', offered: [own], chosen: null };
}

/** Has the relay refused, since the account to send from is not (or no longer) one of this person's? */
export function isUnknownAccount({ code, detail = '' }: Failure): boolean {
  return code === 'relay-invalid' && detail.startsWith('unknown-account:');
}

interface SenderFieldProps {
  choice: SenderChoice;
  onChange(account: string): void;
  onRetry(): void;
}

/** The choice, where there is one. */
export function SenderField({ choice, onChange, onRetry }: SenderFieldProps) {
  const t = currentTranslate.value;
  const { state, offered, chosen } = choice;
  if (state === 'unknown') {
    const retry = { name: 'check-sender', run: onRetry };
    return <RuleNotice name="sender-unknown" words={t('batch.senderUnknown')} retry={retry} />;
  }
  if (offered.length < 2 && state !== 'gone') return null;
  return (
    <>
      {state === 'gone' && <SenderGone />}
      <fieldset class="copy-whom" data-part="sender">
        <legend class="field-label">{t('batch.sendsFrom')}</legend>
        {offered.map((sender) => (
          <label key={sender.account} class="check-row">
            <input
              type="radio"
              name="sender"
              value={sender.account}
              checked={sender.account === chosen?.account}
              onChange={() => onChange(sender.account)}
            />
            <span class="sender">
              <span class="sender-from">{recipientWords(sender.address, sender.name)}</span>
              <span class="field-hint">{remark(sender)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

/** Which one it is, beside what readers see. */
function remark({ account, label }: Sender): string {
  const t = currentTranslate.value;
  return account === '' ? t('batch.senderRelay') : t('batch.senderOwn', { name: label });
}

/** The account that was chosen is not there any more; nothing leaves from another one unasked. */
export function SenderGone() {
  return <RuleNotice name="sender-gone" words={currentTranslate.value('batch.senderLost')} />;
}
