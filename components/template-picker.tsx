import { Search, X } from 'lucide-preact';
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { Button } from '@/components/button';
import { HighlightedText } from '@/components/highlighted-text';
import { IconButton } from '@/components/icon-button';
import { Logo } from '@/components/logo';
import { Skeleton } from '@/components/skeleton';
import { useLateChoice } from '@/components/use-late-choice';
import { useModal } from '@/components/use-modal';

export interface PickableTemplate {
  id: string;
  name: string;
  category: string;
  shortcut: string;
  /** Its subject and the beginning of its text. */
  excerpt: string;
}

export interface TemplatePickerProps {
  labels: {
    title: string;
    search: string;
    list: string;
    nothingFound: string;
    found: string;
    keys: string;
    insert: string;
    close: string;
    loading: string;
  };
  query: string;
  /** Null while they are on their way. */
  templates: readonly PickableTemplate[] | null;
  /** They answer `query`; false while they are those of what was typed before. */
  fresh: boolean;
  /** Shown when there is no template at all. */
  empty: { text: string; action: { label: string; run(): void } } | null;
  onQuery(query: string): void;
  onPick(id: string): void;
  onClose(): void;
}

/** Finds a template as one types: arrows choose, Enter takes, Escape leaves the draft as it is. */
export function TemplatePicker(props: TemplatePickerProps) {
  const { labels, templates, query } = props;
  const dialog = useModal(props.onClose, 'input');
  const list = useId();
  const ids = templates?.map(({ id }) => id) ?? [];
  const count = ids.length;
  const choice = useLateChoice({
    ids,
    query,
    fresh: props.fresh,
    first: ids[0],
    onTake: (id) => id !== undefined && props.onPick(id),
  });
  const current = choice.chosen === undefined ? -1 : ids.indexOf(choice.chosen);
  const active = current < 0 ? undefined : `${list}-${current}`;
  useEffect(() => {
    const chosen = dialog.current?.querySelector('[role="option"][aria-selected="true"]');
    chosen?.scrollIntoView?.({ block: 'nearest' });
  }, [current]);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (event.isComposing) return;
    if (step !== undefined && count > 0) {
      event.preventDefault();
      choice.move(step);
    } else if (event.key === 'Enter' && !event.repeat) {
      event.preventDefault();
      choice.take();
    }
  };
  return (
    <dialog ref={dialog} class="review picker" tabIndex={-1} aria-label={labels.title}>
      <div class="review-head">
        <Logo size={24} />
        <h2 class="review-title">{labels.title}</h2>
        <IconButton
          label={labels.close}
          icon={<X size={18} strokeWidth={1.9} aria-hidden="true" />}
          onPress={props.onClose}
        />
      </div>
      {props.empty ? (
        <div class="picker-empty">
          <p>{props.empty.text}</p>
          <Button kind="primary" name="open-panel" onPress={props.empty.action.run}>
            {props.empty.action.label}
          </Button>
        </div>
      ) : (
        <>
          <label class="picker-search">
            <Search size={17} strokeWidth={1.9} aria-hidden="true" />
            <input
              type="text"
              role="combobox"
              autocomplete="off"
              spellcheck={false}
              aria-label={labels.search}
              placeholder={labels.search}
              aria-expanded={count > 0}
              aria-controls={list}
              aria-autocomplete="list"
              aria-activedescendant={active}
              value={query}
              onInput={(event) => props.onQuery(event.currentTarget.value)}
              onKeyDown={onKeyDown}
            />
          </label>
          <p class="only-spoken" role="status">
            {templates && query !== '' ? labels.found : ''}
          </p>
          {!templates && (
            <div class="picker-body">
              <Skeleton lines={5} label={labels.loading} />
            </div>
          )}
          {templates && count === 0 && <p class="picker-none">{labels.nothingFound}</p>}
          <div
            id={list}
            class="picker-body"
            role="listbox"
            // It scrolls: who comes here by Tab has the same keys as in the field.
            tabIndex={0}
            aria-label={labels.list}
            aria-activedescendant={active}
            hidden={count === 0}
            onKeyDown={onKeyDown}
          >
            {templates?.map((template, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names it.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
              <div
                key={template.id}
                id={`${list}-${index}`}
                class="picker-option"
                role="option"
                data-id={template.id}
                aria-selected={index === current}
                onMouseMove={() => index !== current && choice.choose(template.id)}
                onClick={() => props.onPick(template.id)}
              >
                <Option template={template} query={query} />
              </div>
            ))}
          </div>
          <div class="review-foot picker-foot">
            <Button kind="primary" name="pick" disabled={count === 0} onPress={choice.take}>
              {labels.insert}
            </Button>
            <span class="picker-keys">{labels.keys}</span>
          </div>
        </>
      )}
    </dialog>
  );
}

function Option({ template, query }: { template: PickableTemplate; query: string }) {
  const words = query.split(/\s+/).filter(Boolean);
  return (
    <>
      <span class="picker-line">
        <span class="picker-name">
          <HighlightedText text={template.name} words={words} />
        </span>
        {template.shortcut !== '' && <span class="picker-shortcut">/{template.shortcut}</span>}
        {template.category !== '' && <span class="tag">{template.category}</span>}
      </span>
      <span class="picker-excerpt">
        <HighlightedText text={template.excerpt} words={words} />
      </span>
    </>
  );
}
