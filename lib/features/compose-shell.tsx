import type { ReadonlySignal } from '@preact/signals';
import type { ComposeHost } from '@/lib/compose/compose-editor';
import { mountBar } from '@/lib/compose/mount-bar';
import type { PagePaste } from '@/lib/compose/page-paste';
import { watchCompose } from '@/lib/compose/watch-compose';
import type { ComposeEnvironment } from '@/lib/features/compose-environment';
import type { ComposeFeature } from '@/lib/features/compose-feature';
import { type ComposeWindow, openComposeWindow } from '@/lib/features/compose-window';
import { watchSecondDetector } from '@/lib/features/second-detector';
import { onTabMessage } from '@/lib/platform/tab-messages';

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
      const compose = openComposeWindow({
        editor,
        features,
        environment,
        pageSignal: options.signal,
        mount: mountBar,
      });
      windows.add(compose);
      editor.signal.addEventListener('abort', () => windows.delete(compose), { once: true });
    },
  });

  onTabMessage((message) => {
    currentWindow(windows, document)?.act(message.command);
  }, options.signal);
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
