import { useState } from 'preact/hooks';
import { AudioPlayer } from '@/components/audio-player';
import type { DictationItem, DictationListLabels } from '@/components/dictation-types';
import { HighlightedText } from '@/components/highlighted-text';

export interface DictationRowProps {
  item: DictationItem;
  labels: DictationListLabels;
  highlights: readonly string[];
}

/** Two lines of what was said, quiet facts below, and what can be done with it. */
export function DictationRow({ item, labels, highlights }: DictationRowProps) {
  const [open, setOpen] = useState(false);
  const facts = [item.when, item.duration, item.words, item.engine].filter((fact) => fact !== '');
  return (
    <li class="dictation" data-kind={item.kind} data-open={open} data-id={item.id}>
      <button
        type="button"
        class="dictation-text"
        aria-expanded={open}
        title={open ? labels.showLess : labels.showAll}
        onClick={() => setOpen(!open)}
      >
        <HighlightedText text={item.text} words={highlights} />
      </button>
      <div class="dictation-facts">
        {item.status && (
          <span class="tag" data-kind={item.kind}>
            {item.status}
          </span>
        )}
        {item.host && <span class="tag">{item.host}</span>}
        <span class="dictation-meta">{facts.join(' · ')}</span>
      </div>
      <div class="dictation-actions">
        {item.audio && <AudioPlayer audio={item.audio} labels={labels} />}
        {item.actions
          .filter((action) => open || action.place === 'main')
          .map((action) => (
            <button
              key={action.id}
              type="button"
              class="link-button"
              data-action={action.id}
              data-danger={action.danger}
              onClick={action.run}
            >
              {action.label}
            </button>
          ))}
      </div>
    </li>
  );
}
