import { announceDraft, announceLeft, announceSending } from './changes';
import { forgetLeft, learnFate, listLeft, restoreLeft } from './handed-store';
import { quickComposePageMessages } from './messages';
import { partDoubtful } from './part-doubtful';
import { markSeen, registerSender, type SendingWire } from './send-mails';
import { sendingNow, stopSending } from './sending-store';
import { loadDraft, saveDraft } from './store';
import { clearDraft, takeUp } from './take-up';

/**
 * The background half of quick compose: it writes the draft down. A popup may close in the middle of a
 * word, and a write that it had begun itself would be thrown away with it. It sends it for the same reason.
 * @param wire what takes the mails; the connected relay unless told
 */
export function registerQuickCompose(wire?: SendingWire): void {
  quickComposePageMessages.handle('quickCompose.load', loadDraft);
  quickComposePageMessages.handle('quickCompose.save', announcing(saveDraft));
  quickComposePageMessages.handle('quickCompose.clear', announcing(clearDraft, announceLeft));
  const sender = registerSender(wire);
  quickComposePageMessages.handle('quickCompose.send', announcing(sender.press, announceSending));
  quickComposePageMessages.handle('quickCompose.stop', announcing(stopSending, announceSending));
  quickComposePageMessages.handle('quickCompose.sending', sendingNow);
  quickComposePageMessages.handle('quickCompose.seen', markSeen);
  quickComposePageMessages.handle('quickCompose.left', listLeft);
  quickComposePageMessages.handle('quickCompose.learn', announcing(learnFate, announceLeft));
  quickComposePageMessages.handle('quickCompose.forget', announcing(forgetLeft, announceLeft));
  quickComposePageMessages.handle('quickCompose.restore', announcing(restoreLeft, announceLeft));
  quickComposePageMessages.handle('quickCompose.part', announcing(partDoubtful, announceLeft));
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
