import type { DictationAction, DictationItem as Row } from '@/components/dictation-types';
import { isMendedInSettings } from '@/lib/core/app-error';
import { formatDuration, formatWhen } from '@/lib/core/dictation/format-when';
import type { Translate } from '@/lib/platform/translate';
import type { DictationItem } from './messages';

export interface ItemHandlers {
  play(recordingId: string): void;
  retry(recordingId: string): void;
  copy(text: string): void;
  remove(item: DictationItem): void;
  openSettings(): void;
}

export interface ItemContext {
  t: Translate;
  language: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** Audio of this row once it was asked for. */
  url: string | null;
  handlers: ItemHandlers;
}

const kinds = {
  done: 'transcription',
  waiting: 'pending',
  transcribing: 'pending',
  failed: 'failed',
  recording: 'recording',
} as const;

const hosts: Record<string, string> = { gmail: 'Gmail', outlook: 'Outlook' };

/** The place where it was dictated, as people call it. */
function nameOfHost(host: string, t: Translate): string {
  return host === 'quick-compose' ? t('quick-compose.name') : (hosts[host] ?? host);
}

/** One row of the history in the reader's words. */
export function describeItem(item: DictationItem, context: ItemContext): Row {
  const { t, language, now, url, handlers } = context;
  const { recordingId, state } = item;
  return {
    id: item.id,
    kind: kinds[state],
    text: sentence(item, context),
    host: nameOfHost(item.host, t),
    when: formatWhen(item.createdAt, now, language),
    duration: formatDuration(item.durationMs, language),
    words: item.words > 0 ? t('dictation.panel.words', { count: item.words }) : '',
    engine: engineName(item, t),
    status: state === 'done' ? undefined : t(`dictation.panel.tag.${state}`),
    actions: actionsOf(item, context),
    audio:
      item.hasAudio && recordingId && state !== 'recording'
        ? { url, onPlay: () => handlers.play(recordingId) }
        : null,
  };
}

function engineName({ engine }: DictationItem, t: Translate): string {
  if (engine.startsWith('server:')) return engine.slice('server:'.length);
  if (engine === 'device') return t('dictation.panel.engine.device');
  return engine === 'browser-service' ? t('dictation.panel.engine.service') : '';
}

/** What was said; or what it is waiting for, what was kept, and when the next try comes. */
function sentence(item: DictationItem, { t, now }: ItemContext): string {
  if (item.state === 'done') return item.text;
  if (item.state === 'recording') return t('dictation.panel.recording');
  const parts = [
    item.failure ? t(`error.${item.failure.code}`) : t('dictation.panel.waiting'),
    ...(item.recovered ? [t('dictation.panel.recoveredText')] : []),
  ];
  const seconds = Math.ceil(((item.nextTryAt ?? 0) - now) / 1000);
  if (item.state === 'waiting' && seconds > 0) {
    parts.push(t('dictation.panel.nextTry', { seconds }));
  }
  return parts.join(' ');
}

function actionsOf(item: DictationItem, { t, handlers }: ItemContext): DictationAction[] {
  const { recordingId, state } = item;
  const actions: DictationAction[] = [];
  if (state === 'recording') return actions;
  if (state === 'done') {
    const run = () => handlers.copy(item.text);
    actions.push({ id: 'copy', label: t('common.copy'), place: 'main', run });
    const { heard } = item;
    if (heard !== undefined) {
      const copyHeard = () => handlers.copy(heard);
      const label = t('dictation.panel.copyHeard');
      actions.push({ id: 'copy-heard', label, place: 'menu', run: copyHeard });
    }
  }
  if (recordingId && item.hasAudio && state !== 'transcribing') {
    const run = () => handlers.retry(recordingId);
    actions.push(
      state === 'done'
        ? { id: 'again', label: t('dictation.panel.again'), place: 'menu', run }
        : { id: 'retry', label: t('dictation.panel.retry'), place: 'main', run },
    );
  }
  if (item.failure && isMendedInSettings(item.failure.code)) {
    const label = t('common.openSettings');
    actions.push({ id: 'open-settings', label, place: 'main', run: handlers.openSettings });
  }
  const remove = () => handlers.remove(item);
  actions.push({
    id: 'delete',
    label: t('common.delete'),
    place: 'menu',
    danger: true,
    run: remove,
  });
  return actions;
}
