import type { Failure } from '@/lib/core/app-error';
import type { Provenance } from '@/lib/features/improve/messages';
import type { Translate } from '@/lib/platform/translate';
import type { ReviewState } from './compose-session';

/** Words of the review. */
export function reviewLabels(t: Translate) {
  const spoken = (text: string): string => {
    if (text.trim() !== '') return text.trim();
    return text.includes('\n') ? t('improve.lineBreak') : t('improve.space');
  };
  return {
    close: t('improve.close'),
    original: t('improve.original'),
    improved: t('improve.improved'),
    viewName: t('improve.viewName'),
    changesView: t('improve.changesView'),
    sideBySideView: t('improve.sideBySideView'),
    summary: (total: number, accepted: number) => t('improve.summary', { total, accepted }),
    noChanges: t('improve.noChanges'),
    waiting: t('improve.waiting'),
    streaming: t('improve.streaming'),
    acceptAll: t('improve.acceptAll'),
    rejectAll: t('improve.rejectAll'),
    accept: t('improve.accept'),
    reject: t('improve.reject'),
    next: t('improve.next'),
    previous: t('improve.previous'),
    keys: t('improve.keys'),
    accepted: t('improve.accepted'),
    rejected: t('improve.rejected'),
    change(position: number, total: number, before: string, after: string): string {
      const place = { position, total };
      if (before === '') return t('improve.changeAdded', { ...place, after: spoken(after) });
      if (after === '') return t('improve.changeRemoved', { ...place, before: spoken(before) });
      return t('improve.changeReplaced', {
        ...place,
        before: spoken(before),
        after: spoken(after),
      });
    },
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
    if (!state.write.restored) return t('improve.notRestored');
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
