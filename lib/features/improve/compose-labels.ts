import type { ReviewLabels } from '@/components/review-types';
import type { Failure } from '@/lib/core/app-error';
import { reviewLabels } from '@/lib/features/compose-labels';
import type { Provenance } from '@/lib/features/improve/messages';
import { undoKeys } from '@/lib/platform/command-key';
import type { Translate } from '@/lib/platform/translate';
import type { ReviewState } from './compose-session';

/** The shared words of the review, with its close button and waiting line told in words of this feature. */
export function improveReviewLabels(t: Translate): ReviewLabels {
  return {
    ...reviewLabels(t),
    close: t('improve.close'),
    improved: t('improve.improved'),
    waiting: t('improve.waiting'),
    noChanges: t('improve.noChanges'),
  };
}

/** The one line that says where the text was processed. */
export function provenanceLine(t: Translate, provenance: Provenance | null): string {
  if (!provenance) return t('improve.provenancePending');
  const { engine, destination, model } = provenance;
  return engine === 'server'
    ? t('improve.provenanceServer', { destination, model })
    : t('improve.provenanceOffline');
}

/** What deserves a second look before the text is kept. */
export function reviewWarnings(t: Translate, state: ReviewState): string[] {
  const skipped = state.provenance?.serverSkipped;
  return [
    ...(skipped === 'no-key' ? [t('improve.skippedNoKey')] : []),
    ...(skipped === 'permission-missing' ? [t('improve.skippedPermission')] : []),
    ...state.newContacts.slice(0, 8).map((contact) => t('improve.newContact', { contact })),
  ];
}

/** What happened, what was kept, what to do; null when nothing went wrong. */
export function failureText(t: Translate, state: ReviewState): string | null {
  if (state.ending === 'sent') return t('improve.sent');
  if (state.ending === 'closed') return t('improve.windowClosed');
  if (state.write) {
    if (!state.write.restored) return t('improve.notRestored', { undo: undoKeys() });
    return state.write.reason === 'composing'
      ? t('improve.composing')
      : t(`error.${state.write.reason}`);
  }
  return state.failure ? failureSentence(t, state.failure) : null;
}

function failureSentence(t: Translate, { code, retryAfter, detail }: Failure): string {
  const sentences = [t(`error.${code}`)];
  if (retryAfter) sentences.push(t('improve.retryAfter', { seconds: retryAfter }));
  const fromServer = ['unauthorized', 'model-missing', 'server-failed', 'rate-limited'];
  if (detail && fromServer.includes(code))
    sentences.push(t('improve.serverSaid', { words: detail }));
  return sentences.join(' ');
}
