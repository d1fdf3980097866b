import { AppError, toFailure } from '@/lib/core/app-error';
import { readCount, readObject, readText } from '@/lib/core/read-value';
import { readOwnAccounts } from '@/lib/platform/relay-account-answer';
import {
  readBatchAnswer,
  readBatchContent,
  readHistoryItem,
  readPage,
  readRecipient,
  readSendBatchAnswer,
} from '@/lib/platform/relay-batch-answer';
import { askRelay, type RelayRequest } from '@/lib/platform/relay-client';
import { connectedRelay } from '@/lib/platform/relay-connection';
import { batchChanges } from './changes';
import { followBatch } from './follow';
import { abandon, handOver, registerHandOver, waitingBatches } from './hand-over';
import {
  type BatchChange,
  batchFollowStream,
  batchPageMessages,
  type OwnAccount,
  type RecipientQuery,
  type TestMail,
} from './messages';

/** The background half of batches: everything that is asked of the relay, with its token. */
export function registerBatch(): void {
  registerHandOver();
  batchPageMessages.handle('batch.sendTest', sendTest);
  batchPageMessages.handle('batch.submit', ({ id }) => handOver(id));
  batchPageMessages.handle('batch.waiting', waitingBatches);
  batchPageMessages.handle('batch.abandon', ({ id, startedAt }) => abandon(id, startedAt));
  batchPageMessages.handle('batch.suppressed', listSuppressed);
  batchPageMessages.handle('batch.senders', listSenders);
  batchPageMessages.handle('batch.list', async ({ cursor }) =>
    readPage(await ask({ path: `/api/email/batches${query({ cursor })}` }), readBatchAnswer),
  );
  batchPageMessages.handle('batch.mails', async ({ cursor }) => {
    const wish = query({ kind: 'single', limit: 100, cursor });
    return readPage(await ask({ path: `/api/email/history${wish}` }), readHistoryItem);
  });
  batchPageMessages.handle('batch.content', async ({ id }) =>
    readBatchContent(await ask({ path: batchPath(id, '/content') })),
  );
  batchPageMessages.handle('batch.recipients', listRecipients);
  batchPageMessages.handle('batch.change', ({ id, change }) => changeBatch(id, change));
  batchFollowStream.accept((stream) => {
    stream.onMessage(({ id }) => void followBatch(id, stream));
  });
}

async function ask(request: RelayRequest): Promise<unknown> {
  return askRelay(await connectedRelay(), request);
}

function batchPath(id: string, rest = ''): string {
  return `/api/email/batches/${encodeURIComponent(id)}${rest}`;
}

function query(values: Record<string, string | number | true | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  const words = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? '' : `?${words}`;
}

async function sendTest(mail: TestMail): Promise<string> {
  const { idempotencyKey, name, address, recipientName, fields, ...texts } = mail;
  const recipient = { address, ...(recipientName ? { name: recipientName } : {}), fields };
  const answer = readSendBatchAnswer(
    await ask({
      path: '/api/email/send-batch',
      method: 'POST',
      body: { name, ...texts, recipients: [recipient] },
      idempotencyKey,
    }),
  );
  batchChanges.announce();
  return answer.batchId;
}

/** Mail accounts of one's own; an older relay has none, and a token without the scope may see none. */
export async function listSenders(): Promise<OwnAccount[]> {
  try {
    return readOwnAccounts(await ask({ path: '/api/email/accounts', timeoutMs: 8_000 }));
  } catch (thrown) {
    if (['relay-gone', 'relay-scope'].includes(toFailure(thrown).code)) return [];
    throw thrown;
  }
}

async function listRecipients({ id, ...wish }: RecipientQuery) {
  return readPage(await ask({ path: batchPath(id, `/recipients${query(wish)}`) }), readRecipient);
}

/** More would be no list of people who unsubscribed. */
const mostSuppressed = 200_000;

/** Every address that the relay writes to no more. */
export async function listSuppressed(): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const path = `/api/email/suppressions${query({ limit: 1_000, cursor })}`;
    const page = readPage(await ask({ path }), (item) => readText(readObject(item).address));
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && found.length < mostSuppressed);
  return found;
}

async function changeBatch(id: string, { kind, ...body }: BatchChange) {
  const request = { path: batchPath(id, `/${kind}`), method: 'POST', body } as const;
  let answer: ReturnType<typeof readObject>;
  try {
    answer = readObject(await ask({ ...request, timeoutMs: 60_000 }));
  } catch (thrown) {
    if (kind !== 'reschedule' || toFailure(thrown).code !== 'relay-gone') throw thrown;
    // Where it knows the batch, it is the route that it does not know.
    await ask({ path: batchPath(id) });
    throw new AppError('relay-old', {}, thrown);
  }
  batchChanges.announce();
  return { batch: readBatchAnswer(answer.batch), changed: readCount(answer.changed) };
}
