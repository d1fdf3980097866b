import { Ellipsis, Mic, NotepadText, Sparkles } from 'lucide-preact';
import type { TargetedMouseEvent } from 'preact';
import { BarMenu } from '@/components/bar-menu';
import { isGenuinePress } from '@/components/genuine-press';
import { Meter } from '@/components/meter';

export type ComposeBarAction = 'dictate' | 'improve' | 'templates' | 'more';

export interface ComposeBarButton {
  state: 'idle' | 'active' | 'busy';
  /** Replaces the usual label while set, e.g. "0:14". */
  label?: string;
  /** 0–1, drawn as a meter in the active button. */
  level?: number;
}

export interface ComposeBarLabels {
  /** Name of the toolbar for screen readers. */
  bar: string;
  dictate: string;
  improve: string;
  templates: string;
  more: string;
  /** The short word on a button at work when nothing else stands there, e.g. "Stop". */
  stop?: string;
  /** What pressing dictate does while recording, e.g. "Stop dictation". */
  stopDictation: string;
  /** What pressing improve does while the AI works, e.g. "Stop improving". */
  stopImproving: string;
}

export interface BarMenuEntry {
  id: string;
  label: string;
}

export interface ComposeBarProps {
  labels: ComposeBarLabels;
  buttons: Readonly<Record<ComposeBarAction, ComposeBarButton>>;
  menu: readonly BarMenuEntry[];
  /** Actions that somebody answers for; the buttons of the others are left out. Default: all. */
  offered?: readonly ComposeBarAction[];
  /**
   * `narrow`: labels go, icons stay (names stay for screen readers and as tooltips); `tight`: the icons
   * stand close together. The same as `data-room` on the host element of a shadow root.
   */
  room?: 'wide' | 'narrow' | 'tight';
  /** Shortcuts as bound, shown in the tooltip, e.g. `Alt+Shift+D`. */
  shortcuts?: Partial<Record<ComposeBarAction, string>>;
  /** `more` is told before its menu opens, so that the entries can be brought up to date. */
  onAction(action: ComposeBarAction): void;
  onMenu(id: string): void;
  /**
   * May this event act (S36)? The default wants a trusted event on a bar that nothing of the page
   * covers; the compose window may pass a stricter check.
   */
  mayAct?(event: Event): boolean;
}

const icons = { dictate: Mic, improve: Sparkles, templates: NotepadText, more: Ellipsis };

/** The one quiet pill that stands beside Send. */
export function ComposeBar(props: ComposeBarProps) {
  const mayAct = props.mayAct ?? isGenuinePress;
  const press = (action: ComposeBarAction) => (event: TargetedMouseEvent<HTMLElement>) => {
    if (mayAct(event)) props.onAction(action);
  };
  const offers = (action: ComposeBarAction): boolean => props.offered?.includes(action) ?? true;
  return (
    <div class="bar" role="toolbar" aria-label={props.labels.bar} data-room={props.room}>
      {(['dictate', 'improve', 'templates'] as const).filter(offers).map((action) => (
        <BarButton key={action} {...props} action={action} onPress={press(action)} />
      ))}
      <BarMenu
        label={props.labels.more}
        entries={props.menu}
        mayAct={mayAct}
        onOpen={() => props.onAction('more')}
        onChoose={props.onMenu}
      />
    </div>
  );
}

interface BarButtonProps extends ComposeBarProps {
  action: 'dictate' | 'improve' | 'templates';
  onPress(event: TargetedMouseEvent<HTMLElement>): void;
}

function BarButton({ action, buttons, labels, shortcuts, onPress }: BarButtonProps) {
  const { state, label, level } = buttons[action];
  const Icon = icons[action];
  const idle = state === 'idle';
  const stop = { dictate: labels.stopDictation, improve: labels.stopImproving, templates: '' };
  const name = idle ? labels[action] : stop[action] || labels[action];
  const keys = shortcuts?.[action];
  return (
    <button
      type="button"
      class="bar-button"
      data-action={action}
      data-state={state}
      aria-label={name}
      // It opens a dialog and has no state of its own.
      aria-pressed={action === 'templates' ? undefined : !idle}
      aria-haspopup={action === 'templates' ? 'dialog' : undefined}
      title={keys ? `${name} (${keys})` : name}
      onClick={onPress}
    >
      {state === 'busy' && <span class="spinner" aria-hidden="true" />}
      {state === 'active' && action === 'dictate' ? (
        <Meter level={level ?? null} />
      ) : (
        state !== 'busy' && <Icon size={18} strokeWidth={1.9} aria-hidden="true" />
      )}
      {action === 'templates' ? null : label === undefined ? (
        <span class="bar-label">{idle ? labels[action] : (labels.stop ?? labels[action])}</span>
      ) : (
        // Drawn by the style sheet: a clock in the text would be read out every second.
        <span class="bar-value" data-value={label} />
      )}
    </button>
  );
}
