import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { PanelFrame } from '@/components/panel-frame';
import type { FeatureId } from '@/lib/features/feature-list';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import type { MessageKey, MessageParameters } from '@/lib/locales/catalogue';
import { browser } from '@/lib/platform/browser';
import { currentTranslate } from '@/lib/platform/translate';
import { pageSettings } from './options-settings';

/** Ids of messages that need no value, so that a name can be translated without more. */
type PlainKey = {
  [Key in MessageKey]: [keyof MessageParameters<Key>] extends [never] ? Key : never;
}[MessageKey];

/** A view of the side panel: `#/dictation`, its name, and what it shows. */
export interface PanelView {
  route: `/${string}`;
  name: PlainKey;
  /** The view is left out while this feature is turned off. */
  feature?: FeatureId;
  View: ComponentType;
}

const hash = signal(location.hash.slice(1));

/**
 * The side panel: one view at a time by its address, the first one when the address is unknown. What
 * follows the route (`#/templates/<id>`) is the view's own affair.
 */
export function PanelShell({ views: all }: { views: readonly [PanelView, ...PanelView[]] }) {
  const t = currentTranslate.value;
  const { disabledFeatures } = pageSettings.value;
  const on = all.filter(({ feature }) => !feature || !disabledFeatures.includes(feature));
  const views = on.length > 0 ? on : [all[0]];
  const shown =
    views.find(({ route }) => `${hash.value}/`.startsWith(`${route}/`)) ?? views[0] ?? all[0];
  useEffect(() => {
    const follow = (): void => {
      hash.value = location.hash.slice(1);
    };
    addEventListener('hashchange', follow);
    if (!hash.value.startsWith(shown.route)) location.replace(`#${shown.route}`);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return (
    <PanelFrame
      name="IAPosteManager"
      tabs={views.map(({ route, name }) => ({ route, label: t(name as 'settings.name') }))}
      current={shown.route}
      labels={{ navigation: t('settings.panel.views'), settings: t('settings.name') }}
      status={useRelayStatus()}
      onSettings={() => void browser.runtime.openOptionsPage()}
    >
      <shown.View />
    </PanelFrame>
  );
}

/** A quiet word about the relay at the panel's name; nothing where there is none. */
function useRelayStatus(): string {
  const t = currentTranslate.value;
  const [state, setState] = useState('none');
  useEffect(() => {
    relayAccountPageMessages.send('relayAccount.status').then(
      (relay) => setState(relay.state),
      () => setState('none'),
    );
  }, []);
  if (state === 'connected') return t('relay-account.panelConnected');
  return state === 'none' ? '' : t('relay-account.panelUnreachable');
}
