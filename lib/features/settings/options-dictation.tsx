import { Segmented } from '@/components/segmented';
import { Switch } from '@/components/switch';
import type { Settings } from '@/lib/core/settings/settings';
import { currentTranslate } from '@/lib/platform/translate';
import { MicrophoneCard } from './options-microphone-card';
import { Section } from './options-section';
import { hasRecogniser } from './options-set-up';
import { changeSettings, pageSettings } from './options-settings';

const id = 'dictation';

function change(part: Partial<Settings['dictation']>): void {
  void changeSettings(id, (now) => ({ ...now, dictation: { ...now.dictation, ...part } }));
}

/** How the voice is heard and by whom it becomes text. */
export function DictationSection() {
  const t = currentTranslate.value;
  const { dictation } = pageSettings.value;
  return (
    <Section id={id} title={t('settings.dictation.title')} lead={t('settings.dictation.lead')}>
      <MicrophoneCard />
      <div class="row">
        <span class="field-label">{t('settings.dictation.language')}</span>
        <Segmented
          label={t('settings.dictation.language')}
          value={dictation.language}
          options={[
            { value: 'auto', label: t('settings.dictation.asInterface') },
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
          onChange={(language) => change({ language })}
        />
      </div>
      {hasRecogniser() ? <BrowserService /> : <p>{t('settings.dictation.serviceMissing')}</p>}
      <Switch
        label={t('settings.dictation.keepAudio')}
        hint={t('settings.dictation.keepAudioHint')}
        checked={dictation.keepAudio}
        onChange={(keepAudio) => change({ keepAudio })}
      />
    </Section>
  );
}

function BrowserService() {
  const t = currentTranslate.value;
  const { dictation } = pageSettings.value;
  return (
    <>
      <div class="row row-wide">
        <div>
          <span class="field-label">{t('settings.dictation.service')}</span>
          <p class="field-hint">{t('settings.dictation.serviceHint')}</p>
        </div>
        <Segmented
          label={t('settings.dictation.service')}
          value={dictation.browserService}
          options={[
            { value: 'ask', label: t('settings.dictation.serviceAsk') },
            { value: 'allowed', label: t('settings.dictation.serviceAllowed') },
            { value: 'refused', label: t('settings.dictation.serviceRefused') },
          ]}
          onChange={(browserService) => change({ browserService })}
        />
      </div>
      <div class="row">
        <div>
          <span class="field-label">{t('settings.dictation.prefer')}</span>
          <p class="field-hint">{t('settings.dictation.preferHint')}</p>
        </div>
        <Segmented
          label={t('settings.dictation.prefer')}
          value={dictation.prefer}
          options={[
            { value: 'server', label: t('settings.dictation.preferServer') },
            { value: 'browser', label: t('settings.dictation.preferBrowser') },
          ]}
          onChange={(prefer) => change({ prefer })}
        />
      </div>
    </>
  );
}
