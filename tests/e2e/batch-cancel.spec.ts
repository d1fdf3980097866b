import { connectRelay, startRelayWorld } from '../browsers/relay-world.ts';
import { count, inbox, untilState } from './batch-steps.ts';
import { expect, test } from './fixtures.ts';

test('X21, R30: a batch that is cancelled in the panel while mails are on the wire: what was sent stays sent, the rest is cancelled, and every figure is that of the mail server', async ({
  start,
}) => {
  const world = await startRelayWorld();
  try {
    const session = await start();
    const options = await connectRelay(session, world);
    await options.close();
    const total = 60;
    // However late the press comes, the rest has not left by then.
    const letGo = world.holdAfter(10);
    const id = await world.handOver({
      name: 'Midway',
      subject: 'Bonjour',
      html: '<p>Bonjour</p>',
      recipients: Array.from({ length: total }, (_, at) => ({ address: `c${at}@exemple.fr` })),
    });
    const page = await session.openExtensionPage(`sidepanel.html#/batches/${id}`);
    await page.waitFor('[data-action="cancel-batch"]', { timeout: 20_000 });
    await world.smtp.untilReceived(10);
    await page.click('[data-action="cancel-batch"]');
    await page.waitFor('[role="alertdialog"]');
    await page.click('[data-action="confirm-cancel-batch"]');
    await untilState(page, 'cancelled');
    // Those on the wire end as they end.
    letGo();
    const wire = (): Promise<number> => count(page, 'pending');
    await expect.poll(wire, { timeout: 30_000 }).toBe(0);
    const sent = await count(page, 'sent');
    expect([await count(page, 'failed'), await count(page, 'uncertain')]).toEqual([0, 0]);
    expect(sent).toBeGreaterThanOrEqual(10);
    expect(sent).toBeLessThan(total);
    await page.waitForText('.batch-reason', String(total - sent));
    expect((await inbox(world)).size).toBe(sent);
    const { state, counts } = (await world.ask(`/api/email/batches/${id}`)) as {
      state: string;
      counts: Record<string, number>;
    };
    expect(state).toBe('cancelled');
    expect(counts).toMatchObject({ sent, cancelled: total - sent, pending: 0 });
    expect(page.errors).toEqual([]);
  } finally {
    await world.close();
  }
});
