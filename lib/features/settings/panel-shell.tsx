import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { NoticeCard } from '@/components/notice-card';
import { PanelFrame } from '@/components/panel-frame';
import { ListSkeleton } from '@/components/skeleton';
import type { FeatureId } from '@/lib/features/feature-list';
import { relayAccountPageMessages, relayChanges } from '@/lib/features/relay-account/messages';
import type { MessageKey, MessageParameters } from '@/lib/locales/catalogue';
import { browser } from '@/lib/platform/browser';
import { type LatePart, latePart } from '@/lib/platform/late-part';
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
  /** What it shows. Only the view that is open is read before the panel shows itself. */
  load(): Promise<ComponentType>;
}

type Views = readonly [PanelView, ...PanelView[]];

const hash = signal(location.hash.slice(1));

const parts = new Map<string, LatePart<ComponentType>>();

function partOf({ route, load }: PanelView): LatePart<ComponentType> {
  const known = parts.get(route) ?? latePart(load);
  parts.set(route, known);
  return known;
}

function viewAt(views: Views): PanelView {
  return views.find(({ route }) => `${hash.value}/`.startsWith(`${route}/`)) ?? views[0];
}

/** Loads the view that the address names. */
export async function bringShownView(views: Views): Promise<void> {
  await partOf(viewAt(views)).bring();
}

/**
 * The side panel: one view at a time by its address, the first one when the address is unknown. What
 * follows the route (`#/templates/<id>`) is the view's own affair. `reload` begins this page anew at its address.
 */
export function PanelShell({ views: all, reload }: { views: Views; reload(): void }) {
  const t = currentTranslate.value;
  const { disabledFeatures } = pageSettings.value;
  const [first = all[0], ...others] = all.filter(
    ({ feature }) => !feature || !disabledFeatures.includes(feature),
  );
  const views: Views = [first, ...others];
  const shown = viewAt(views);
  useEffect(() => {
    const follow = (): void => {
      hash.value = location.hash.slice(1);
    };
    addEventListener('hashchange', follow);
    if (!hash.value.startsWith(shown.route)) location.replace(`#${shown.route}`);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    // The others are there before somebody turns to them.
    const idle = requestIdleCallback(() => {
      for (const view of views)
        partOf(view)
          .bring()
          .catch(() => undefined);
    });
    return () => cancelIdleCallback(idle);
  }, [views.length]);
  return (
    <PanelFrame
      name="IAPosteManager"
      tabs={views.map(({ route, name }) => ({ route, label: t(name as 'settings.name') }))}
      current={shown.route}
      labels={{ navigation: t('settings.panel.views'), settings: t('settings.name') }}
      status={useRelayStatus()}
      onSettings={() => void browser.runtime.openOptionsPage()}
    >
      <ShownView key={shown.route} view={shown} reload={reload} />
    </PanelFrame>
  );
}

function ShownView({ view, reload }: { view: PanelView; reload(): void }) {
  const t = currentTranslate.value;
  const part = partOf(view);
  const View = part.state.value;
  useEffect(() => {
    part.bring().catch(() => undefined);
  }, [part]);
  if (View) return <View />;
  if (View === undefined) return <ListSkeleton search label={t('common.loading')} />;
  return (
    <NoticeCard
      tone="error"
      text={t('settings.panel.loadFailed')}
      actions={[{ label: t('common.retry'), run: () => void part.bring().catch(reload) }]}
    />
  );
}

/** A quiet word about the relay at the panel's name; nothing where there is none. */
function useRelayStatus(): string {
  const t = currentTranslate.value;
  const [state, setState] = useState('none');
  useEffect(() => {
    const gone = new AbortController();
    const read = (): void => {
      relayAccountPageMessages.send('relayAccount.status').then(
        (relay) => !gone.signal.aborted && setState(relay.state),
        () => !gone.signal.aborted && setState('none'),
      );
    };
    relayChanges.watch(read, gone.signal);
    read();
    return () => gone.abort();
  }, []);
  if (state === 'connected') return t('relay-account.panelConnected');
  if (state === 'refused') return t('relay-account.panelRefused');
  return state === 'none' ? '' : t('relay-account.panelUnreachable');
}
