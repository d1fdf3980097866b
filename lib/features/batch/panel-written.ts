import { useEffect, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { currentTranslate } from '@/lib/platform/translate';
import { type BatchContent, batchPageMessages } from './messages';

export interface Written {
  /** Null until the relay has told. */
  content: BatchContent | null;
  /** Why it has not, in words; empty when it has. */
  failure: string;
  again(): void;
}

/** What a batch says, as the relay has kept it. */
export function useWritten(id: string): Written {
  const [content, setContent] = useState<BatchContent | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let over = false;
    batchPageMessages.send('batch.content', { id }).then(
      (found) => {
        if (over) return;
        setContent(found);
        setFailure(null);
      },
      (thrown) => !over && setFailure(toFailure(thrown)),
    );
    return () => {
      over = true;
    };
  }, [id, turn]);
  return {
    content,
    failure: failure ? writtenFailure(failure) : '',
    again: () => setTurn((before) => before + 1),
  };
}

/** The batch itself is known, since it is shown: a relay that knows nothing here is an older one. */
function writtenFailure({ code }: Failure): string {
  const t = currentTranslate.value;
  return t(code === 'relay-gone' ? 'batch.writtenOld' : `error.${code}`);
}

/** Can it go out again as one text with each recipient's own values? 3.4 mails are each complete. */
export function isCopyable({ isTemplate }: BatchContent): boolean {
  return isTemplate;
}
