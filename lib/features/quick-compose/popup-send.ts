import { AppError, type Failure, toFailure } from '@/lib/core/app-error';
import { type QuickDraft, unresolved, withKeys } from '@/lib/core/quick-compose/quick-draft';
import { textToHtml } from '@/lib/core/templates/text-to-html';
import { batchPageMessages } from '@/lib/features/batch/messages';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import type { DraftInHand } from './popup-draft';

export interface SendOutcome {
  /** Addresses whose mail the relay has taken, over all tries. */
  sent: string[];
  /** Addresses whose mail will not arrive, says the relay. */
  refused: string[];
  /** The relay took this mail in an earlier try, with the text of then. */
  takenBefore: string[];
  /** Why the others were not tried. */
  failure: Failure | null;
  /** The relay has no mail server: what it took stays in its outbox. */
  kept: boolean;
}

/** States of the ledger in which a mail is over and was not delivered. */
const lost = new Set(['failed', 'suppressed', 'cancelled']);

/**
 * Sends each recipient a mail of their own, one after the other. The keys are on disk before the first
 * try, and each answer before the next one: whatever ends this page, nobody gets the mail twice. It stops
 * at the first failure; trying again goes on where it stopped.
 */
export async function sendDraft({ now, change }: DraftInHand): Promise<SendOutcome> {
  const outcome: SendOutcome = {
    sent: [],
    refused: [],
    takenBefore: [],
    failure: null,
    kept: false,
  };
  try {
    const { url, account, sender } = await relayAccountPageMessages.send('relayAccount.status');
    outcome.kept = sender?.delivers === false;
    const here = `${url} ${account}`;
    const begun = now();
    if (unresolved(begun).length > 0 && begun.keysFor !== '' && begun.keysFor !== here) {
      throw new AppError('relay-changed');
    }
    await change({ ...withKeys(begun, () => crypto.randomUUID()), keysFor: here });
    const { to, subject, body, keys, sent, sentText } = now();
    const text = `${subject}\n${body}`;
    for (const { address, name } of to) {
      if (sent.includes(address)) {
        // It was taken with another text: nobody must believe that this one arrived.
        if (sentText === '' || sentText === text) outcome.sent.push(address);
        else outcome.takenBefore.push(address);
        continue;
      }
      const idempotencyKey = keys[address] ?? '';
      const mail = { idempotencyKey, to: address, subject, html: textToHtml(body), text: body };
      const state = await sendOne({ ...mail, ...(name && { name }) });
      if (state === 'taken-before') {
        outcome.takenBefore.push(address);
        await change({ sent: [...now().sent, address] });
      } else if (lost.has(state)) {
        outcome.refused.push(address);
        // It is over with this key: a corrected mail is another one.
        await change({ keys: without(now().keys, address) });
      } else {
        outcome.sent.push(address);
        await change({ sent: [...now().sent, address], sentText: text });
      }
    }
  } catch (thrown) {
    outcome.failure = toFailure(thrown);
  }
  return outcome;
}

async function sendOne(mail: Parameters<typeof batchPageMessages.send<'batch.sendOne'>>[1]) {
  try {
    return (await batchPageMessages.send('batch.sendOne', mail)).state;
  } catch (thrown) {
    // The same key with another text: the relay had taken the first one.
    if (toFailure(thrown).status === 409) return 'taken-before';
    throw thrown;
  }
}

function without(keys: QuickDraft['keys'], address: string): QuickDraft['keys'] {
  return Object.fromEntries(Object.entries(keys).filter(([one]) => one !== address));
}
