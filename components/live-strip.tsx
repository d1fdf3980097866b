import { Pause, Play, Square, X } from 'lucide-preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '@/components/icon-button';
import { Meter } from '@/components/meter';

export type LiveState = 'asking' | 'recording' | 'paused' | 'stopping' | 'transcribing';

export interface LiveStripLabels {
  /** Name of the region for screen readers. */
  region: string;
  /** What is going on, in a few words; also what stands there before the first word. */
  states: Readonly<Record<LiveState, string>>;
  pause: string;
  resume: string;
  stop: string;
  cancel: string;
}

export interface LiveStripProps {
  state: LiveState;
  /** Words that will not change any more. */
  finalText: string;
  /** Words that may still change, shown paler. */
  partialText: string;
  /** 0–1, or null when nothing is measured. */
  level: number | null;
  /** Spoken time, already written out: `0:14`. */
  elapsed: string;
  /** Where the voice goes, one short line: `Stays in this browser`. */
  destination: string;
  labels: LiveStripLabels;
  onPause(): void;
  onResume(): void;
  onStop(): void;
  onCancel(): void;
}

/**
 * The line that floats by the caret while someone speaks. Its height never changes and the newest
 * words stay in view. Screen readers hear the state, not the words: their voice would be recorded.
 */
export function LiveStrip(props: LiveStripProps) {
  const { state, labels } = props;
  const live = state === 'recording' || state === 'paused';
  const spoken = props.finalText !== '' || props.partialText !== '';
  return (
    <section class="live" aria-label={labels.region} data-state={state}>
      <div class="live-row">
        {live ? (
          <Meter level={state === 'paused' ? null : props.level} />
        ) : (
          <span class="spinner" aria-hidden="true" />
        )}
        {spoken ? (
          <Words final={props.finalText} partial={props.partialText} />
        ) : (
          <p class="live-words live-hint">{labels.states[state]}</p>
        )}
        <time class="live-time">{props.elapsed}</time>
        <LiveControls {...props} />
      </div>
      <p class="live-foot">{props.destination}</p>
      <span class="only-spoken" role="status">
        {labels.states[state]}
      </span>
    </section>
  );
}

/** One line whose end is always seen; older words leave at the start, under a soft edge. */
function Words({ final, partial }: { final: string; partial: string }) {
  const line = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const text = line.current?.firstElementChild;
    if (!line.current || !(text instanceof HTMLElement)) return;
    line.current.dataset.long = String(text.offsetWidth > line.current.clientWidth);
  }, [final, partial]);
  return (
    <p class="live-words" ref={line}>
      <span class="live-text">
        <span class="live-final">{final}</span> <span class="live-partial">{partial}</span>
      </span>
    </p>
  );
}

function LiveControls({ state, labels, onPause, onResume, onStop, onCancel }: LiveStripProps) {
  return (
    <span class="live-controls">
      {state === 'recording' && (
        <IconButton
          name="pause"
          label={labels.pause}
          icon={<Pause size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={onPause}
        />
      )}
      {state === 'paused' && (
        <IconButton
          name="resume"
          label={labels.resume}
          icon={<Play size={17} strokeWidth={1.9} aria-hidden="true" />}
          onPress={onResume}
        />
      )}
      {(state === 'recording' || state === 'paused') && (
        <IconButton
          name="stop"
          label={labels.stop}
          icon={<Square size={15} strokeWidth={1.9} fill="currentColor" aria-hidden="true" />}
          onPress={onStop}
        />
      )}
      <IconButton
        name="cancel"
        label={labels.cancel}
        icon={<X size={17} strokeWidth={1.9} aria-hidden="true" />}
        onPress={onCancel}
      />
    </span>
  );
}
