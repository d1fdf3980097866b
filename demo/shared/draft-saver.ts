import { drafts, type StoredMessage } from './message-store.ts';

const saveDelay = 300;

export interface DraftSaver {
  soon(): void;
  save(): void;
  /** Forgets what is pending: the draft was sent, discarded or handed over. */
  stop(): void;
}

/** Saves soon after the last change, and at once when asked or when the page goes away. */
export function draftSaver(draft: StoredMessage, onSaved: () => void): DraftSaver {
  let timer = 0;
  const save = (): void => {
    clearTimeout(timer);
    timer = 0;
    draft.savedAt = Date.now();
    drafts.save(draft);
    onSaved();
  };
  const flush = (): void => {
    if (timer) save();
  };
  addEventListener('pagehide', flush);
  return {
    soon(): void {
      clearTimeout(timer);
      timer = window.setTimeout(save, saveDelay);
    },
    save,
    stop(): void {
      clearTimeout(timer);
      timer = 0;
      removeEventListener('pagehide', flush);
    },
  };
}
