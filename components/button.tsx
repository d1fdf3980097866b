import type { ComponentChildren, TargetedMouseEvent } from 'preact';

export interface ButtonProps {
  children: ComponentChildren;
  /** `primary` once a view; `quiet` has no border until touched; `danger` destroys something. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: ComponentChildren;
  busy?: boolean;
  disabled?: boolean;
  /** It has just come in the place of something else: a press was meant for that, and is let pass. */
  passing?: boolean;
  /** Shown after the label, e.g. `Ctrl ↵`. */
  keys?: string;
  /** The same for screen readers, as `aria-keyshortcuts` writes it: `Control+Enter`. */
  shortcut?: string;
  name?: string;
  /** Id of what says more about it, e.g. why it does not work yet. */
  describedBy?: string;
  onPress(event: TargetedMouseEvent<HTMLButtonElement>): void;
}

/** A push button. While busy it keeps its width and its place in the tab order, and ignores presses. */
export function Button(props: ButtonProps) {
  const { kind = 'plain', busy = false, disabled = false, passing = false } = props;
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      data-action={props.name}
      aria-describedby={props.describedBy}
      aria-keyshortcuts={props.shortcut}
      disabled={disabled}
      aria-busy={busy || undefined}
      aria-disabled={busy || passing || undefined}
      onClick={(event) => {
        if (!busy && !passing) props.onPress(event);
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : props.icon}
      <span class="button-label">{props.children}</span>
      {props.keys && (
        <span class="button-keys" aria-hidden="true">
          {props.keys}
        </span>
      )}
    </button>
  );
}
