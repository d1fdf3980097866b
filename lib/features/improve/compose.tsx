import { toFailure } from '@/lib/core/app-error';
import type { ComposeContext, ComposeFeature } from '@/lib/features/compose-feature';
import { settingsMessages } from '@/lib/features/settings/messages';
import { undoKeys } from '@/lib/platform/command-key';
import { ImproveReview } from './compose-review';
import { ImproveSession } from './compose-session';

/** Improve draft or selection: proposal, comparison, choices, one write that one Ctrl+Z takes back. */
export const improveCompose: ComposeFeature = {
  id: 'improve',
  start(context) {
    const review = new ImproveInCompose(context);
    return {
      actions: { improve: () => review.open('auto') },
      menu: () => [
        {
          id: 'improve-offline',
          label: context.t('improve.improveOffline'),
          run: () => review.open('offline'),
        },
      ],
    };
  },
};

function openSettings(): void {
  // The extension was updated or removed under this page: there is nothing left to open.
  settingsMessages.send('settings.openPage', { page: 'options' }).catch(() => undefined);
}

class ImproveInCompose {
  private readonly context: ComposeContext;
  private session: ImproveSession | null = null;

  constructor(context: ComposeContext) {
    this.context = context;
  }

  open(engine: 'auto' | 'offline'): void {
    // A second press while the review is open would throw the first proposal away.
    if (this.session) return;
    const { editor, showFailure } = this.context;
    try {
      const snapshot = editor.read('selection');
      if (snapshot.text.trim() === '') {
        showFailure({ code: 'nothing-to-improve' });
        return;
      }
      this.begin(new ImproveSession(editor, snapshot), engine);
    } catch (thrown) {
      showFailure(toFailure(thrown));
    }
  }

  private begin(session: ImproveSession, engine: 'auto' | 'offline'): void {
    const { setButton, showNotice } = this.context;
    this.session = session;
    showNotice(null);
    setButton('improve', { state: 'busy' });
    session.state.subscribe((state) => this.follow(session, state.phase));
    session.run(engine);
    this.show(session);
  }

  private phase = '';

  /** Button and screen reader follow the phase; the dialog draws itself. */
  private follow(session: ImproveSession, phase: string): void {
    if (this.session !== session || phase === this.phase) return;
    this.phase = phase;
    const { announce, setButton, t } = this.context;
    setButton('improve', { state: session.running ? 'busy' : 'active' });
    if (phase === 'waiting') announce(t('improve.waiting'));
    if (phase !== 'ready') return;
    const count = (session.state.value.segments ?? []).filter(
      ({ kind }) => kind === 'change',
    ).length;
    announce(count === 0 ? t('improve.noChanges') : t('improve.ready', { count }));
  }

  private show(session: ImproveSession): void {
    let inserting = false;
    this.context.showDialog(
      <ImproveReview
        session={session}
        t={this.context.t}
        onInsert={() => {
          inserting = true;
          this.context.showDialog(null);
        }}
        onCopy={() => void this.copy(session)}
        onOpenSettings={openSettings}
        onStartAgain={() => {
          this.close();
          this.open('auto');
        }}
        onClose={() => {
          const stopped = session.running;
          this.close();
          this.context.announce(this.context.t(stopped ? 'error.aborted' : 'improve.unchanged'));
        }}
        onGone={() => {
          // While the dialog stands, the page under it can take neither focus nor text.
          if (inserting) queueMicrotask(() => void this.insert(session));
        }}
      />,
    );
  }

  private close(): void {
    this.session?.dispose();
    this.session = null;
    this.phase = '';
    this.context.showDialog(null);
    this.context.setButton('improve', { state: 'idle' });
  }

  private async insert(session: ImproveSession): Promise<void> {
    const { announce, showNotice, t } = this.context;
    const outcome = await session.write();
    if (outcome === 'unchanged' || outcome.ok) {
      this.close();
      const done = t('improve.inserted', { undo: undoKeys() });
      if (outcome === 'unchanged') announce(t('improve.unchanged'));
      else showNotice({ tone: 'success', text: done });
      return;
    }
    // What was proposed and chosen is still there: shown again with the reason, and Copy.
    if (this.session === session) this.show(session);
  }

  private async copy(session: ImproveSession): Promise<void> {
    const { announce, copy, showFailure, t } = this.context;
    const labels = new Map(session.snapshot.atoms.map(({ token, label }) => [token, label]));
    const text = session.text().replace(/⟦[^⟦⟧\n]{1,20}⟧/gu, (token) => labels.get(token) ?? token);
    if (await copy(text)) announce(t('common.copied'), 'assertive');
    else showFailure({ code: 'unknown', detail: 'clipboard' });
  }
}
