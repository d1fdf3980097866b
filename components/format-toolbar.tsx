import {
  Bold,
  Braces,
  Italic,
  Link2,
  List,
  ListOrdered,
  RemoveFormatting,
  TextQuote,
  Underline,
} from 'lucide-preact';
import type { TargetedKeyboardEvent } from 'preact';

export type FormatName =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'bullets'
  | 'numbers'
  | 'quote'
  | 'link'
  | 'clear'
  | 'variable';

export interface FormatToolbarProps {
  label: string;
  labels: Readonly<Record<FormatName, string>>;
  /** What the caret stands in. */
  active: ReadonlySet<FormatName>;
  /** The button whose form is open below. */
  open: FormatName | null;
  onFormat(name: FormatName): void;
}

const icons = {
  bold: Bold,
  italic: Italic,
  underline: Underline,
  bullets: List,
  numbers: ListOrdered,
  quote: TextQuote,
  link: Link2,
  clear: RemoveFormatting,
  variable: Braces,
} as const;
const order = Object.keys(icons) as FormatName[];

/** The formatting that mails use. One stop in the tab order; the arrows move inside. */
export function FormatToolbar({ label, labels, active, open, onFormat }: FormatToolbarProps) {
  return (
    <div class="format" role="toolbar" aria-label={label} onKeyDown={moveFocus}>
      {order.map((name, index) => {
        const Icon = icons[name];
        const opens = name === 'link' || name === 'variable';
        return (
          <button
            key={name}
            type="button"
            class="icon-button"
            data-format={name}
            tabIndex={index === 0 ? 0 : -1}
            aria-label={labels[name]}
            title={labels[name]}
            aria-pressed={opens || name === 'clear' ? undefined : active.has(name)}
            aria-expanded={opens ? open === name : undefined}
            data-active={active.has(name)}
            // The selection in the text stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onFormat(name)}
          >
            <Icon size={17} strokeWidth={2} aria-hidden="true" />
          </button>
        );
      })}
    </div>
  );
}

function moveFocus(event: TargetedKeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
