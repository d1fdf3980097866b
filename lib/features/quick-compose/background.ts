import { announceDraft, announceLeft } from './changes';
import { forgetLeft, learnFate, listLeft, restoreLeft } from './handed-store';
import { quickComposePageMessages } from './messages';
import { beginSending, bindKeys, finishSending, loadDraft, saveDraft, settleMail } from './store';
import { takeUp } from './take-up';

/**
 * The background half of quick compose: it writes the draft down. A popup may close in the middle of a
 * word, and a write that it had begun itself would be thrown away with it.
 */
export function registerQuickCompose(): void {
  quickComposePageMessages.handle('quickCompose.load', loadDraft);
  quickComposePageMessages.handle('quickCompose.save', announcing(saveDraft));
  quickComposePageMessages.handle('quickCompose.begin', announcing(beginSending));
  quickComposePageMessages.handle('quickCompose.bind', announcing(bindKeys));
  quickComposePageMessages.handle('quickCompose.settle', announcing(settleMail, announceLeft));
  quickComposePageMessages.handle('quickCompose.finish', announcing(finishSending));
  quickComposePageMessages.handle('quickCompose.left', listLeft);
  quickComposePageMessages.handle('quickCompose.learn', announcing(learnFate, announceLeft));
  quickComposePageMessages.handle('quickCompose.forget', announcing(forgetLeft, announceLeft));
  quickComposePageMessages.handle('quickCompose.restore', announcing(restoreLeft, announceLeft));
  quickComposePageMessages.handle('quickCompose.takeUp', announcing(takeUp, announceLeft));
}

function announcing<Data, Answer>(write: (data: Data) => Promise<Answer>, also?: () => void) {
  return async (data: Data): Promise<Answer> => {
    const answer = await write(data);
    announceDraft();
    also?.();
    return answer;
  };
}
