import type { ComposeHost } from '@/lib/compose/compose-editor';
import { connectPagePaste, type PagePaste } from '@/lib/compose/page-paste';
import { whenComposeAppears } from '@/lib/compose/when-compose-appears';
import { checkMailPage } from '@/lib/features/check-mail-page';
import { loadComposeHalf } from '@/lib/platform/compose-loader';
import { onTabQuestion } from '@/lib/platform/tab-messages';

/** What the watcher hands to the compose half, which is loaded later into the same isolated world. */
export interface MailPageWatcher {
  readonly host: ComposeHost;
  /** Outlook only: the paste helper, reachable only by a handshake at document start. */
  readonly pagePaste: PagePaste | null;
}

const mark = 'iaposteWatcher';

/** Starts at document start: the handshake cannot wait, everything else waits for a compose window. */
export function startMailPageWatcher(
  document: Document,
  host: ComposeHost,
  signal: AbortSignal,
): void {
  const pagePaste = host === 'outlook' ? connectPagePaste(document) : null;
  const watcher: MailPageWatcher = { host, pagePaste };
  Object.defineProperty(globalThis, mark, { value: watcher, configurable: true });
  // Asked of the watcher, not of the compose half: that one is missing exactly when nothing is found.
  onTabQuestion('self-check', () => checkMailPage(document, host, globalThis), signal);
  whenComposeAppears(document, host, signal, () => {
    // The extension was updated or removed under this page: there is nobody left to ask.
    loadComposeHalf().catch(() => undefined);
  });
}

/** The watcher of this page. The isolated world is ours alone: a page cannot put one there. */
export function watcherOf(world: typeof globalThis): MailPageWatcher {
  const watcher = (world as unknown as Record<string, MailPageWatcher | undefined>)[mark];
  if (!watcher) throw new Error('the compose half was loaded without its watcher');
  return watcher;
}
