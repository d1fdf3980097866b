import { Segmented } from '@/components/segmented';
import { currentTranslate } from '@/lib/platform/translate';
import { Section } from './options-section';
import { changeSettings, pageSettings } from './options-settings';

const id = 'general';

/** Language and theme, both applied at once. */
export function GeneralSection() {
  const t = currentTranslate.value;
  const { language, theme } = pageSettings.value;
  return (
    <Section id={id} title={t('settings.general.title')}>
      <div class="row">
        <span class="field-label">{t('settings.general.language')}</span>
        <Segmented
          label={t('settings.general.language')}
          value={language}
          options={[
            { value: 'auto', label: t('settings.auto') },
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
          onChange={(next) => void changeSettings(id, (now) => ({ ...now, language: next }))}
        />
      </div>
      <div class="row">
        <span class="field-label">{t('settings.general.theme')}</span>
        <Segmented
          label={t('settings.general.theme')}
          value={theme}
          options={[
            { value: 'auto', label: t('settings.auto') },
            { value: 'light', label: t('settings.general.light') },
            { value: 'dark', label: t('settings.general.dark') },
          ]}
          onChange={(next) => void changeSettings(id, (now) => ({ ...now, theme: next }))}
        />
      </div>
    </Section>
  );
}
