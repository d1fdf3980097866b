import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { ComposeBar } from '@/components/compose-bar';
import { composeStyles } from '@/components/compose-styles';
import { mountInShadow } from '@/components/mount-in-shadow';
import type { ComposeEditor, ComposeHost } from '@/lib/compose/compose-editor';
import { mountBar } from '@/lib/compose/mount-bar';
import type { PagePaste } from '@/lib/compose/page-paste';
import { type PageTheme, watchPageTheme } from '@/lib/compose/page-theme';
import { watchCompose } from '@/lib/compose/watch-compose';
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
import { watchSecondDetector } from '@/lib/features/second-detector';
import { settingsMessages } from '@/lib/features/settings/messages';
import { trustedPress } from '@/lib/features/trusted-press';
import { onTabMessage } from '@/lib/platform/tab-messages';

const idle: BarButtonState = { state: 'idle' };

/**
 * The shell of one mail page: watches for compose windows and gives each its bar, its layer and its
 * features. Everything ends with `signal` (extension updated, page left) or with the compose window.
 */
export function startComposeShell(options: {
  document: Document;
  host: ComposeHost;
  /** Outlook's paste helper; null where the host needs none. */
  pagePaste: PagePaste | null;
  features: readonly ComposeFeature[];
  environment: ReadonlySignal<ComposeEnvironment>;
  signal: AbortSignal;
}): void {
  const { document, host, pagePaste, features, environment } = options;
  const windows = new Set<ComposeWindow>();
  const detectors = watchSecondDetector(globalThis, host);

  watchCompose(document, {
    host,
    pagePaste,
    signal: options.signal,
    takeover: environment.value.takeover,
    onRest: () => detectors.compare([...windows].map(({ editor }) => editor)),
    onCompose(editor) {
      const compose = openComposeWindow(editor, features, environment, options.signal);
      windows.add(compose);
      editor.signal.addEventListener('abort', () => windows.delete(compose), { once: true });
    },
  });

  onTabMessage((message) => {
    currentWindow(windows, document)?.act(message.command);
  }, options.signal);
}

interface ComposeWindow {
  readonly editor: ComposeEditor;
  /** Milliseconds (performance.now) of the last time focus was inside. */
  lastFocus: number;
  act(action: BarAction): void;
}

function openOwnPage(page: 'panel' | 'options'): void {
  // The extension was updated or removed under this page: there is nothing left to open.
  settingsMessages.send('settings.openPage', { page }).catch(() => undefined);
}

/** The window a keyboard command is meant for: the one with focus, else the last that had it. */
function currentWindow(
  windows: ReadonlySet<ComposeWindow>,
  document: Document,
): ComposeWindow | undefined {
  const all = [...windows];
  return (
    all.find((compose) => compose.editor.root.contains(document.activeElement)) ??
    all.sort((a, b) => b.lastFocus - a.lastFocus)[0]
  );
}

function openComposeWindow(
  editor: ComposeEditor,
  features: readonly ComposeFeature[],
  environment: ReadonlySignal<ComposeEnvironment>,
  pageSignal: AbortSignal,
): ComposeWindow {
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
  const layer = createComposeLayer({ editor, bar, environment, theme, until: ended });
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
    const narrow = bar.dataset.room === 'narrow';
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
  const mount = mountInShadow(bar, <Content />, { styles: composeStyles, delegatesFocus: true });
  const stopTheme = effect(() => mount.setTheme(theme.value));
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
    mount.dispose();
    bar.remove();
  });
  mountBar(editor, bar, ended);

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
