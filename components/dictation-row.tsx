import { useState } from 'preact/hooks';
import { AudioPlayer } from '@/components/audio-player';
import type {
  DictationAction,
  DictationItem,
  DictationListLabels,
} from '@/components/dictation-types';
import { FactLine } from '@/components/fact-line';
import { FoundText } from '@/components/found-text';

export interface DictationRowProps {
  item: DictationItem;
  labels: DictationListLabels;
  highlights: readonly string[];
}

/** Two lines of what was said, quiet facts below, and what can be done with it. */
export function DictationRow({ item, labels, highlights }: DictationRowProps) {
  const [open, setOpen] = useState(false);
  const engine = open ? item.engine : '';
  const facts = [item.when, item.duration, item.words, engine].filter((fact) => fact !== '');
  return (
    <li class="dictation" data-kind={item.kind} data-open={open} data-id={item.id}>
      <button
        type="button"
        class="dictation-text"
        aria-expanded={open}
        title={open ? labels.showLess : labels.showAll}
        onClick={() => setOpen(!open)}
      >
        <FoundText class="dictation-clip" text={item.text} words={highlights} />
      </button>
      <div class="dictation-facts">
        {item.status && (
          <span class="tag" data-kind={item.kind}>
            {item.status}
          </span>
        )}
        {item.host && <span class="tag">{item.host}</span>}
        <span class="dictation-meta">
          <FactLine facts={facts} />
        </span>
        {item.actions.filter(isMain).map((action) => (
          <RowAction key={action.id} action={action} />
        ))}
        {item.audio && <AudioPlayer audio={item.audio} labels={labels} />}
      </div>
      {open && (
        <div class="dictation-actions">
          {item.actions
            .filter((action) => !isMain(action))
            .map((action) => (
              <RowAction key={action.id} action={action} />
            ))}
        </div>
      )}
    </li>
  );
}

function isMain(action: DictationAction): boolean {
  return action.place === 'main';
}

function RowAction({ action }: { action: DictationAction }) {
  return (
    <button
      type="button"
      class="link-button"
      data-action={action.id}
      data-danger={action.danger}
      onClick={action.run}
    >
      {action.label}
    </button>
  );
}
