// @vitest-environment node
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { browser } from '@/lib/platform/browser';
import { startFaultServer } from '@/lib/platform/openai-client.fault-server';
import { writeStoredRelay } from '@/lib/platform/relay-connection';
import { sendOneMail } from './send-one-mail';

it('R30: a mail whose key is for one account is not handed to another that is connected in the middle', async () => {
  const relay = await startFaultServer();
  try {
    Object.assign(browser.permissions, { contains: async () => true });
    const token = 'iapr_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
    const access = { origin: relay.origin, token, scopes: [], device: 'd' };
    await writeStoredRelay({ ...access, account: 'me@x.test' });
    const mail = { idempotencyKey: 'k', to: 'a@x.fr', subject: 'S', html: 'H', text: 'T' };
    const only = `${relay.origin} me@x.test`;
    relay.answer((response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ batchId: 'b', messageId: 'm', state: 'pending' }));
    });
    expect(await sendOneMail({ ...mail, only })).toEqual({ batchId: 'b', state: 'pending' });
    await writeStoredRelay({ ...access, account: 'other@x.test' });
    await expect(sendOneMail({ ...mail, only })).rejects.toThrow('relay-changed');
    expect(relay.seen.map(({ body }) => body.includes('only'))).toEqual([false]);
  } finally {
    await relay.close();
  }
});
