import { randomUUID } from 'node:crypto';
import type { Batch } from '@iapostemanager/protocol/email-batch';
import { expect } from 'vitest';
import { type Env, runRelay } from '../relay-process.ts';

/** An account with a token, made as an operator makes it. */
export function account(env: Env): string {
  if (env.DATABASE_URL) expect(runRelay(['migrate'], env).status).toBe(0);
  const email = 'me@relay.test';
  const made = runRelay(
    ['create-user', '--email', email, '--password-stdin'],
    env,
    'long enough word',
  );
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const token = runRelay(
    ['create-token', '--email', email, '--name', 'test', '--scopes', 'send,read'],
    env,
  );
  expect(token.stdout).toMatch(/^iapr_\S+\n$/);
  return token.stdout.trim();
}

/** A batch of `count` short mails. */
export const batchBody = (count: number, extra: object = {}) => ({
  name: 'faults',
  subject: 'n {{n}}',
  html: '<p>{{n}}</p>',
  recipients: Array.from({ length: count }, (_, n) => ({
    address: `r${n}@example.test`,
    fields: { n },
  })),
  ...extra,
});

/** Speaks to a running relay as the extension does. */
export function ledgerClient(env: Env, token: string) {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${env.RELAY_PORT}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
  const send = (body: unknown, key: string = randomUUID()) =>
    call('/api/email/send-batch', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    });
  return {
    call,
    send,
    async accept(body: unknown, key?: string): Promise<string> {
      const response = await send(body, key);
      if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
      return ((await response.json()) as { batchId: string }).batchId;
    },
    async batch(id: string): Promise<Batch> {
      return (await (await call(`/api/email/batches/${id}`)).json()) as Batch;
    },
    async list(): Promise<Batch[]> {
      const page = (await (await call('/api/email/batches')).json()) as { items: Batch[] };
      return page.items;
    },
  };
}
