import { toFailure } from '@/lib/core/app-error';
import type { HandedMail } from '@/lib/core/quick-compose/handed-mail';
import { batchPageMessages } from '@/lib/features/batch/messages';
import { relayAccountPageMessages } from '@/lib/features/relay-account/messages';
import { type LeftMails, quickComposePageMessages } from './messages';

/** So many mails are asked about in one round; the others come in the next. */
const perRound = 25;

/**
 * Asks the relay what became of the mails it has taken and writes down what it says. A relay that is silent, or
 * another one than took them, changes nothing.
 * @param asked how often each key was asked about by this page; those least often asked come first
 */
export async function askFates(asked: Map<string, number>): Promise<void> {
  const { mails } = await quickComposePageMessages.send('quickCompose.left');
  const waiting = mails.filter(({ state }) => state === 'open' || state === 'uncertain');
  if (waiting.length === 0) return;
  const { url, account } = await relayAccountPageMessages.send('relayAccount.status');
  const times = ({ key }: HandedMail): number => asked.get(key) ?? 0;
  const round = waiting
    .filter(({ keysFor }) => keysFor === `${url} ${account}`)
    .sort((one, other) => times(one) - times(other))
    .slice(0, perRound);
  for (const mail of round) {
    asked.set(mail.key, times(mail) + 1);
    const fate = await askFate(mail);
    if (fate && (fate.state !== mail.state || fate.reason !== mail.reason)) {
      await quickComposePageMessages.send('quickCompose.learn', { key: mail.key, ...fate });
    }
  }
}

async function askFate({ batchId }: HandedMail) {
  try {
    const wish = { id: batchId, limit: 1 };
    const [recipient] = (await batchPageMessages.send('batch.recipients', wish)).items;
    if (!recipient) return null;
    const { state, lastError } = recipient;
    if (state === 'pending' || state === 'sending') return { state: 'open', reason: '' } as const;
    return { state, reason: lastError ?? '' };
  } catch (thrown) {
    // A relay that has lost it (an old backup came back) cannot say either.
    if (toFailure(thrown).code === 'relay-gone') return { state: 'uncertain', reason: '' } as const;
    throw thrown;
  }
}

/** Pauses between the rounds while mails are under way, milliseconds; the last one stays. */
const pauses = [1_000, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

/** Asks again and again while mails are under way, until `until` aborts. `wake` begins anew with short pauses. */
export function followFates(until: AbortSignal): { wake(left: LeftMails): void } {
  const asked = new Map<string, number>();
  let keys = '';
  let rounds = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left: LeftMails = { mails: [], asides: [] };
  until.addEventListener('abort', () => clearTimeout(timer));
  const plan = (): void => {
    clearTimeout(timer);
    if (until.aborted || !left.mails.some(({ state }) => state === 'open')) return;
    timer = setTimeout(run, pauses[Math.min(rounds, pauses.length - 1)]);
    rounds += 1;
  };
  const run = (): void => void askFates(asked).then(plan, plan);
  run();
  return {
    wake(now) {
      left = now;
      const open = now.mails.flatMap(({ key, state }) => (state === 'open' ? [key] : [])).join();
      // Only a mail that is new: what one round has learned does not hasten the next.
      if (open === keys) return;
      keys = open;
      rounds = 0;
      plan();
    },
  };
}
