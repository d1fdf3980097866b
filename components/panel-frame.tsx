import { Settings2 } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '@/components/icon-button';
import { Logo } from '@/components/logo';
import { useKeptFocus } from '@/components/use-kept-focus';

export interface PanelTab {
  /** Route without the hash mark: `/dictation`. */
  route: string;
  label: string;
}

export interface PanelFrameProps {
  name: string;
  /** Views that exist, in their order. */
  tabs: readonly PanelTab[];
  current: string;
  labels: { navigation: string; settings: string };
  /** A quiet word at the right of the name, e.g. "relay connected". */
  status?: string;
  onSettings(): void;
  children: ComponentChildren;
}

/** The frame of the side panel: name, views, the view itself. */
export function PanelFrame(props: PanelFrameProps) {
  const { tabs, current, labels } = props;
  const nav = useRef<HTMLElement>(null);
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  // On a narrow panel the tabs scroll: the one that is open stays in sight.
  useEffect(() => {
    const open = nav.current?.querySelector('[aria-current="page"]');
    open?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [current, tabs.length]);
  return (
    <div class="panel">
      <header class="panel-head">
        <Logo size={26} />
        <h1 class="panel-name">{props.name}</h1>
        {props.status && <span class="panel-status">{props.status}</span>}
        <IconButton
          name="settings"
          label={labels.settings}
          icon={<Settings2 size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={props.onSettings}
        />
      </header>
      <nav ref={nav} class="panel-nav" aria-label={labels.navigation}>
        {tabs.map((tab) => (
          <a
            key={tab.route}
            class="panel-tab"
            href={`#${tab.route}`}
            aria-current={tab.route === current ? 'page' : undefined}
          >
            {tab.label}
          </a>
        ))}
      </nav>
      <main ref={main} class="panel-main" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}
