import type { ComposeBarLabels } from '@/components/compose-bar';
import type { LiveStripLabels } from '@/components/live-strip';
import type { ReviewLabels } from '@/components/review-types';
import type { Translate } from '@/lib/platform/translate';

/** The words of the parts that several features show in a mail page, in one place. */
export function barLabels(t: Translate): ComposeBarLabels {
  return {
    bar: t('compose.bar'),
    dictate: t('dictation.dictate'),
    improve: t('improve.improve'),
    templates: t('templates.insertButton'),
    more: t('compose.more'),
    stop: t('compose.stop'),
    stopDictation: t('compose.stopDictation'),
    stopImproving: t('compose.stopImproving'),
  };
}

export function liveLabels(t: Translate): LiveStripLabels {
  return {
    region: t('compose.live.region'),
    states: {
      asking: t('compose.live.asking'),
      recording: t('compose.live.recording'),
      paused: t('compose.live.paused'),
      stopping: t('compose.live.stopping'),
      transcribing: t('compose.live.transcribing'),
    },
    pause: t('compose.live.pause'),
    resume: t('compose.live.resume'),
    stop: t('compose.live.stop'),
    cancel: t('compose.live.cancel'),
  };
}

export function reviewLabels(t: Translate): ReviewLabels {
  return {
    close: t('common.close'),
    original: t('compose.review.original'),
    improved: t('compose.review.improved'),
    viewName: t('compose.review.view'),
    changesView: t('compose.review.changesView'),
    sideBySideView: t('compose.review.sidesView'),
    summary: (total, accepted) => t('compose.review.summary', { total, accepted }),
    noChanges: t('compose.review.noChanges'),
    waiting: t('compose.review.waiting'),
    streaming: t('compose.review.streaming'),
    acceptAll: t('compose.review.acceptAll'),
    rejectAll: t('compose.review.rejectAll'),
    accept: t('compose.review.accept'),
    reject: t('compose.review.reject'),
    next: t('compose.review.next'),
    previous: t('compose.review.previous'),
    keys: t('compose.review.keys'),
    change: (position, total, before, after) => describeChange(t, position, total, before, after),
    accepted: t('compose.review.accepted'),
    rejected: t('compose.review.rejected'),
  };
}

function describeChange(
  t: Translate,
  position: number,
  total: number,
  before: string,
  after: string,
): string {
  const place = { position, total };
  if (before === '') return t('compose.review.insertion', { ...place, after: spoken(t, after) });
  if (after === '') return t('compose.review.deletion', { ...place, before: spoken(t, before) });
  return t('compose.review.change', {
    ...place,
    before: spoken(t, before),
    after: spoken(t, after),
  });
}

/** White space has no sound of its own: it is named. */
function spoken(t: Translate, text: string): string {
  if (text.trim() !== '') return text.trim();
  return t(text.includes('\n') ? 'compose.review.lineBreak' : 'compose.review.space');
}
