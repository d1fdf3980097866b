import { Switch } from '@/components/switch';
import type { Settings } from '@/lib/core/settings/settings';
import { currentTranslate } from '@/lib/platform/translate';
import { Section } from './options-section';
import { changeSettings, pageSettings } from './options-settings';

const id = 'hosts';

function turn(host: keyof Settings['hosts'], on: boolean): void {
  void changeSettings(id, (now) => ({ ...now, hosts: { ...now.hosts, [host]: on } }));
}

/** The mail hosts on which the extension shows itself; both ways without a reload. */
export function HostsSection() {
  const t = currentTranslate.value;
  const { hosts } = pageSettings.value;
  return (
    <Section id={id} title={t('settings.hosts.title')} lead={t('settings.hosts.lead')}>
      <Switch
        label={t('settings.hosts.gmail')}
        hint="mail.google.com"
        checked={hosts.gmail}
        onChange={(on) => turn('gmail', on)}
      />
      <Switch
        label={t('settings.hosts.outlook')}
        hint="outlook.live.com, outlook.office.com, outlook.office365.com, outlook.cloud.microsoft"
        checked={hosts.outlook}
        onChange={(on) => turn('outlook', on)}
      />
    </Section>
  );
}
