import { announceDraft } from './changes';
import { quickComposePageMessages } from './messages';
import { loadDraft, saveDraft } from './store';

/**
 * The background half of quick compose: it writes the draft down. A popup may close in the middle of a
 * word, and a write that it had begun itself would be thrown away with it.
 */
export function registerQuickCompose(): void {
  quickComposePageMessages.handle('quickCompose.load', loadDraft);
  quickComposePageMessages.handle('quickCompose.save', async ({ draft, at }) => {
    await saveDraft(draft, at);
    announceDraft();
  });
}
