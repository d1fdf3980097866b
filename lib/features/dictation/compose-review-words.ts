import type { ReviewLabels } from '@/components/review-types';
import type { Provenance } from '@/lib/features/improve/messages';
import type { Translate } from '@/lib/platform/translate';
import type { DictationProvenance } from './messages';

/** One line: who turned the speech into text. */
export function whoTranscribed(provenance: DictationProvenance, t: Translate): string {
  switch (provenance.engine) {
    case 'device':
      return t('dictation.by.device');
    case 'browser-service':
      return t('dictation.by.service');
    case 'server':
      return t('dictation.by.server', {
        host: provenance.destination,
        model: provenance.model,
      });
  }
}

/** One line: who improved it. */
export function whoImproved(provenance: Provenance, t: Translate): string {
  if (provenance.engine === 'offline') return t('dictation.improvedBy.offline');
  return t('dictation.improvedBy.server', {
    host: provenance.destination,
    model: provenance.model,
  });
}

export function reviewLabels(t: Translate): ReviewLabels {
  return {
    close: t('common.close'),
    original: t('dictation.review.spoken'),
    improved: t('dictation.review.improved'),
    viewName: t('dictation.review.view'),
    changesView: t('dictation.review.changesView'),
    sideBySideView: t('dictation.review.sideBySideView'),
    summary: (count, accepted) => t('dictation.review.summary', { count, accepted }),
    noChanges: t('dictation.review.noChanges'),
    waiting: t('dictation.review.waiting'),
    streaming: t('dictation.review.streaming'),
    acceptAll: t('dictation.review.acceptAll'),
    rejectAll: t('dictation.review.rejectAll'),
    accept: t('dictation.review.accept'),
    reject: t('dictation.review.reject'),
    next: t('dictation.review.next'),
    previous: t('dictation.review.previous'),
    keys: t('dictation.review.keys'),
    change: (position, total, before, after) =>
      t('dictation.review.change', {
        position,
        total,
        before: before || t('dictation.review.nothing'),
        after: after || t('dictation.review.nothing'),
      }),
    accepted: t('dictation.review.accepted'),
    rejected: t('dictation.review.rejected'),
  };
}
