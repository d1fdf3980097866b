import type { ComponentChildren, TargetedMouseEvent } from 'preact';

export interface IconButtonProps {
  icon: ComponentChildren;
  /** Spoken, and shown when the pointer rests on it. */
  label: string;
  name?: string;
  /** It does nothing now. It keeps the focus: who presses on with the keyboard to the last is not thrown out. */
  disabled?: boolean;
  /** For a button that stays pressed. */
  pressed?: boolean;
  /** For a button that opens something in the page. */
  expanded?: boolean;
  onPress(event: TargetedMouseEvent<HTMLButtonElement>): void;
}

/** A button that is only a picture; what it does is its label. */
export function IconButton(props: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      data-action={props.name}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-disabled={props.disabled || undefined}
      onClick={(event) => {
        if (!props.disabled) props.onPress(event);
      }}
    >
      {props.icon}
    </button>
  );
}
