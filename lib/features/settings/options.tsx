import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Logo } from '@/components/logo';
import { SectionNav } from '@/components/section-nav';
import type { MessageKey } from '@/lib/locales/catalogue';
import { currentTranslate } from '@/lib/platform/translate';
import { DictationSection } from './options-dictation';
import { FeaturesSection } from './options-features';
import { GeneralSection } from './options-general';
import { HostsSection } from './options-hosts';
import { followMicrophone } from './options-microphone';
import { PrivacySection } from './options-privacy';
import { SelfCheckSection } from './options-self-check';
import { ServerSection } from './options-server';
import { refreshServerState } from './options-set-up';
import { ShortcutsSection } from './options-shortcuts';
import { StatusSection } from './options-status';

const sections = [
  'status',
  'general',
  'hosts',
  'dictation',
  'server',
  'features',
  'shortcuts',
  'selfCheck',
  'privacy',
] as const;

/** A section of another feature: `id` is its anchor and that of its card. */
export interface OptionsSection {
  id: string;
  title: MessageKey;
  View: ComponentType;
}

/** The options page: what is ready first, then each thing that can be chosen. */
export function OptionsPage({ more = [] }: { more?: readonly OptionsSection[] }) {
  const t = currentTranslate.value;
  useEffect(() => {
    void followMicrophone();
    void refreshServerState();
    // The sections exist only now: go to the one that was asked for.
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  useEffect(() => {
    document.title = `IAPosteManager · ${t('settings.name')}`;
  }, [t]);
  const entries = sections.flatMap((id) => [
    { id, title: `settings.${id}.title` as MessageKey },
    ...(id === 'server' ? more : []),
  ]);
  return (
    <div class="page">
      <header class="page-head">
        <Logo size={40} />
        <div>
          <h1 class="page-title">{t('settings.name')}</h1>
          <p class="page-lead">{t('settings.lead')}</p>
        </div>
      </header>
      <SectionNav
        label={t('settings.sections')}
        entries={entries.map(({ id, title }) => ({ id, title: t(title as 'settings.name') }))}
      />
      <main class="page-main">
        <StatusSection />
        <GeneralSection />
        <HostsSection />
        <DictationSection />
        <ServerSection />
        {more.map(({ id, View }) => (
          <View key={id} />
        ))}
        <FeaturesSection />
        <ShortcutsSection />
        <SelfCheckSection />
        <PrivacySection />
      </main>
    </div>
  );
}
