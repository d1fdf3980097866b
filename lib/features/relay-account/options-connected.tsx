import { CircleAlert, CircleCheck, Unplug } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import { currentTranslate } from '@/lib/platform/translate';
import { type RelayConnection, relayAccountPageMessages } from './messages';
import { RelayAsServer } from './options-ai';
import { attempt, connection, refreshConnection } from './options-connection';

export interface ConnectedProps {
  relay: RelayConnection;
  onEnded(words: string): void;
}

/** Who is connected to which relay, what this browser may do there, and the way out. */
export function Connected({ relay, onEnded }: ConnectedProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState(false);
  const host = new URL(relay.url).host;
  const disconnect = async (): Promise<void> => {
    setBusy(true);
    const { revoked } = await relayAccountPageMessages
      .send('relayAccount.disconnect')
      .catch(() => ({ revoked: false }));
    await refreshConnection();
    setBusy(false);
    if (connection.value?.state !== 'none') return;
    attempt.value = { step: 'idle' };
    const words = { host, device: relay.device };
    onEnded(revoked ? t('relay-account.ended', { host }) : t('relay-account.endedHereOnly', words));
  };
  const silent = isLocalRelay(relay.url) ? 'relay-silent-here' : 'relay-unreachable';
  const well = relay.state === 'connected';
  // It may be used as soon as the relay has one; nobody should believe that it has.
  const aiMissing = relay.sender !== undefined && !relay.ai && relay.scopes.includes('ai');
  const scopes = relay.scopes.filter((scope) => scope !== 'ai' || !aiMissing);
  const Icon = well ? CircleCheck : CircleAlert;
  return (
    <>
      <div class="relay-account" data-state={relay.state}>
        <Icon class="notice-icon" size={20} strokeWidth={1.9} aria-hidden="true" />
        <div class="relay-facts">
          <span class="field-label">
            {relay.account === '' ? host : t('relay-account.who', { account: relay.account, host })}
          </span>
          <span class="field-hint">{t('relay-account.device', { device: relay.device })}</span>
          {scopes.length > 0 && (
            <span class="relay-scopes">
              {scopes.map((scope) => (
                <span key={scope} class="tag">
                  {t(`relay-account.scope.${scope}`)}
                </span>
              ))}
            </span>
          )}
          {!well && (
            <span class="field-error" role="alert">
              {t(`error.${relay.state === 'refused' ? 'relay-refused' : silent}`)}
            </span>
          )}
          {relay.sender && (
            <span class="field-hint">
              {relay.sender.delivers
                ? t('relay-account.sendsAs', { address: relay.sender.address })
                : t('relay-account.outbox')}
            </span>
          )}
          {aiMissing && <span class="field-hint">{t('relay-account.noAi')}</span>}
        </div>
      </div>
      {well && relay.ai && relay.scopes.includes('ai') && <RelayAsServer origin={relay.url} />}
      <div class="input-row">
        {!well && (
          <Button name="check-relay" onPress={() => void refreshConnection()}>
            {t('common.retry')}
          </Button>
        )}
        <Button
          kind="danger"
          name="disconnect-relay"
          busy={busy}
          icon={<Unplug size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => void disconnect()}
        >
          {t('relay-account.disconnect')}
        </Button>
      </div>
    </>
  );
}
