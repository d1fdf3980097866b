import type { RememberedPlace } from '@/lib/compose/compose-editor';
import { countWords } from '@/lib/core/dictation/fold-text';
import type { ComposeContext } from '@/lib/features/compose-feature';
import { DictationReview } from './compose-review';
import { type DictationResult, dictationMessages } from './messages';

export interface Insertion {
  /** Shows the text; what the user accepts is inserted at the place, once. */
  review(result: DictationResult, text: string, at: RememberedPlace | undefined): void;
  /** Offers a text that no draft has taken yet, unless `stillFree` has become false meanwhile. */
  offerUnclaimed(stillFree: () => boolean): Promise<void>;
  /** Offers this text instead of showing it at once. */
  offer(result: DictationResult): void;
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

  function review(result: DictationResult, text: string, at: RememberedPlace | undefined): void {
    let inserting: string | undefined;
    context.announce(t('dictation.textReady', { count: countWords(result.text) }));
    context.showDialog(
      <DictationReview
        key={result.transcriptionId}
        result={result}
        text={text}
        t={t}
        onInsert={(chosen) => {
          inserting = chosen;
          context.showDialog(null);
        }}
        onCopy={(chosen) => void copy(chosen)}
        onClose={(corrected) => {
          context.showDialog(null);
          settle(result, false);
          context.showNotice({
            tone: 'info',
            text: t('dictation.keptInHistory'),
            // The history keeps what was said; the corrections are kept here.
            actions: [
              { label: t('dictation.reviewAgain'), run: () => review(result, corrected, at) },
            ],
          });
        }}
        onGone={() => {
          // While the dialog stands, the page under it can take neither focus nor text.
          if (inserting !== undefined)
            queueMicrotask(() => void insert(result, inserting ?? '', at));
        }}
      />,
    );
  }

  async function insert(
    result: DictationResult,
    text: string,
    at: RememberedPlace | undefined,
  ): Promise<void> {
    if (over()) return;
    const outcome = await editor.insertText(text, at);
    if (outcome.ok) {
      settle(result, true);
      context.showNotice({ tone: 'success', text: t('dictation.inserted') });
      return;
    }
    const code = outcome.reason === 'composing' ? 'not-inserted' : outcome.reason;
    if (over()) return;
    context.showFailure({ code }, [
      { label: t('common.copy'), run: () => void copy(text) },
      { label: t('dictation.reviewAgain'), run: () => review(result, text, at) },
    ]);
  }

  async function copy(text: string): Promise<void> {
    if (await context.copy(text)) context.announce(t('common.copied'));
    else context.showFailure({ code: 'unknown' });
  }

  function settle({ transcriptionId }: DictationResult, inserted: boolean): void {
    // A lost answer costs one needless offer later, never the text.
    dictationMessages
      .send('dictation.settle', { transcriptionId, inserted })
      .catch(() => undefined);
  }

  /** A text whose own window went away (tab reloaded while it was being transcribed). */
  async function offerUnclaimed(stillFree: () => boolean): Promise<void> {
    const result = await dictationMessages.send('dictation.unclaimed').catch(() => null);
    if (result && !over() && stillFree()) offer(result);
  }

  function offer(result: DictationResult): void {
    context.showNotice({
      tone: 'info',
      text: t('dictation.ready'),
      actions: [
        {
          label: t('dictation.reviewAndInsert'),
          run: () => {
            context.showNotice(null);
            resume();
            review(result, result.text, editor.rememberPlace());
          },
        },
        {
          label: t('dictation.notNow'),
          run: () => {
            context.showNotice(null);
            settle(result, false);
          },
        },
      ],
    });
  }

  return { review, offerUnclaimed, offer };
}
