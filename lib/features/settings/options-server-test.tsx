import { CircleAlert, CircleCheck, Plug } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button } from '@/components/button';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import { type ConnectionReport, improvePageMessages } from '@/lib/features/improve/messages';
import { requestHostPermission } from '@/lib/platform/host-permission';
import { currentTranslate } from '@/lib/platform/translate';
import { refreshServerState, serverHost } from './options-set-up';
import { pageSettings } from './options-settings';

/** What Ollama wants to hear before it answers an extension. */
const ollamaSetting = 'OLLAMA_ORIGINS=chrome-extension://*,moz-extension://*';

export interface ServerTestProps {
  onModels(models: string[]): void;
}

type Outcome = ConnectionReport & { host: string; refused?: boolean };

/** Asks the browser for permission, then the server for its models, and tells the result in words. */
export function ServerTest({ onModels }: ServerTestProps) {
  const t = currentTranslate.value;
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const host = serverHost.value;

  const test = async (): Promise<void> => {
    const { baseUrl } = pageSettings.value.server;
    // First of all: anything awaited before it would cost the user gesture.
    const asked = requestHostPermission(baseUrl);
    setBusy(true);
    setOutcome(null);
    const report = await ask(baseUrl, asked);
    setOutcome({ ...report, host });
    onModels(report.models);
    setBusy(false);
    await refreshServerState();
  };
  return (
    <div class="server-test">
      <div class="input-row">
        <Button
          name="test-connection"
          busy={busy}
          disabled={host === ''}
          icon={<Plug size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={() => void test()}
        >
          {t('settings.server.test')}
        </Button>
        <span class="field-hint">
          {busy ? t('settings.server.testing', { host }) : t('settings.server.testHint')}
        </span>
      </div>
      <div role="status">{outcome && <Result outcome={outcome} />}</div>
    </div>
  );
}

async function ask(
  baseUrl: string,
  asked: Promise<boolean>,
): Promise<ConnectionReport & { refused?: boolean }> {
  try {
    if (!(await asked)) return { ok: false, models: [], refused: true };
    return await improvePageMessages.send('improve.testConnection', { baseUrl, key: '' });
  } catch (thrown) {
    return { ok: false, models: [], failure: toFailure(thrown) };
  }
}

function Result({ outcome }: { outcome: Outcome }) {
  const t = currentTranslate.value;
  const { ok, host, models, refused, failure } = outcome;
  const { chatModel } = pageSettings.value.server;
  const Icon = ok ? CircleCheck : CircleAlert;
  const count = models.length;
  return (
    <div class="notice notice-flat" data-tone={ok ? 'success' : 'error'}>
      <Icon class="notice-icon" size={18} strokeWidth={1.9} aria-hidden="true" />
      <div class="notice-body">
        {ok && (
          <p class="notice-text">
            {count > 0
              ? t('settings.server.connected', { host, count })
              : t('settings.server.connectedNoList', { host })}
          </p>
        )}
        {ok && count > 0 && !models.includes(chatModel) && (
          <p class="notice-text">{t('settings.server.modelUnknown', { model: chatModel })}</p>
        )}
        {refused && <p class="notice-text">{t('settings.server.notAllowed', { host })}</p>}
        {failure && <Reason failure={failure} />}
      </div>
    </div>
  );
}

function Reason({ failure }: { failure: Failure }) {
  const t = currentTranslate.value;
  const parsed = parseBaseUrl(pageSettings.value.server.baseUrl);
  const ollama = failure.status === 403 && parsed.ok && parsed.local;
  return (
    <>
      <p class="notice-text">{ollama ? t('settings.server.ollama') : t(`error.${failure.code}`)}</p>
      {ollama && <code class="code">{ollamaSetting}</code>}
      {!ollama && failure.detail && (
        <p class="field-hint">{t('settings.server.said', { words: failure.detail })}</p>
      )}
    </>
  );
}
