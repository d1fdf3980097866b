import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NoticeCard } from '@/components/notice-card';
import { asidePrefix } from '@/lib/core/quick-compose/handed-mail';
import { emptyQuickDraft } from '@/lib/core/quick-compose/quick-draft';
import { database } from '@/lib/platform/database';
import { sendAsOwnPage } from '@/lib/platform/fake-own-page';
import { applyLanguage } from '@/lib/platform/translate';
import { registerQuickCompose } from './background';
import { quickComposePageMessages } from './messages';
import { LeftMailNotices } from './popup-left';
import type { QuickNotice } from './popup-words';

sendAsOwnPage('popup.html');
registerQuickCompose();

const id = `${asidePrefix}one`;

beforeEach(async () => {
  localStorage.clear();
  await applyLanguage('en');
  await database.worksInProgress.clear();
  const content = { ...emptyQuickDraft, subject: 'Kept aside', body: 'Nowhere else' };
  await database.worksInProgress.put({ id, kind: 'quick-compose', updatedAt: 1, content });
});
afterEach(() => {
  vi.restoreAllMocks();
  cleanup();
});

function Popup() {
  const [notice, setNotice] = useState<QuickNotice | null>(null);
  const hand = {
    ...{ draft: emptyQuickDraft, failure: null, keptAside: false },
    ...{
      now: () => emptyQuickDraft,
      send: async () => ({ id: '' }),
      clear: async () => undefined,
      clearing: false,
    },
    ...{ change: async () => undefined, load: async () => undefined },
  };
  return (
    <>
      <LeftMailNotices hand={hand} locked={false} onNotice={setNotice} />
      {notice && <NoticeCard {...notice} />}
    </>
  );
}

const left = async () => (await quickComposePageMessages.send('quickCompose.left')).asides;
/** Of the first one that is told, once they stand still. */
const remove = async () =>
  waitFor(() => {
    const [first] = screen.getAllByRole('button', { name: 'Delete' });
    expect(first?.getAttribute('aria-disabled')).toBeNull();
    return first as HTMLElement;
  });
const undo = () => fireEvent.click(screen.getByRole('button', { name: 'Undo' }));

async function isBack(): Promise<void> {
  await waitFor(async () =>
    expect(await left()).toMatchObject([{ id, draft: { body: 'Nowhere else' } }]),
  );
  await screen.findByRole('button', { name: 'Delete' });
}

it('X21: a mail that was deleted with two clicks comes back with one undo', async () => {
  render(<Popup />);
  const button = await remove();
  const sent = vi.spyOn(quickComposePageMessages, 'send');
  fireEvent.click(button);
  fireEvent.click(button);
  await waitFor(() =>
    expect(sent.mock.settledResults.map(({ type }) => type)).not.toContain('incomplete'),
  );
  undo();
  await isBack();
});

it('X21: an undo that the disk refuses is offered again', async () => {
  render(<Popup />);
  fireEvent.click(await remove());
  await screen.findByRole('button', { name: 'Undo' });
  vi.spyOn(database.worksInProgress, 'put').mockRejectedValueOnce(
    new DOMException('full', 'QuotaExceededError'),
  );
  undo();
  await screen.findByRole('alert');
  undo();
  await isBack();
});

it('X5, X21: an undo that the disk refuses is not lost with its popup: the next one puts it back', async () => {
  render(<Popup />);
  fireEvent.click(await remove());
  await screen.findByRole('button', { name: 'Undo' });
  const put = vi.spyOn(database.worksInProgress, 'put');
  put.mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  undo();
  // It closes before the answer.
  cleanup();
  await waitFor(() =>
    expect(put.mock.settledResults.map(({ type }) => type)).toEqual(['rejected']),
  );
  expect(await left()).toEqual([]);
  render(<Popup />);
  await isBack();
  expect(localStorage.getItem('quick-compose.forgotten')).toBeNull();
});

it('X21: the second click of two is not for the one that comes to the place of the first', async () => {
  await quickComposePageMessages.send('quickCompose.restore', {
    mails: [],
    asides: [{ id: `${asidePrefix}other`, draft: { ...emptyQuickDraft, body: 'Another' } }],
  });
  render(<Popup />);
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(2));
  fireEvent.click(await remove());
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Delete' })).toHaveLength(1));
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  await remove();
  expect(await left()).toHaveLength(1);
});

it('what arrives unseen takes no press from what stands there', async () => {
  const open = { address: 'a@x.fr', name: '', subject: '', body: '', batchId: 'b', keysFor: '' };
  const mail = { ...open, key: 'k', at: Date.now(), state: 'open' as const, reason: '' };
  await quickComposePageMessages.send('quickCompose.restore', { mails: [mail], asides: [] });
  render(<Popup />);
  const button = await remove();
  const lost: MutationRecord[] = [];
  const watch = new MutationObserver((records) => lost.push(...records));
  watch.observe(button, { attributeFilter: ['aria-disabled'] });
  const asked = vi.spyOn(quickComposePageMessages, 'send');
  await quickComposePageMessages.send('quickCompose.learn', {
    key: 'k',
    state: 'sent',
    reason: '',
  });
  await waitFor(() => expect(asked).toHaveBeenCalledWith('quickCompose.left'));
  await left();
  watch.disconnect();
  expect(lost).toEqual([]);
});

it('a mail that met no server, or that the relay could not make, is not said to be refused by the mail server', async () => {
  const mail = {
    name: '',
    subject: 'Thursday',
    body: '',
    batchId: 'b',
    keysFor: '',
    at: Date.now(),
  };
  const said = 'message: it has neither a subject nor any text; fields are left empty';
  const troubles = [
    { address: 'a@x.fr', reason: said },
    { address: 'b@x.fr', reason: 'message: the database was away' },
    { address: 'c@x.fr', reason: 'All were rejected: 550 5.1.1 no such mailbox' },
    { address: 'd@x.fr', reason: 'connect ECONNREFUSED 127.0.0.1:25' },
  ];
  await quickComposePageMessages.send('quickCompose.restore', {
    mails: troubles.map((one, index) => ({ ...mail, ...one, key: `k${index}`, state: 'failed' })),
    asides: [],
  });
  render(<Popup />);
  const told = await screen.findByText(/did not arrive/);
  expect(told.textContent).toContain('a@x.fr (neither a subject nor any text)');
  expect(told.textContent).toContain(
    'b@x.fr (the relay could not make the mail: the database was away)',
  );
  expect(told.textContent).toContain(
    'd@x.fr (the mail server could not be reached, or the connection broke)',
  );
  expect(told.textContent).toMatch(/c@x\.fr \([^(]*: 550 5\.1\.1 no such mailbox\)/);
});
