import { Skeleton } from '@/components/skeleton';
import { zoneCity } from '@/lib/core/batch/zone-names';
import { isLocalRelay } from '@/lib/core/relay/is-local-relay';
import type { RelayConnection } from '@/lib/features/relay-account/messages';
import { currentLanguage, currentTranslate } from '@/lib/platform/translate';
import { recipientWords } from './panel-mail-view';
import type { Sender } from './panel-sender';

export interface SummaryProps {
  relay: RelayConnection | null;
  /** Null while it is not known who that is. */
  sender: Sender | null;
  /** When it begins, milliseconds since the epoch; null = now. */
  at: number | null;
  zone: string;
}

/** From whom and by whom; its place is there before the relay has answered. */
export function Summary({ relay, sender, at, zone }: SummaryProps) {
  const t = currentTranslate.value;
  if (relay === null) return <Skeleton lines={3} label={t('common.loading')} />;
  if (relay.state === 'none') return <p class="send-summary">{t('batch.sendNoRelay')}</p>;
  return (
    <div class="send-summary">
      <dl class="preview-head">
        <dt>{t('batch.sendsFrom')}</dt>
        <dd data-part="from">
          {sender ? recipientWords(sender.address || relay.account, sender.name) : '…'}
        </dd>
        <dt>{t('batch.sendsBy')}</dt>
        <dd>{new URL(relay.url).host}</dd>
        {at !== null && (
          <>
            <dt>{t('batch.when')}</dt>
            <dd data-part="departure">{departure(at, zone)}</dd>
          </>
        )}
      </dl>
      {relay.state === 'connected' ? (
        <p>{t(isLocalRelay(relay.url) ? 'batch.sendsAloneHere' : 'batch.sendsAlone')}</p>
      ) : (
        <p class="field-error" role="status">
          {t(`error.relay-${relay.state}`)}
        </p>
      )}
    </div>
  );
}

/** The moment in words, as a clock in that zone shows it: a date typed in figures is easily read wrong. */
function departure(at: number, zone: string): string {
  const words = new Intl.DateTimeFormat(currentLanguage.value, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'long',
  }).format(at);
  return `${words} (${zoneCity(zone)})`;
}
