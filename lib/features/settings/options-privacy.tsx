import { currentTranslate } from '@/lib/platform/translate';
import { Section } from './options-section';
import { hasRecogniser, serverHost } from './options-set-up';
import { pageSettings } from './options-settings';

/** Where words and voice go with the settings as they are now. */
export function PrivacySection() {
  const t = currentTranslate.value;
  const host = serverHost.value;
  const listens = hasRecogniser() && pageSettings.value.dictation.browserService === 'allowed';
  return (
    <Section id="privacy" title={t('settings.privacy.title')}>
      <ul class="facts">
        <li>{t('settings.privacy.here')}</li>
        <li>
          {host === '' ? t('settings.privacy.serverNone') : t('settings.privacy.server', { host })}
        </li>
        <li>{t(listens ? 'settings.privacy.browserOn' : 'settings.privacy.browserOff')}</li>
        <li>{t('settings.privacy.page')}</li>
      </ul>
    </Section>
  );
}
