import type { RememberedPlace } from '@/lib/compose/compose-editor';
import { countWords } from '@/lib/core/dictation/fold-text';
import type { ComposeContext } from '@/lib/features/compose-feature';
import { undoKeys } from '@/lib/platform/command-key';
import { type Claim, claimText } from './compose-claim';
import { DictationReview } from './compose-review';
import { reviseText } from './compose-revision';
import { type DictationResult, dictationMessages } from './messages';

export interface Insertion {
  /** Shows the text; what the user accepts is inserted at the place, once, in one window only. */
  review(result: DictationResult, at: RememberedPlace | undefined): void;
  /** Offers a text that no draft has taken yet, unless `stillFree` has become false meanwhile. */
  offerUnclaimed(stillFree: () => boolean): Promise<void>;
  /** Offers this text instead of showing it at once. */
  offer(result: DictationResult): void;
}

/** A text under review here: where it goes, and this window's hold on it. */
interface Review {
  readonly result: DictationResult;
  readonly at: RememberedPlace | undefined;
  readonly claim: Claim;
}

/**
 * From a text to the draft: review, one insertion, and what to do when the page refuses it. Nothing is
 * written once `over` answers true (Send was pressed, the window is closed); `resume` is called when the
 * user takes up an offer, so works in this window again.
 */
export function createInsertion(
  context: ComposeContext,
  over: () => boolean,
  resume: () => void,
): Insertion {
  const { editor, t } = context;

  function review(result: DictationResult, at: RememberedPlace | undefined): void {
    show({ result, at, claim: claimText(result.transcriptionId, editor.signal) }, result.text);
  }

  /** Shows a text that another window may have taken since it was offered here. */
  async function reviewIfFree(
    result: DictationResult,
    text: string,
    at: RememberedPlace | undefined,
  ): Promise<void> {
    const claim = claimText(result.transcriptionId, editor.signal);
    if (!(await claim.holds())) tellTaken(claim, text);
    else if (over()) claim.close();
    else if (context.dialogOpen()) {
      claim.close();
      offer(result, text);
    } else show({ result, at, claim }, text);
  }

  function tellTaken(claim: Claim, text: string): void {
    claim.close();
    context.showNotice({
      tone: 'info',
      text: t('dictation.takenElsewhere'),
      actions: [{ label: t('common.copy'), run: () => void copy(text) }],
    });
  }

  function show(review: Review, text: string): void {
    const { result, at, claim } = review;
    const revision = reviseText(result.transcriptionId, text, editor.signal);
    let inserting: string | undefined;
    let settled: Promise<void> = Promise.resolve();
    context.announce(t('dictation.textReady', { count: countWords(result.text) }));
    context.showDialog(
      <DictationReview
        key={result.transcriptionId}
        result={result}
        text={text}
        t={t}
        onEdit={revision.note}
        onInsert={(chosen) => {
          inserting = chosen;
          void revision.keep(chosen);
          context.showDialog(null);
        }}
        onCopy={(chosen) => void copy(chosen)}
        onClose={(corrected) => {
          const kept = revision.keep(corrected).then(() => settle(result, false));
          settled = kept.then(() => undefined);
          context.showDialog(null);
          const again = {
            label: t('dictation.reviewAgain'),
            run: () => void reviewIfFree(result, corrected, at),
          };
          const keep = { label: t('common.copy'), run: () => void copy(corrected) };
          context.showNotice({
            tone: 'info',
            text: t('dictation.keptInHistory'),
            actions: [again],
          });
          void kept.then((isKept) => {
            if (isKept || over()) return;
            const text = t('dictation.deletedMeanwhile');
            context.showNotice({ tone: 'warning', text, actions: [keep, again] });
          });
        }}
        onGone={() => {
          // While the dialog stands, the page under it can take neither focus nor text.
          if (inserting === undefined) void settled.finally(claim.close);
          else queueMicrotask(() => void insert(review, inserting ?? ''));
        }}
      />,
    );
  }

  async function insert(review: Review, text: string): Promise<void> {
    const { result, at, claim } = review;
    if (over()) return claim.close();
    if (!(await claim.holds())) return tellTaken(claim, text);
    if (over()) return claim.close();
    const outcome = await editor.insertText(text, at, { ownWords: true });
    if (outcome.ok) {
      void settle(result, true).finally(claim.close);
      context.showNotice({ tone: 'success', text: t('dictation.inserted', { undo: undoKeys() }) });
      return;
    }
    const code = outcome.reason === 'composing' ? 'not-inserted' : outcome.reason;
    if (over()) return claim.close();
    context.showFailure({ code }, [
      { label: t('common.copy'), run: () => void copy(text) },
      { label: t('dictation.reviewAgain'), run: () => show(review, text) },
    ]);
  }

  async function copy(text: string): Promise<void> {
    if (await context.copy(text)) context.announce(t('common.copied'));
    else context.showFailure({ code: 'unknown' });
  }

  /** False when the history does not have the text any more. */
  function settle({ transcriptionId }: DictationResult, inserted: boolean): Promise<boolean> {
    // A lost answer costs one needless offer later, never the text.
    return dictationMessages
      .send('dictation.settle', { transcriptionId, inserted })
      .then((kept) => kept !== false)
      .catch(() => true);
  }

  /** A text whose own window went away (tab reloaded while it was being transcribed). */
  async function offerUnclaimed(stillFree: () => boolean): Promise<void> {
    const result = await dictationMessages.send('dictation.unclaimed').catch(() => null);
    if (result && !over() && stillFree()) offer(result);
  }

  function offer(result: DictationResult, text = result.text): void {
    context.showNotice({
      tone: 'info',
      text: t('dictation.ready'),
      actions: [
        {
          label: t('dictation.reviewAndInsert'),
          run: () => {
            context.showNotice(null);
            resume();
            void reviewIfFree(result, text, editor.rememberPlace());
          },
        },
        {
          label: t('dictation.notNow'),
          run: () => {
            context.showNotice(null);
            void settle(result, false);
          },
        },
      ],
    });
  }

  return { review, offerUnclaimed, offer };
}
