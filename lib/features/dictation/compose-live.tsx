import type { Signal } from '@preact/signals';
import { LiveStrip } from '@/components/live-strip';
import { formatElapsed } from '@/lib/core/dictation/format-elapsed';
import { liveLabels } from '@/lib/features/compose-labels';
import type { Translate } from '@/lib/platform/translate';

/** What the strip by the caret shows; changed ten times a second, so it lives in one signal. */
export interface LiveView {
  state: 'asking' | 'recording' | 'paused' | 'stopping' | 'transcribing';
  finalText: string;
  partialText: string;
  level: number | null;
  elapsedMs: number;
  recognition: 'none' | 'device' | 'service';
  /** Host name of the server that gets the audio afterwards; empty when none is set. */
  destination: string;
}

export const silentView: LiveView = {
  state: 'asking',
  finalText: '',
  partialText: '',
  level: null,
  elapsedMs: 0,
  recognition: 'none',
  destination: '',
};

/** One short line: who hears the voice now. */
function whoHears(view: LiveView, t: Translate): string {
  if (view.recognition === 'service') return t('dictation.hears.service');
  if (view.destination) return t('dictation.hears.server', { host: view.destination });
  if (view.recognition === 'device') return t('dictation.hears.device');
  return t('dictation.hears.nobody');
}

export interface LiveProps {
  view: Signal<LiveView>;
  t: Translate;
  onPause(): void;
  onResume(): void;
  onStop(): void;
  onCancel(): void;
}

export function Live({ view, t, ...handlers }: LiveProps) {
  const { state, finalText, partialText, level, elapsedMs } = view.value;
  return (
    <LiveStrip
      state={state}
      finalText={finalText}
      partialText={partialText}
      level={level}
      elapsed={formatElapsed(elapsedMs)}
      destination={whoHears(view.value, t)}
      labels={liveLabels(t)}
      {...handlers}
    />
  );
}
