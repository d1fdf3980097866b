import { announceDraft } from './changes';
import { quickComposePageMessages } from './messages';
import { beginSending, bindKeys, finishSending, loadDraft, saveDraft, settleMail } from './store';

/**
 * The background half of quick compose: it writes the draft down. A popup may close in the middle of a
 * word, and a write that it had begun itself would be thrown away with it.
 */
export function registerQuickCompose(): void {
  quickComposePageMessages.handle('quickCompose.load', loadDraft);
  quickComposePageMessages.handle('quickCompose.save', announcing(saveDraft));
  quickComposePageMessages.handle('quickCompose.begin', announcing(beginSending));
  quickComposePageMessages.handle('quickCompose.bind', announcing(bindKeys));
  quickComposePageMessages.handle('quickCompose.settle', announcing(settleMail));
  quickComposePageMessages.handle('quickCompose.finish', announcing(finishSending));
}

function announcing<Data, Answer>(write: (data: Data) => Promise<Answer>) {
  return async (data: Data): Promise<Answer> => {
    const answer = await write(data);
    announceDraft();
    return answer;
  };
}
