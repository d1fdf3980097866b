import { useEffect, useRef, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { homeAddress } from './panel-route';
import { type BatchDraft, loadDraft, loadSource, readSubmission, updateDraft } from './store';

export interface DraftState {
  /** `undefined` while it is read; null when there is no such draft (any more). */
  draft: BatchDraft | null | undefined;
  source: Blob | string | null;
  failure: Failure | null;
  change(part: Partial<BatchDraft>): void;
  /** Takes other recipients: file and draft are on the disk together, or neither is. */
  replaceSource(source: Blob | string, part: Partial<BatchDraft>): Promise<void>;
  /** Resolves when everything typed so far is on the disk. */
  saved(): Promise<void>;
}

/** A draft and its file, saved with every change, one write after the other. */
export function useDraft(id: string): DraftState {
  const [draft, setDraft] = useState<BatchDraft | null | undefined>(undefined);
  const [source, setSource] = useState<Blob | string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const newest = useRef<BatchDraft | null>(null);
  const writing = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    let over = false;
    Promise.all([loadDraft(id), loadSource(id), readSubmission(id)]).then(
      ([stored, file, submission]) => {
        if (over) return;
        // Its bytes are fixed and may be on the relay already: what was changed here would not be in them.
        if (submission) location.hash = homeAddress;
        newest.current = stored;
        setSource(file);
        setDraft(stored);
      },
      (thrown) => !over && setFailure(toFailure(thrown)),
    );
    return () => {
      over = true;
    };
  }, [id]);

  const write = (work: () => Promise<void>): Promise<void> => {
    const next = writing.current.then(work);
    writing.current = next.catch((thrown) => {
      const reason = toFailure(thrown);
      setFailure(reason.code === 'batch-draft-gone' ? reason : { code: 'storage-failed' });
    });
    return next;
  };
  const take = (part: Partial<BatchDraft>): BatchDraft | null => {
    if (!newest.current) return null;
    newest.current = { ...newest.current, ...part, updatedAt: Date.now() };
    setDraft(newest.current);
    return newest.current;
  };
  return {
    draft,
    source,
    failure,
    change(part) {
      const before = newest.current;
      take(part);
      void write(async () => {
        // Several changes may have come by now: the newest is enough, and is written once.
        if (newest.current && newest.current !== before) await updateDraft(newest.current);
      }).catch(() => undefined);
    },
    async replaceSource(file, part) {
      const next = take(part);
      if (!next) return;
      await write(() => updateDraft(next, file));
      setSource(file);
    },
    saved: () => writing.current,
  };
}
