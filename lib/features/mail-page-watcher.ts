import type { ComposeHost } from '@/lib/compose/compose-editor';
import { connectPagePaste, type PagePaste } from '@/lib/compose/page-paste';
import { whenComposeAppears } from '@/lib/compose/when-compose-appears';
import { checkMailPage, switchedOff } from '@/lib/features/check-mail-page';
import { loadComposeHalf } from '@/lib/platform/compose-loader';
import { followHostSwitch } from '@/lib/platform/host-switch';
import { onTabQuestion } from '@/lib/platform/tab-messages';

/** What the watcher hands to the compose half, which is loaded later into the same isolated world. */
export interface MailPageWatcher {
  readonly host: ComposeHost;
  /** Outlook only: the paste helper, reachable only by a handshake at document start. */
  readonly pagePaste: PagePaste | null;
  /** Aborted when the user switches the host off; another one once it is on again. */
  readonly wanted: AbortSignal;
}

interface World {
  iaposteWatcher?: MailPageWatcher;
}

const mark = 'iaposteWatcher' satisfies keyof World;

/** Starts at document start: the handshake cannot wait, everything else waits for a compose window. */
export function startMailPageWatcher(
  document: Document,
  host: ComposeHost,
  signal: AbortSignal,
): void {
  const pagePaste = host === 'outlook' ? connectPagePaste(document) : null;
  let wanted = new AbortController();
  // Until it is known, and while the host is switched off, nothing is watched.
  wanted.abort();
  const watcher: MailPageWatcher = {
    host,
    pagePaste,
    get wanted() {
      return wanted.signal;
    },
  };
  Object.defineProperty(globalThis, mark, { value: watcher, configurable: true });
  // Asked of the watcher, not of the compose half: that one is missing exactly when nothing is found.
  const check = () =>
    wanted.signal.aborted ? switchedOff(host) : checkMailPage(document, host, globalThis);
  onTabQuestion('self-check', check, signal);
  const turn = (on: boolean): void => {
    wanted.abort();
    if (!on) return;
    wanted = new AbortController();
    whenComposeAppears(document, host, AbortSignal.any([signal, wanted.signal]), () => {
      // The extension was updated or removed under this page: there is nobody left to ask.
      loadComposeHalf().catch(() => undefined);
    });
  };
  followHostSwitch(host, turn, signal);
}

/** The watcher of this page. The isolated world is ours alone: a page cannot put one there. */
export function watcherOf(world: object): MailPageWatcher {
  const watcher = (world as World)[mark];
  if (!watcher) throw new Error('the compose half was loaded without its watcher');
  return watcher;
}
