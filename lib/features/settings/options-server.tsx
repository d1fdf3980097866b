import { useState } from 'preact/hooks';
import { Field } from '@/components/field';
import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import type { Settings } from '@/lib/core/settings/settings';
import { currentTranslate } from '@/lib/platform/translate';
import { Section } from './options-section';
import { ServerAddressField } from './options-server-address';
import { ServerKeyField } from './options-server-key';
import { presetOf, serverPresets } from './options-server-presets';
import { ServerTest } from './options-server-test';
import { refreshServerState } from './options-set-up';
import { changeSettings, pageSettings } from './options-settings';

const id = 'server';

async function change(part: Partial<Settings['server']>): Promise<void> {
  await changeSettings(id, (now) => ({ ...now, server: { ...now.server, ...part } }));
  await refreshServerState();
}

/** The user's own OpenAI-compatible server. */
export function ServerSection() {
  const t = currentTranslate.value;
  const { server } = pageSettings.value;
  const [models, setModels] = useState<string[]>([]);
  // "Other" without an address yet is a choice of this page only.
  const [other, setOther] = useState(false);
  const stored = presetOf(server.baseUrl);
  const preset = stored === 'none' && other ? 'other' : stored;
  const parsed = parseBaseUrl(server.baseUrl);

  const choose = (chosen: string): void => {
    setModels([]);
    setOther(chosen === 'other');
    const known = serverPresets.find((candidate) => candidate.id === chosen);
    if (known) {
      const { baseUrl, chatModel, transcriptionModel } = known;
      void change({ baseUrl, chatModel, transcriptionModel });
    } else void change({ baseUrl: '' });
  };

  return (
    <Section id={id} title={t('settings.server.title')} lead={t('settings.server.lead')}>
      <Field label={t('settings.server.preset')}>
        {(control) => (
          <select
            {...control}
            class="select"
            name="preset"
            value={preset}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="none">{t('settings.server.none')}</option>
            {serverPresets.map(({ id: value, name, local }) => (
              <option key={value} value={value}>
                {local ? t('settings.server.onDevice', { name }) : name}
              </option>
            ))}
            <option value="other">{t('settings.server.other')}</option>
          </select>
        )}
      </Field>
      {preset !== 'none' && <ServerAddressField />}
      {parsed.ok && (
        <>
          <ServerKeyField local={parsed.local} />
          <Models models={models} />
          <ServerTest onModels={setModels} />
        </>
      )}
    </Section>
  );
}

function Models({ models }: { models: readonly string[] }) {
  const t = currentTranslate.value;
  const { server } = pageSettings.value;
  const sides = [
    { key: 'chatModel', label: t('settings.server.chatModel') },
    { key: 'transcriptionModel', label: t('settings.server.transcriptionModel') },
  ] as const;
  return (
    <div class="columns">
      {sides.map(({ key, label }) => (
        <Field key={key} label={label} hint={modelHint(key, server[key])}>
          {(control) => (
            <input
              {...control}
              class="input"
              name={key}
              list="models"
              autocomplete="off"
              spellcheck={false}
              value={server[key]}
              onChange={(event) => void change({ [key]: event.currentTarget.value.trim() })}
            />
          )}
        </Field>
      ))}
      <datalist id="models">
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
    </div>
  );
}

function modelHint(key: 'chatModel' | 'transcriptionModel', value: string): string {
  const t = currentTranslate.value;
  if (key === 'transcriptionModel' && value === '') return t('settings.server.noTranscription');
  return key === 'chatModel' ? t('settings.server.modelsHint') : '';
}
