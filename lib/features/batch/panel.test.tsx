import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { database } from '@/lib/platform/database';
import { TableSession } from '@/lib/platform/table/table-session';
import { applyLanguage } from '@/lib/platform/translate';
import { BatchWizard } from './panel-wizard';
import { layReady, loadDraft, newDraft, readSubmission, saveSource } from './store';

/** jsdom has no workers: the same session, in the page. */
vi.mock('@/lib/platform/table/open-table', () => ({
  openTable: async (source: Blob | string, options: { language: string }) => {
    const session = new TableSession();
    const summary = await session.open(source, options);
    return {
      summary,
      rows: async (from: number, count: number) => session.rows(from, count),
      check: async (request: Parameters<TableSession['check']>[0]) => session.check(request),
      setCell: async (row: number, column: number, text: string) =>
        session.setCell(row, column, text),
      eachRows: async (use: (rows: unknown[], from: number) => void) =>
        use(session.rows(0, summary.rowCount), 0),
      close: () => undefined,
    };
  },
}));
const sent = vi.hoisted(() => [] as { name: string; data: unknown }[]);
vi.mock('@/lib/platform/define-messages', () => ({
  defineMessages: () => ({
    handle: () => undefined,
    async send(name: string, data: unknown) {
      sent.push({ name, data });
      if (name === 'relayAccount.status') {
        return {
          state: 'connected',
          url: 'https://relay.example.org',
          account: 'me@x.test',
          scopes: ['send', 'read'],
          device: 'd',
          ai: false,
          sender: { address: 'me@x.test', delivers: true, perMinute: null, perDay: 2 },
        };
      }
      if (name === 'batch.submit') return { batchId: 'b1', rejected: 0 };
      return [];
    },
  }),
}));

const table = [
  'Prénom;Nom;Courriel;Ville',
  'Claire;Martin;claire@x.fr;Nantes',
  'Luc;Petit;luc@x.fr;',
  'Léa;Roux;CLAIRE@x.fr;Brest',
  'Zoé;Noir;zoe;Metz',
  'Théo;Blanc;theo@gmail.com;Lyon',
].join('\n');
const mail = { subject: 'Pour {{ prenom }}', body: 'Bonjour {{ prenom }} de {{ ville }}' };

const press = (name: string) =>
  fireEvent.click(document.querySelector(`[data-action="${name}"]`) as HTMLElement);
const next = () => document.querySelector('[data-action="next-step"]') as HTMLButtonElement;

async function open(step: 'recipients' | 'message' | 'check' | 'send', more = {}): Promise<void> {
  await saveSource(
    { ...newDraft('d1', 'UTC'), sourceName: 'liste.csv', ...mail, step, ...more },
    table,
  );
  render(<BatchWizard id="d1" />);
}

beforeEach(async () => {
  await database.worksInProgress.clear();
  sent.length = 0;
  await applyLanguage('en');
});
afterEach(cleanup);

describe('the wizard', () => {
  it('holds the way until each bad line is decided, and keeps what was decided', async () => {
    await open('recipients');
    await screen.findByText('1 address cannot be used');
    expect(next().disabled).toBe(true);
    for (const skip of document.querySelectorAll('[data-action="skip-all"]')) fireEvent.click(skip);
    await waitFor(() => expect(next().disabled).toBe(false));
    expect(await screen.findByText('3 mails')).toBeTruthy();
    await waitFor(async () => {
      expect(await loadDraft('d1')).toMatchObject({ skipInvalid: true, skipDoubles: true });
    });
  });

  it('shows the mail of each recipient as it will arrive, and what is missing', async () => {
    await open('check', { skipInvalid: true, skipDoubles: true });
    await screen.findByText('A value is missing on 1 line');
    expect(next().disabled).toBe(true);
    press('keep-all');
    await waitFor(() => expect(next().disabled).toBe(false));
    await screen.findByText('Pour Claire');
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    expect(frame.getAttribute('sandbox')).toBe('');
    expect(frame.srcdoc).toContain('Bonjour Claire de Nantes');
    expect(frame.srcdoc).toContain("default-src 'none'");
    press('next-recipient');
    await screen.findByText('Pour Luc');
    expect(document.querySelector('[data-warning="days"]')?.textContent).toContain('2 days');
  });

  it('R30: lays request and key ready before the first try, with the values that the text uses', async () => {
    await open('send', { skipInvalid: true, skipDoubles: true, allowMissing: true, name: 'Test' });
    await waitFor(() =>
      expect(
        (document.querySelector('[data-action="send-batch"]') as HTMLButtonElement).disabled,
      ).toBe(false),
    );
    press('send-batch');
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('batch.submit'));
    const ready = await readSubmission('d1');
    expect(ready).toMatchObject({ name: 'Test', total: 3 });
    expect(ready?.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    const again = await layReady({ ...ready, idempotencyKey: 'another' } as never);
    expect(again.idempotencyKey).toBe(ready?.idempotencyKey);
  });
});
