import { useEffect, useState } from 'preact/hooks';
import { Switch } from '@/components/switch';
import { chooseModels } from '@/lib/core/relay/choose-models';
import { improvePageMessages } from '@/lib/features/improve/messages';
import { followStoredSettings, updateSettings } from '@/lib/platform/settings-store';
import { currentTranslate } from '@/lib/platform/translate';

/** The choice to let the relay's AI transcribe and improve; the token of this browser opens it. */
export function RelayAsServer({ origin }: { origin: string }) {
  const t = currentTranslate.value;
  const [baseUrl, setBaseUrl] = useState<string | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    void followStoredSettings(({ server }) => setBaseUrl(server.baseUrl), gone.signal);
    return () => gone.abort();
  }, []);
  const own = `${origin}/v1`;
  return (
    <Switch
      label={t('relay-account.useAi')}
      hint={t('relay-account.useAiHint')}
      checked={baseUrl === own}
      disabled={baseUrl === null}
      onChange={(use) => void (use ? takeServer(own) : leaveServer(own))}
    />
  );
}

async function takeServer(baseUrl: string): Promise<void> {
  await updateSettings((now) => ({ ...now, server: { ...now.server, baseUrl } }));
  const { models } = await improvePageMessages.send('improve.testConnection', { baseUrl, key: '' });
  await updateSettings((now) => ({
    ...now,
    server: { ...now.server, ...chooseModels(models, now.server) },
  }));
}

async function leaveServer(baseUrl: string): Promise<void> {
  await updateSettings((now) =>
    now.server.baseUrl === baseUrl ? { ...now, server: { ...now.server, baseUrl: '' } } : now,
  );
}
