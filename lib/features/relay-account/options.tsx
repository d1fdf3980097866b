import { useEffect, useState } from 'preact/hooks';
import { Card } from '@/components/card';
import { NoticeCard } from '@/components/notice-card';
import { Skeleton } from '@/components/skeleton';
import type { Failure } from '@/lib/core/app-error';
import { browser } from '@/lib/platform/browser';
import { currentTranslate } from '@/lib/platform/translate';
import { ApprovalCode } from './options-approval';
import { ConnectForm } from './options-connect';
import { Connected } from './options-connected';
import { attempt, connection, refreshConnection } from './options-connection';

/** The section "Relay" of the options: connect, see what this browser may do there, disconnect. */
export function RelaySection() {
  const t = currentTranslate.value;
  const [ended, setEnded] = useState('');
  useEffect(() => {
    void refreshConnection();
  }, []);
  return (
    <Card
      id="relay"
      title={t('relay-account.title')}
      lead={t('relay-account.lead')}
      saved={connection.value?.state === 'connected' ? t('relay-account.connected') : ''}
    >
      {ended !== '' && (
        <NoticeCard
          tone="info"
          text={ended}
          labels={{ close: t('common.close') }}
          onClose={() => setEnded('')}
        />
      )}
      <Body onEnded={setEnded} />
    </Card>
  );
}

function Body({ onEnded }: { onEnded(words: string): void }) {
  const t = currentTranslate.value;
  const now = attempt.value;
  const relay = connection.value;
  if (now.step === 'code') return <ApprovalCode {...now} />;
  const failure = now.step === 'idle' ? now.failure : undefined;
  if (relay === null && !failure) return <Skeleton lines={3} label={t('common.loading')} />;
  const known = relay !== null && relay.state !== 'none';
  return (
    <>
      {known && <Connected relay={relay} onEnded={onEnded} />}
      {(!known || relay.state === 'refused') && <ConnectForm initial={relay?.url ?? ''} />}
      {failure && <Reason failure={failure} />}
    </>
  );
}

/** Why it did not work, with the relay's own words where they help. */
function Reason({ failure }: { failure: Failure }) {
  const t = currentTranslate.value;
  const { code, detail = '' } = failure;
  const shown = code === 'relay-elsewhere' || code === 'relay-old';
  // The browser's own page says everything about a certificate.
  const look = (code === 'relay-certificate' || code === 'relay-unclear') && URL.canParse(detail);
  return (
    <NoticeCard
      tone={code === 'approval-denied' || code === 'aborted' ? 'warning' : 'error'}
      text={
        code === 'permission-missing'
          ? t('relay-account.notAllowed')
          : [t(`error.${code}`), shown ? `(${detail})` : ''].filter(Boolean).join(' ')
      }
      actions={
        look
          ? [
              {
                label: t('relay-account.openAddress', { host: new URL(detail).host }),
                run: () => void browser.tabs.create({ url: detail }),
              },
            ]
          : []
      }
      labels={{ close: t('common.close') }}
      onClose={() => {
        attempt.value = { step: 'idle' };
      }}
    />
  );
}
