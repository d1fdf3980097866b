import { beforeAll, expect, test } from 'vitest';
import { startDueBatches } from '../../src/ledger/advance-batches.ts';
import { type AppUnderTest, appUnderTest } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';

const HOUR = 3_600_000;

eachDatabase('what one can do to a batch, by the API', ({ fresh }) => {
  let relay: AppUnderTest;
  let me: Awaited<ReturnType<AppUnderTest['person']>>;
  beforeAll(async () => {
    relay = await appUnderTest(await fresh());
    me = await relay.person('actions');
  });
  const post = async (url: string, payload: object = {}) => {
    const headers = me.bearer;
    const answer = await relay.app.inject({ method: 'POST', url, headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  const batch = (extra: object = {}) => ({
    name: 'n',
    subject: 's',
    html: 'h',
    recipients: Array.from({ length: 5 }, (_, n) => ({ address: `r${n}@x.test` })),
    ...extra,
  });
  const made = async (extra: object = {}) =>
    (await post('/api/email/send-batch', batch(extra))).body.batchId as string;
  const act = (id: string, verb: string, payload?: object) =>
    post(`/api/email/batches/${id}/${verb}`, payload);
  const setAll = (id: string, state: 'uncertain' | 'failed' | 'sent') =>
    relay.database.db.updateTable('recipients').set({ state }).where('batch_id', '=', id).execute();

  test('a template that cannot be read is refused, in the field where it stands; nothing is kept', async () => {
    const count = async () =>
      (await relay.database.db.selectFrom('batches').select('id').execute()).length;
    const before = await count();
    for (const path of ['subject', 'html', 'text']) {
      for (const wrong of ['{{ a', '{% if a %}x', '{{ a | raw }}', "{% include 'x' %}"]) {
        const refused = await post('/api/email/send-batch', batch({ [path]: wrong }));
        expect(refused, `${path} ${wrong}`).toMatchObject({
          status: 400,
          body: { code: 'invalid-template', errors: [{ path }] },
        });
      }
    }
    expect(await count()).toBe(before);
    // A finished message is no template: what looks like one is what its writer typed.
    const single = { to: 'a@x.test', subject: '{{ a', text: '{% if' };
    expect((await post('/api/email/send', single)).status).toBe(201);
  });

  test('pause, resume and cancel answer with the batch as it is then, and refuse what makes no sense', async () => {
    const id = await made();
    expect(await act(id, 'pause')).toMatchObject({
      status: 200,
      body: { changed: 1, batch: { state: 'paused', pauseReason: 'user' } },
    });
    expect((await act(id, 'pause')).body.changed).toBe(0);
    expect((await act(id, 'resume')).body).toMatchObject({ batch: { state: 'running' } });
    expect((await act(id, 'cancel')).body).toMatchObject({
      changed: 5,
      batch: { state: 'cancelled', counts: { cancelled: 5 } },
    });
    for (const [verb, payload] of [
      ['pause', {}],
      ['resume', {}],
      ['retry-failed', {}],
      ['resolve', { as: 'resend' }],
      ['reschedule', { sendAt: null }],
    ] as const) {
      const refused = await act(id, verb, payload);
      expect([refused.status, refused.body.code], verb).toEqual([409, 'wrong-state']);
    }
  });

  test('a batch more than a day late goes on only when it is said that this is meant', async () => {
    const id = await made({ sendAt: new Date(Date.now() + HOUR).toISOString() });
    await startDueBatches(relay.database, Date.now() + 30 * HOUR);
    const late = { send_at: Date.now() - 25 * HOUR };
    await relay.database.db.updateTable('batches').set(late).where('id', '=', id).execute();
    for (const wish of [{}, { overdue: false }]) {
      const asked = await act(id, 'resume', wish);
      expect([asked.status, asked.body.code]).toEqual([409, 'overdue']);
    }
    expect((await act(id, 'resume', { overdue: 'yes' })).status).toBe(400);
    expect((await act(id, 'resume', { overdue: true })).body.batch.state).toBe('running');
  });

  test('uncertain mails are settled by their indexes, or all; only the failed ones are tried again', async () => {
    const id = await made();
    await setAll(id, 'uncertain');
    const counts = async (wish: object) => (await act(id, 'resolve', wish)).body.batch.counts;
    expect(await counts({ as: 'sent', indexes: [0, 1] })).toMatchObject({ sent: 2, uncertain: 3 });
    expect(await counts({ as: 'failed', indexes: [2] })).toMatchObject({ failed: 1, uncertain: 2 });
    expect(await counts({ as: 'resend', indexes: [3] })).toMatchObject({
      pending: 1,
      uncertain: 1,
    });
    expect((await act(id, 'resolve', { as: 'lost' })).status).toBe(400);
    expect((await act(id, 'resolve', { as: 'sent', indexes: [-1] })).status).toBe(400);
    expect((await act(id, 'retry-failed')).body).toMatchObject({
      changed: 1,
      batch: { counts: { sent: 2, pending: 2, failed: 0, uncertain: 1 } },
    });
    expect(await counts({ as: 'sent' })).toMatchObject({ sent: 3, pending: 2, uncertain: 0 });
  });
});
