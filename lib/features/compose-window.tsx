import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { ComposeBar } from '@/components/compose-bar';
import { composeStyles } from '@/components/compose-styles';
import { mountInShadow } from '@/components/mount-in-shadow';
import type { ComposeEditor } from '@/lib/compose/compose-editor';
import { type PageTheme, watchPageTheme } from '@/lib/compose/page-theme';
import type { ComposeEnvironment } from '@/lib/features/compose-environment';
import type {
  BarAction,
  BarButtonState,
  ComposeContext,
  ComposeFeature,
  MenuItem,
} from '@/lib/features/compose-feature';
import { barLabels } from '@/lib/features/compose-labels';
import { createComposeLayer } from '@/lib/features/compose-layer';
import { settingsMessages } from '@/lib/features/settings/messages';
import { trustedPress } from '@/lib/features/trusted-press';

const idle: BarButtonState = { state: 'idle' };

export interface ComposeWindow {
  readonly editor: ComposeEditor;
  /** Milliseconds (performance.now) of the last time focus was inside. */
  lastFocus: number;
  act(action: BarAction): void;
}

function openOwnPage(page: 'panel' | 'options'): void {
  // The extension was updated or removed under this page: there is nothing left to open.
  settingsMessages.send('settings.openPage', { page }).catch(() => undefined);
}

/**
 * Gives one compose window its bar, its layer and its features. `mount` puts the bar where it belongs.
 * Everything ends with the window or with `pageSignal`.
 */
export function openComposeWindow(options: {
  editor: ComposeEditor;
  features: readonly ComposeFeature[];
  environment: ReadonlySignal<ComposeEnvironment>;
  pageSignal: AbortSignal;
  mount(editor: ComposeEditor, bar: HTMLElement, signal: AbortSignal): void;
  /** Shows notices elsewhere than above the bar. */
  showNotice?: ComposeContext['showNotice'];
}): ComposeWindow {
  const { editor, features, environment, pageSignal, showNotice } = options;
  const ended = AbortSignal.any([editor.signal, pageSignal]);
  const buttons = signal<Record<BarAction, BarButtonState>>({
    dictate: idle,
    improve: idle,
    templates: idle,
    more: idle,
  });
  const actions: Partial<Record<BarAction, () => void>> = {};
  const menus: (() => MenuItem[])[] = [];

  const bar = editor.element.ownerDocument.createElement('iaposte-bar');
  const behind = signal<PageTheme>('auto');
  // Left to itself, the bar looks like the mailbox it stands in.
  const theme = computed(() => {
    const chosen = environment.value.theme;
    return chosen === 'auto' ? behind.value : chosen;
  });
  const layer = createComposeLayer({ editor, bar, environment, theme, until: ended, showNotice });
  const context: ComposeContext = {
    editor,
    t: (key, ...parameters) => environment.value.t(key, ...parameters),
    setButton(action, state) {
      buttons.value = { ...buttons.value, [action]: state };
    },
    ...layer,
  };

  const compose: ComposeWindow = {
    editor,
    lastFocus: performance.now(),
    act(action) {
      // A keyboard command may come while a dialog stands: it must not take the dialog's place.
      if (!ended.aborted && !layer.dialogOpen()) actions[action]?.();
    },
  };

  for (const feature of features) {
    if (environment.value.disabledFeatures.includes(feature.id)) continue;
    const started = feature.start(context);
    Object.assign(actions, started.actions);
    if (started.menu) menus.push(started.menu);
  }

  // Always there, last: where the words are kept, and where things are chosen.
  menus.push(() => [
    { id: 'panel', label: context.t('compose.openPanel'), run: () => openOwnPage('panel') },
    { id: 'options', label: context.t('common.openSettings'), run: () => openOwnPage('options') },
  ]);
  const menu = signal<MenuItem[]>([]);
  const refreshMenu = (): void => {
    const narrow = bar.dataset.room !== 'wide';
    menu.value = menus.flatMap((items) => items()).filter((item) => narrow || !item.onlyNarrow);
  };
  refreshMenu();
  const Content = () => (
    <ComposeBar
      labels={barLabels(environment.value.t)}
      buttons={buttons.value}
      menu={menu.value}
      offered={Object.keys(actions) as BarAction[]}
      onAction={(action) => (action === 'more' ? refreshMenu() : compose.act(action))}
      mayAct={(event) => trustedPress(event, bar)}
      onMenu={(id) => menu.value.find((item) => item.id === id)?.run()}
    />
  );
  const mounted = mountInShadow(bar, <Content />, { styles: composeStyles, delegatesFocus: true });
  const stopTheme = effect(() => mounted.setTheme(theme.value));
  // Its words follow the language.
  const stopMenu = effect(refreshMenu);
  watchPageTheme(
    editor.element,
    (next) => {
      behind.value = next;
    },
    ended,
  );
  ended.addEventListener('abort', () => {
    stopTheme();
    stopMenu();
    mounted.dispose();
    bar.remove();
  });
  options.mount(editor, bar, ended);

  // On the document: the window's root may become a larger one.
  editor.element.ownerDocument.addEventListener(
    'focusin',
    (event) => {
      if (editor.root.contains(event.target as Node)) compose.lastFocus = performance.now();
    },
    { signal: ended },
  );
  return compose;
}
