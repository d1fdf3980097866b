import { X } from 'lucide-preact';
import type { TargetedClipboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useLateChoice } from '@/components/use-late-choice';

export interface Token {
  id: string;
  label: string;
  /** Shown as wrong; this sentence, which names it, stands under the field. */
  fault?: string;
}

export interface TokenFieldProps {
  label: string;
  name: string;
  tokens: readonly Token[];
  text: string;
  /** Nothing can be changed for the moment. */
  locked?: boolean;
  suggestions: readonly { id: string; label: string; detail: string }[];
  /** They answer `text`; false while they are those of what was typed before. */
  fresh: boolean;
  /** Set where what is typed can stand for itself: of the suggestions only this one is taken without being chosen. */
  exact?: string | undefined;
  labels: { suggestions: string; remove(label: string): string; mend(label: string): string };
  onText(text: string): void;
  /** The arrow down in the empty field: suggestions for nothing typed are wanted. */
  onAsk(): void;
  /** A suggestion was chosen. */
  onChoose(id: string): void;
  /** Enter, comma, semicolon or leaving the field: what was typed becomes a token. */
  onCommit(text: string): void;
  onRemove(id: string): void;
  /** A token with a fault was pressed: it becomes text again. */
  onMend(id: string): void;
}

/** A field of several names: what is typed is completed by suggestions, what is chosen stands as a token. */
export function TokenField(props: TokenFieldProps) {
  const { tokens, text, suggestions, labels, locked = false } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [closed, setClosed] = useState(false);
  // A text that stands there from earlier opens nothing over what is being written elsewhere.
  const [focused, setFocused] = useState(false);
  /** By the arrow, where nothing is typed. */
  const [asked, setAsked] = useState(false);
  const empty = text.trim() === '';
  const open = focused && !closed && (!empty || asked) && suggestions.length > 0;
  const ids = suggestions.map((suggestion) => suggestion.id);
  const { exact } = props;
  const choice = useLateChoice({
    ids,
    query: text,
    fresh: props.fresh,
    first: exact === undefined ? ids[0] : ids.find((one) => one === exact),
    onTake(chosen) {
      if (locked || (empty && !open)) return;
      setAsked(false);
      if (chosen !== undefined) props.onChoose(chosen);
      else if (!empty) props.onCommit(text);
    },
  });
  const ask = (): void => {
    const [first] = ids;
    if (first !== undefined) choice.choose(first);
    setClosed(false);
    setAsked(true);
    props.onAsk();
  };
  const current = choice.chosen === undefined ? -1 : ids.indexOf(choice.chosen);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || locked) return;
    const last = tokens.at(-1);
    if (open && event.key === 'ArrowDown') choice.move(1);
    else if (open && event.key === 'ArrowUp') choice.move(-1);
    else if (empty && event.key === 'ArrowDown') ask();
    else if (open && event.key === 'Escape') {
      choice.drop();
      setClosed(true);
      setAsked(false);
    } else if (open && event.key === 'Tab' && !event.shiftKey && current >= 0) choice.take();
    else if (event.key === 'Enter' && (open || (!empty && !closed))) choice.take();
    else if ((event.key === 'Enter' || isSeparator(event.key, text)) && text.trim()) {
      props.onCommit(text);
    } else if (event.key === 'Backspace' && text === '' && last) props.onRemove(last.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: TargetedClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData?.getData('text/plain').trim() ?? '';
    // The field would make spaces of the line ends of a column.
    if (locked || !/[\r\n]/.test(pasted)) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const before = value.slice(0, selectionStart ?? value.length);
    props.onText(before + pasted + value.slice(selectionEnd ?? value.length));
  };
  const faults = tokens.flatMap(({ fault }) => fault ?? []);
  return (
    <div class="token-part">
      <div class="token-field">
        <label class="token-label" for={id}>
          {props.label}
        </label>
        <div class="token-box">
          {tokens.map((token) => (
            <span key={token.id} class="token" data-fault={token.fault ? true : undefined}>
              {token.fault ? (
                <button
                  type="button"
                  class="token-text token-mend"
                  aria-label={labels.mend(token.label)}
                  title={labels.mend(token.label)}
                  disabled={locked}
                  onClick={() => {
                    props.onMend(token.id);
                    input.current?.focus();
                  }}
                >
                  {token.label}
                </button>
              ) : (
                <span class="token-text" title={token.id}>
                  {token.label}
                </span>
              )}
              <button
                type="button"
                class="token-remove"
                aria-label={labels.remove(token.label)}
                title={labels.remove(token.label)}
                disabled={locked}
                onClick={() => {
                  props.onRemove(token.id);
                  input.current?.focus();
                }}
              >
                <X size={14} strokeWidth={2} aria-hidden="true" />
              </button>
            </span>
          ))}
          <input
            ref={input}
            id={id}
            name={props.name}
            class="token-input"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={`${id}-list`}
            aria-describedby={faults.length > 0 ? `${id}-faults` : undefined}
            aria-invalid={faults.length > 0 || undefined}
            aria-activedescendant={open && current >= 0 ? `${id}-${current}` : undefined}
            autocomplete="off"
            spellcheck={false}
            value={text}
            readOnly={locked}
            onInput={(event) => {
              setClosed(false);
              setAsked(false);
              props.onText(event.currentTarget.value);
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={() => {
              choice.drop();
              setFocused(false);
              setAsked(false);
              if (text.trim() !== '' && !locked) props.onCommit(text);
            }}
            onFocus={() => {
              setFocused(true);
              setClosed(false);
            }}
          />
        </div>
        <div
          id={`${id}-list`}
          class="token-list"
          role="listbox"
          aria-label={labels.suggestions}
          hidden={!open}
        >
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={suggestion.id}
              id={`${id}-${index}`}
              class="token-option"
              role="option"
              aria-selected={index === current}
              // Before the field loses the focus: leaving would make a token of what was typed.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => {
                setAsked(false);
                props.onChoose(suggestion.id);
                input.current?.focus();
              }}
            >
              <span class="token-option-label">{suggestion.label}</span>
              <span class="token-option-detail">{suggestion.detail}</span>
            </div>
          ))}
        </div>
      </div>
      {faults.length > 0 && (
        <p class="token-faults" id={`${id}-faults`} role="status">
          {faults.map((fault) => (
            <span key={fault}>{fault}</span>
          ))}
        </p>
      )}
    </div>
  );
}

/** Is the end of `text` inside a quotation mark that is not closed yet, as in `"Doe, `? */
export function isOpenQuote(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return line.split('"').length % 2 === 0;
}

function isSeparator(key: string, text: string): boolean {
  return (key === ',' || key === ';') && !isOpenQuote(text);
}
