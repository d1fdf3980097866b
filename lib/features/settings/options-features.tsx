import { Switch } from '@/components/switch';
import { currentTranslate } from '@/lib/platform/translate';
import { Section } from './options-section';
import { changeSettings, pageSettings } from './options-settings';

const id = 'features';

/** What can be turned off alone. What a feature has kept stays on this computer. */
const features = ['dictation', 'improve', 'templates', 'contacts', 'batch'] as const;

/** Each feature on or off, applied to message windows opened from now on and to the panel at once. */
export function FeaturesSection() {
  const t = currentTranslate.value;
  const { disabledFeatures } = pageSettings.value;
  const change = (feature: string, on: boolean): void =>
    void changeSettings(id, (now) => {
      const others = now.disabledFeatures.filter((name) => name !== feature);
      return { ...now, disabledFeatures: on ? others : [...others, feature] };
    });
  return (
    <Section id={id} title={t('settings.features.title')} lead={t('settings.features.lead')}>
      {features.map((feature) => (
        <div key={feature} data-feature={feature}>
          <Switch
            label={t(`${feature}.name`)}
            hint={t(`settings.features.${feature}`)}
            checked={!disabledFeatures.includes(feature)}
            onChange={(on) => change(feature, on)}
          />
        </div>
      ))}
    </Section>
  );
}
