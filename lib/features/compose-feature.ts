import type { ComponentChildren } from 'preact';
import type { ComposeEditor } from '@/lib/compose/compose-editor';
import type { Failure } from '@/lib/core/app-error';
import type { Translate } from '@/lib/platform/translate';

/** The buttons of the bar, in their order. Names are public: `data-action`. */
export type BarAction = 'dictate' | 'improve' | 'templates' | 'more';

export interface BarButtonState {
  /** `active` = recording (red) or AI at work (accent); `busy` adds a spinner. */
  state: 'idle' | 'active' | 'busy';
  /** Replaces the usual label while set, e.g. "0:14". */
  label?: string;
  /** 0–1, drawn as a meter in the active button. */
  level?: number;
}

export interface NoticeAction {
  label: string;
  run(): void;
}

/** A message tied to one compose window: what happened, what was kept, what to do next. */
export interface Notice {
  tone: 'info' | 'success' | 'warning' | 'error';
  text: string;
  actions?: NoticeAction[];
}

/** What a compose window offers to a feature. All of it ends with `editor.signal`. */
export interface ComposeContext {
  readonly editor: ComposeEditor;
  readonly t: Translate;
  setButton(action: BarAction, state: BarButtonState): void;
  /** One live strip by the caret (words being spoken, meter). `null` takes it away. */
  showLive(content: ComponentChildren | null): void;
  /** One modal dialog over the page, in our shadow root, focus kept inside. `null` closes it. */
  showDialog(content: ComponentChildren | null): void;
  /** True while a dialog stands: another feature must not take its place. */
  dialogOpen(): boolean;
  /** One notice above the bar. `null` takes it away. */
  showNotice(notice: Notice | null): void;
  /** Shows a failure in the user's words, with the given next steps. */
  showFailure(failure: Failure, actions?: NoticeAction[]): void;
  /** Speaks to screen readers without moving focus. */
  announce(text: string, urgency?: 'polite' | 'assertive'): void;
  /** Copies text; answers false when the page or the browser refused. */
  copy(text: string): Promise<boolean>;
}

/** An entry of the bar's "more" menu. */
export interface MenuItem {
  id: string;
  label: string;
  run(): void;
  /** Only where its button has no room in the bar. */
  onlyNarrow?: boolean;
}

/** What a feature adds to each compose window (its compose.tsx exports one). */
export interface ComposeFeature {
  readonly id: string;
  start(context: ComposeContext): {
    /** Buttons this feature answers for; called on click, Enter, Space and the keyboard command. */
    actions?: Partial<Record<BarAction, () => void>>;
    menu?: () => MenuItem[];
  };
}
