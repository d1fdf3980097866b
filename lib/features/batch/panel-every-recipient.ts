import { batchPageMessages, type Recipient, type RecipientState } from './messages';

export interface EveryRecipient {
  /** Of the batch. */
  id: string;
  /** Only those; absent: all. */
  state?: RecipientState | undefined;
  signal: AbortSignal;
}

/**
 * Every recipient of a batch with name and values, page by page, in the order of the sender's list.
 * Throws what asking the relay throws, and the reason of the signal.
 */
export async function* everyRecipient({ id, state, signal }: EveryRecipient) {
  let cursor: string | undefined;
  do {
    const page: { items: Recipient[]; next: string | null } = await batchPageMessages.send(
      'batch.recipients',
      {
        id,
        limit: 500,
        values: true,
        ...(state && { state }),
        ...(cursor !== undefined && { cursor }),
      },
    );
    signal.throwIfAborted();
    yield page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
