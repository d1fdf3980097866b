import { signal } from '@preact/signals';
import { htmlToText } from '@/lib/core/templates/html-to-text';
import { isShortcut } from '@/lib/core/templates/shortcut';
import { contentOf } from '@/lib/core/templates/template-file';
import { watchTemplates } from './changes';
import { type TemplateContent, type TemplateVersion, templatePageMessages } from './messages';
import { dropUnsavedTemplate, keepUnsavedTemplate, readUnsavedTemplate } from './panel-unsaved';

/** A pause in typing as long as this is written to the disk, in ms. */
const pause = 350;

export interface DraftState {
  content: TemplateContent;
  /** `new`: nothing worth keeping yet. */
  saving: 'loading' | 'new' | 'saved' | 'saving' | 'failed';
  /** Grows when the text was replaced from outside, so that the editor shows it. */
  revision: number;
  notice: 'changed-elsewhere' | 'replaced-other' | 'gone' | null;
  shortcutTakenBy: string | null;
}

/**
 * The template being edited in this window. Every change is on its way to the disk a moment later; there
 * is no "save" that could be forgotten. Two windows on one template: the last write stands, the other
 * text is in the history, and both are told (X19).
 */
export class TemplateDraft {
  readonly id: string;
  readonly state;
  private readonly clean: (html: string) => string;
  private readonly session = crypto.randomUUID();
  private readonly ended = new AbortController();
  private basedOn = 0;
  private dirty = false;
  private keptAside = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(id: string, blank: TemplateContent, clean: (html: string) => string) {
    this.id = id;
    this.clean = clean;
    this.state = signal<DraftState>({
      content: blank,
      saving: 'loading',
      revision: 0,
      notice: null,
      shortcutTakenBy: null,
    });
  }

  /** Reads what is there; a template that is not there yet begins blank. */
  async load(): Promise<void> {
    const found = await templatePageMessages.send('templates.read', { id: this.id });
    if (this.ended.signal.aborted) return;
    watchTemplates(() => void this.look(), this.ended.signal);
    if (found) {
      this.basedOn = found.template.updatedAt;
      this.replace(found.template);
    }
    const kept = readUnsavedTemplate(this.id);
    if (kept) {
      // An earlier page could not save it.
      this.keptAside = true;
      this.basedOn = kept.basedOn;
      this.replace(kept.content);
      this.dirty = true;
    }
    this.set({ saving: kept || found ? 'saved' : 'new' });
    if (kept) await this.flush();
  }

  /** What the user changed just now. */
  change(part: Partial<TemplateContent>): void {
    const { content } = this.state.value;
    this.set({ content: { ...content, ...part } });
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pause);
  }

  /** Everything written so far is on the disk when this resolves, unless the state says `failed`. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.write());
    return this.running;
  }

  /** Saves the rest and stops listening. */
  async close(): Promise<void> {
    await this.flush();
    this.ended.abort();
  }

  /** Takes the text that another window has written. */
  async showOther(): Promise<void> {
    await this.flush();
    const found = await templatePageMessages.send('templates.read', { id: this.id });
    if (!found) return;
    this.basedOn = found.template.updatedAt;
    this.replace(found.template);
    this.set({ notice: null });
  }

  /** Brings an earlier state back; the present one goes into the history by the next writer. */
  async restore(version: TemplateVersion): Promise<void> {
    await this.flush();
    // Under a new name, so that what stands now is kept as a state of its own.
    this.restores += 1;
    const { favourite } = this.state.value.content;
    this.replace({ ...version, favourite });
    this.dirty = true;
    await this.flush();
  }

  dismiss(): void {
    this.set({ notice: null });
  }

  private restores = 0;

  private get writer(): string {
    return `${this.session}-${this.restores}`;
  }

  private set(change: Partial<DraftState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  private replace(content: TemplateContent) {
    this.set({ content: contentOf(content), revision: this.state.value.revision + 1 });
  }

  private async write(): Promise<void> {
    if (!this.dirty) return;
    const content = this.cleaned();
    const fresh = this.basedOn === 0;
    if (fresh && isBlank(content)) return;
    this.dirty = false;
    this.set({ saving: 'saving' });
    const { id, writer: session, basedOn } = this;
    try {
      const saved = await templatePageMessages.send('templates.save', {
        id,
        content,
        session,
        basedOn,
      });
      this.basedOn = saved.updatedAt;
      if (this.keptAside) dropUnsavedTemplate(id);
      this.keptAside = false;
      const { shortcutTakenBy, replacedOther } = saved;
      this.set({ saving: this.dirty ? 'saving' : 'saved', shortcutTakenBy });
      if (replacedOther) this.set({ notice: 'replaced-other' });
      else if (this.state.value.notice !== 'replaced-other') this.set({ notice: null });
    } catch {
      this.dirty = true;
      this.keptAside = keepUnsavedTemplate({ id, content, session, basedOn });
      this.set({ saving: 'failed' });
    }
  }

  private cleaned(): TemplateContent {
    const { content } = this.state.value;
    const shortcut = isShortcut(content.shortcut) ? content.shortcut : '';
    return { ...content, shortcut, html: this.clean(content.html) };
  }

  /** Somebody has changed templates: is it this one, and was it somebody else? */
  private async look(): Promise<void> {
    if (this.basedOn === 0) return;
    const found = await templatePageMessages
      .send('templates.read', { id: this.id })
      .catch(() => undefined);
    if (found === undefined || this.ended.signal.aborted) return;
    if (found === null) this.set({ notice: 'gone' });
    else if (found.savedBy.startsWith(this.session)) return;
    else if (found.template.updatedAt > this.basedOn) this.set({ notice: 'changed-elsewhere' });
  }
}

function isBlank({ name, subject, html, category }: TemplateContent): boolean {
  return [name, subject, category, htmlToText(html)].every((text) => text.trim() === '');
}
