import { useState } from 'preact/hooks';
import { Field, type FieldControl } from '@/components/field';
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
import { useTyped } from './options-typed';

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
  const [choices, setChoices] = useState(0);
  const stored = presetOf(server.baseUrl);
  const preset = stored === 'none' && other ? 'other' : stored;
  const parsed = parseBaseUrl(server.baseUrl);

  const choose = (chosen: string): void => {
    setModels([]);
    setOther(chosen === 'other');
    setChoices((count) => count + 1);
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
      {/* A choice starts the fields anew: what was typed belonged to the server before. */}
      {preset !== 'none' && <ServerAddressField key={`address-${choices}`} />}
      {parsed.ok && (
        <>
          <ServerKeyField key={`key-${choices}`} local={parsed.local} />
          <Models key={`models-${choices}`} models={models} />
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
          {(control) => <ModelInput control={control} name={key} stored={server[key]} />}
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

interface ModelInputProps {
  control: FieldControl;
  name: 'chatModel' | 'transcriptionModel';
  stored: string;
}

function ModelInput({ control, name, stored }: ModelInputProps) {
  const { value, type, saved } = useTyped(stored);
  return (
    <input
      {...control}
      class="input"
      name={name}
      list="models"
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={(event) => type(event.currentTarget.value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        void change({ [name]: text.trim() }).then(() => saved(text));
      }}
    />
  );
}

function modelHint(key: 'chatModel' | 'transcriptionModel', value: string): string {
  const t = currentTranslate.value;
  if (key === 'transcriptionModel' && value === '') return t('settings.server.noTranscription');
  return key === 'chatModel' ? t('settings.server.modelsHint') : '';
}
