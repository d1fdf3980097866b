import type { ReviewLabels } from '@/components/review-types';
import { reviewLabels } from '@/lib/features/compose-labels';
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

/** The shared words of the review, with the spoken text named as what it is. */
export function dictationReviewLabels(t: Translate): ReviewLabels {
  return { ...reviewLabels(t), original: t('dictation.review.spoken') };
}

/** What deserves a second look before the text is kept. */
export function warningsOf(
  t: Translate,
  provenance: Provenance | undefined,
  newContacts: readonly string[],
): string[] {
  const skipped = provenance?.serverSkipped;
  return [
    ...(skipped === 'no-key' ? [t('improve.skippedNoKey')] : []),
    ...(skipped === 'permission-missing' ? [t('improve.skippedPermission')] : []),
    ...newContacts.slice(0, 8).map((contact) => t('improve.newContact', { contact })),
  ];
}
