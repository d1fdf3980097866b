import { useEffect, useState } from 'preact/hooks';
import { type Failure, toFailure } from '@/lib/core/app-error';
import { batchPageMessages, type Recipient } from './messages';

export interface RecipientAt {
  /** The one before while the next is on its way; null until there is one. */
  recipient: Recipient | null;
  failure: Failure | null;
  again(): void;
}

/**
 * The recipient at a place of the list, with the values of its mail.
 * @param stamp asked again with each other one
 */
export function useRecipientAt(id: string, place: number, stamp = ''): RecipientAt {
  const [recipient, setRecipient] = useState<Recipient | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let over = false;
    batchPageMessages.send('batch.recipients', { id, from: place, limit: 1, values: true }).then(
      ({ items }) => {
        if (over) return;
        setRecipient((before) => items[0] ?? before);
        setFailure(null);
      },
      (thrown) => !over && setFailure(toFailure(thrown)),
    );
    return () => {
      over = true;
    };
  }, [id, place, stamp, turn]);
  return { recipient, failure, again: () => setTurn((before) => before + 1) };
}
