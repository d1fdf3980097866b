import type { RememberedPlace } from '@/lib/compose/compose-editor';
import { releaseWord } from '@/lib/compose/draft/word-before-caret';
import { toFailure } from '@/lib/core/app-error';
import type { ComposeContext, ComposeFeature, Notice } from '@/lib/features/compose-feature';
import { settingsMessages } from '@/lib/features/settings/messages';
import { undoKeys } from '@/lib/platform/command-key';
import { Picker } from './compose-picker';
import { watchShortcuts } from './compose-shortcuts';
import { type FilledTemplate, templateMessages } from './messages';

/** Templates in one compose window: the picker, and `/shortcut` + Tab. Nothing is inserted unseen. */
export const templatesCompose: ComposeFeature = {
  id: 'templates',
  start(context) {
    const templates = new TemplatesInCompose(context);
    watchShortcuts(context.editor, (id, place) => void templates.expand(id, place));
    return {
      actions: { templates: () => templates.open() },
      menu: () => [
        {
          id: 'templates',
          label: context.t('templates.insertButton'),
          run: () => templates.open(),
          onlyNarrow: true,
        },
      ],
    };
  },
};

export class TemplatesInCompose {
  private readonly context: ComposeContext;
  /** Presses of Send so far: what was begun before one of them is not put into what is left after it. */
  private sends = 0;

  constructor(context: ComposeContext) {
    this.context = context;
    const { editor } = context;
    editor.onSend(() => {
      this.sends += 1;
      if (this.showing) this.close();
    }, editor.signal);
  }

  private showing = false;

  /** Has the mail left, or gone, since? A press of Send that was refused leaves a window that goes on. */
  private isOver(since: number): boolean {
    return this.sends !== since || this.context.editor.signal.aborted;
  }

  open(): void {
    if (this.context.dialogOpen()) return;
    // The caret is remembered before anything of ours takes focus.
    this.show(this.context.editor.rememberPlace(), null);
  }

  /** The template of a shortcut: at once when it asks for nothing, else its form. */
  async expand(id: string, place: RememberedPlace): Promise<void> {
    const { context } = this;
    if (context.dialogOpen()) return;
    const { sends } = this;
    try {
      const fields = await templateMessages.send('templates.fields', { id, recipient: '' });
      if (this.isOver(sends) || context.dialogOpen()) return;
      if (fields.length > 0) this.show(place, id);
      else {
        const filled = await templateMessages.send('templates.fill', { id, values: {} });
        await this.insert(id, filled, place, sends);
      }
    } catch (thrown) {
      context.showFailure(toFailure(thrown));
    }
  }

  private show(place: RememberedPlace, start: string | null): void {
    const { context, sends } = this;
    let chosen: { id: string; filled: FilledTemplate } | undefined;
    this.showing = true;
    context.showNotice(null);
    context.showDialog(
      <Picker
        t={context.t}
        start={start}
        recipients={context.editor.recipients().to}
        formats={!(context.editor.element instanceof HTMLTextAreaElement)}
        titled={() => {
          const { editor } = context;
          return editor.kind === 'reply' || editor.subject().trim() !== '';
        }}
        onInsert={(id, filled) => {
          chosen = { id, filled };
          this.close();
        }}
        onFailure={(failure) => {
          this.close();
          context.showFailure(failure);
        }}
        onOpenPanel={() => {
          this.close();
          settingsMessages.send('settings.openPage', { page: 'panel' }).catch(() => undefined);
        }}
        onClose={() => this.close()}
        onGone={() => {
          this.showing = false;
          if (!chosen && start !== null) releaseWord(context.editor.element);
          const { filled, id } = chosen ?? {};
          // While the dialog stands, the page under it can take neither focus nor text.
          if (filled && id) queueMicrotask(() => void this.insert(id, filled, place, sends));
        }}
      />,
    );
  }

  private close(): void {
    this.context.showDialog(null);
  }

  private async insert(
    id: string,
    filled: FilledTemplate,
    place: RememberedPlace,
    since: number,
  ): Promise<void> {
    const { editor, showFailure, showNotice, t } = this.context;
    if (this.isOver(since)) return;
    const { text, rich } = filled;
    // Before the text: where the browser keeps one history for both, Ctrl+Z takes the text first.
    const titled = filled.subject !== '' && editor.subject().trim() === '';
    const subject = titled && editor.setSubject(filled.subject).ok;
    const outcome = await editor.insertText(text, place, { rich, ownLines: true });
    if (!outcome.ok && subject) editor.setSubject('');
    if (outcome.ok) {
      // A lost answer costs the template its place in the list, never the text.
      templateMessages.send('templates.used', { id }).catch(() => undefined);
      const written = subject ? editor.subject() : '';
      showNotice(this.insertedNotice(filled.pictures, written));
      return;
    }
    if (this.isOver(since)) return;
    const code = outcome.reason === 'composing' ? 'not-inserted' : outcome.reason;
    showFailure({ code }, [{ label: t('common.copy'), run: () => void this.copy(text) }]);
  }

  /** What Ctrl+Z takes away, and the way to take back a subject: it stands in a field with a history of its own. */
  private insertedNotice(pictures: number, subject: string): Notice {
    const { t } = this.context;
    const undo = undoKeys();
    const titled = subject.trim() !== '';
    const run = (): void => this.dropSubject(subject);
    const actions = titled ? [{ label: t('templates.pick.dropSubject'), run }] : [];
    if (pictures > 0) {
      const text = t('templates.pick.insertedWithout', { undo, count: pictures });
      return { tone: 'warning', text, actions };
    }
    const text = t(titled ? 'templates.pick.insertedTitled' : 'templates.pick.inserted', { undo });
    return { tone: 'success', text, actions };
  }

  /** Takes a template's subject away again, unless somebody has changed it since. */
  private dropSubject(subject: string): void {
    const { editor, showNotice, t } = this.context;
    const untouched = editor.subject() === subject;
    const dropped = untouched && editor.setSubject('').ok;
    editor.focus();
    showNotice(
      dropped
        ? { tone: 'success', text: t('templates.pick.subjectDropped') }
        : { tone: 'info', text: t('templates.pick.subjectChanged') },
    );
  }

  private async copy(text: string): Promise<void> {
    const { announce, copy, showFailure, t } = this.context;
    if (await copy(text)) announce(t('common.copied'));
    else showFailure({ code: 'unknown' });
  }
}
