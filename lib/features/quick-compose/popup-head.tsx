import { Maximize2, PanelRight, Settings2 } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '@/components/icon-button';
import { Logo } from '@/components/logo';
import { browser } from '@/lib/platform/browser';
import { openSidePanel } from '@/lib/platform/side-panel';
import { currentTranslate } from '@/lib/platform/translate';

/** The popup's title, and the ways out of it: the panel, a tab of its own, the settings. */
export function QuickHead() {
  const t = currentTranslate.value;
  const tab = useRef<number | undefined>(undefined);
  useEffect(() => {
    // Asked beforehand: the panel opens only in the very turn of the press.
    void browser.tabs.query({ active: true, currentWindow: true }).then(([active]) => {
      tab.current = active?.id;
    });
  }, []);
  const openPanel = (): void => {
    void openSidePanel(tab.current).then(async (opened) => {
      if (!opened) await browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
      if (location.hash !== '#tab') window.close();
    });
  };
  const openTab = (): void => {
    const url = browser.runtime.getURL('/popup.html#tab' as '/popup.html');
    void browser.tabs.create({ url }).then(() => window.close());
  };
  const buttons = [
    ['open-panel', t('compose.openPanel'), PanelRight, openPanel],
    ...(location.hash === '#tab'
      ? []
      : ([['open-tab', t('quick-compose.openTab'), Maximize2, openTab]] as const)),
    ['settings', t('common.openSettings'), Settings2, () => void browser.runtime.openOptionsPage()],
  ] as const;
  return (
    <header class="quick-head">
      <Logo size={24} />
      <h1 class="quick-title">{t('quick-compose.name')}</h1>
      {buttons.map(([action, label, Icon, run]) => (
        <IconButton
          key={action}
          name={action}
          label={label}
          icon={<Icon size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={run}
        />
      ))}
    </header>
  );
}
