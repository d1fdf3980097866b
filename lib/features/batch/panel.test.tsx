import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PanelFrame } from '@/components/panel-frame';
import { AppError } from '@/lib/core/app-error';
import { instantOf } from '@/lib/core/batch/zoned-time';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { installFakePorts } from '@/lib/platform/fake-ports';
import { openFakeTable } from '@/lib/platform/table/fake-open-table';
import { applyLanguage } from '@/lib/platform/translate';
import { type BatchDraft, newDraft } from './batch-draft';
import { listRestCopies, noteCopySent } from './copies';
import { type Batch, batchFollowStream, type FollowEvent } from './messages';
import { BatchActions } from './panel-actions';
import { BatchHome } from './panel-home';
import { ServerSilence } from './panel-mail-server';
import { BatchProgress } from './panel-progress';
import { RescheduleDialog } from './panel-reschedule';
import { BatchWizard } from './panel-wizard';
import {
  forgetDraft,
  layReady,
  loadDraft,
  loadSource,
  readSubmission,
  saveDraft,
  saveSource,
  updateDraft,
} from './store';

/** How the lists were read. */
const readWith = vi.hoisted(() => [] as object[]);
/** What a workbook would say; jsdom's files do not come back from the database. */
const hiddenRows = vi.hoisted(() => [] as number[]);
vi.mock('@/lib/platform/table/open-table', () => ({
  prepareTable: () => undefined,
  releasePrepared: () => undefined,
  openTable: async (source: Blob | string, options: { language: string }) => {
    readWith.push(options);
    const table = await openFakeTable(source, options);
    return { ...table, summary: { ...table.summary, hiddenRows: [...hiddenRows] } };
  },
}));
const sent = vi.hoisted(() => [] as { name: string; data: unknown }[]);
/** What a message is answered with, where a test wants something of its own. */
const answers = vi.hoisted(() => new Map<string, unknown>());
/** The relay as it is connected, unless a test says otherwise. */
const connected = vi.hoisted(() => ({
  ...{ state: 'connected', url: 'https://relay.example.org', account: 'me@x.test', device: 'd' },
  ...{ scopes: ['send', 'read'], ai: false },
  sender: { address: 'me@x.test', delivers: true, perMinute: null, perDay: 2 as number | null },
}));
vi.mock('@/lib/platform/define-messages', () => ({
  checkSender: (sender: unknown) => sender,
  defineMessages: () => ({
    handle: () => undefined,
    async send(name: string, data: unknown) {
      sent.push({ name, data });
      const answer = answers.get(name);
      if (answer instanceof Error) throw answer;
      if (typeof answer === 'function') return answer(data);
      if (answer !== undefined) return answer;
      if (name === 'relayAccount.status') return connected;
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

const button = (name: string) =>
  document.querySelector(`[data-action="${name}"]`) as HTMLButtonElement;
const press = (name: string) => fireEvent.click(button(name));
const next = () => button('next-step');

/** Another draft in each test: a page that has gone may still be writing its own. */
let id = '';
let turn = 0;

async function open(step: 'recipients' | 'message' | 'check' | 'send', more = {}): Promise<void> {
  await saveSource(
    { ...newDraft(id, 'UTC'), sourceName: 'liste.csv', ...mail, step, ...more },
    table,
  );
  render(<BatchWizard id={id} />);
}

beforeEach(async () => {
  await database.worksInProgress.clear();
  // A page of an earlier test may have kept what it could no longer write.
  localStorage.clear();
  turn += 1;
  id = `draft-${turn}`;
  sent.length = 0;
  hiddenRows.length = 0;
  answers.clear();
  await applyLanguage('en');
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Presses "Next" and answers what it says instead of going on. */
async function pressNext(): Promise<string | undefined> {
  await waitFor(() => expect(next().disabled).toBe(false));
  fireEvent.click(next());
  const said = document.querySelector('[role="alert"]#wizard-need');
  await waitFor(() => expect(said?.textContent).not.toBe(''));
  expect(next().getAttribute('aria-describedby')).toBe('wizard-need');
  return said?.textContent ?? '';
}

const step = () => document.querySelector('[data-step]')?.getAttribute('data-step');
const decided = { skipInvalid: true, skipDoubles: true, allowMissing: true };
/** What `mail` needs, from the columns of `table`. */
const missingFor = ['prenom@0', 'ville@3'];

describe('the wizard', () => {
  it('leads to each bad line that waits for a decision, says so, and keeps what was decided', async () => {
    await open('recipients');
    await screen.findByText('1 address cannot be used');
    expect(await pressNext()).toBe('2 lines are waiting for you: put right or skip.');
    expect(step()).toBe('recipients');
    expect(document.activeElement?.textContent).toBe('1 address cannot be used');
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
    for (const skip of document.querySelectorAll('[data-action="skip-all"]')) fireEvent.click(skip);
    await waitFor(() => expect(next().getAttribute('aria-describedby')).toBeNull());
    expect(await screen.findByText('3 mails')).toBeTruthy();
    await waitFor(async () => {
      expect(await loadDraft(id)).toMatchObject({ skipInvalid: true, skipDoubles: true });
    });
    // Decided by mistake: it can be taken back.
    press('undecide');
    expect(await pressNext()).toBe('1 line is waiting for you: put right or skip.');
  });

  it('X21: a correction is kept as it is typed, and corrects nothing before its field is left', async () => {
    const cell = () => document.querySelector('[data-line="5"] input') as HTMLInputElement;
    await open('recipients');
    fireEvent.click(await screen.findByText('1 address cannot be used'));
    fireEvent.input(cell(), { target: { value: 'zoe@x.f' } });
    await waitFor(async () =>
      expect((await loadDraft(id))?.begun).toEqual([{ row: 3, column: 2, text: 'zoe@x.f' }]),
    );
    cleanup();
    render(<BatchWizard id={id} />);
    // The list is open there, since it was begun there.
    await waitFor(() => expect(cell()?.value).toBe('zoe@x.f'));
    expect(screen.getByText('1 address cannot be used')).toBeTruthy();
    expect((await loadDraft(id))?.edits).toEqual([]);
    fireEvent.change(cell(), { target: { value: 'zoe@x.fr' } });
    await waitFor(() => expect(screen.queryByText('1 address cannot be used')).toBeNull());
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({
        begun: [],
        edits: [{ row: 3, column: 2, text: 'zoe@x.fr' }],
      }),
    );
  });

  it('X21: a correction that was begun before is taken as it stands, and the one of another line stays', async () => {
    const cell = (line: number) =>
      document.querySelector(`[data-line="${line}"] input`) as HTMLInputElement;
    const begun = [
      { row: 3, column: 2, text: 'zoe@x.fr' },
      { row: 2, column: 2, text: 'ali@x.fr' },
    ];
    await open('recipients', { begun });
    await waitFor(() => expect([cell(4)?.value, cell(5)?.value]).toEqual(['ali@x.fr', 'zoe@x.fr']));
    fireEvent.blur(cell(5));
    await waitFor(() => expect(screen.queryByText('1 address cannot be used')).toBeNull());
    expect(cell(4).value).toBe('ali@x.fr');
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({ begun: [begun[1]], edits: [begun[0]] }),
    );
    // What stands again as it was is no correction, and nothing begun any more.
    fireEvent.input(cell(4), { target: { value: 'CLAIRE@x.fr' } });
    fireEvent.keyDown(cell(4), { key: 'Enter' });
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({ begun: [], edits: [begun[0]] }),
    );
  });

  it('says what is missing in an empty step, and goes there', async () => {
    await open('message', { ...decided, subject: '', body: '' });
    await screen.findByText('3 mails');
    expect(await pressNext()).toBe('The subject is missing.');
    expect(document.activeElement?.getAttribute('name')).toBe('subject');
    fireEvent.input(document.activeElement as HTMLInputElement, { target: { value: 'Hello' } });
    await waitFor(() =>
      expect(document.querySelector('#wizard-need')?.textContent).toBe('The text is missing.'),
    );
    cleanup();
    await saveDraft(newDraft('d2', 'UTC'));
    render(<BatchWizard id="d2" />);
    await screen.findByText('Next');
    expect(await pressNext()).toBe('Bring a list of recipients first.');
    expect((document.activeElement as HTMLElement).dataset.action).toBe('choose-file');
  });

  it('shows the mail of each recipient as it will arrive, and what is missing', async () => {
    await open('check', { skipInvalid: true, skipDoubles: true });
    await screen.findByText('A value is missing on 1 line');
    expect(await pressNext()).toContain('Values are missing');
    press('keep-all');
    await waitFor(() => expect(document.querySelector('#wizard-need')?.textContent).toBe(''));
    await screen.findByText('Pour Claire');
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    expect(frame.getAttribute('sandbox')).toBe('');
    expect(frame.srcdoc).toContain('Bonjour Claire de Nantes');
    expect(frame.srcdoc).toContain("default-src 'none'");
    fireEvent.click(document.querySelector('input[value="text"]') as HTMLElement);
    await waitFor(() => {
      const text = document.querySelector('.preview-text')?.textContent ?? '';
      expect(text.split('\n')[0]).toBe('Bonjour Claire de Nantes');
    });
    button('next-recipient').focus();
    press('next-recipient');
    await screen.findByText('Pour Luc');
    // At the last one the button does nothing more, and keeps the focus of whoever pressed it.
    press('next-recipient');
    await screen.findByText('Pour Théo');
    expect(button('next-recipient').getAttribute('aria-disabled')).toBe('true');
    expect(button('next-recipient').disabled).toBe(false);
    press('next-recipient');
    expect(document.activeElement).toBe(button('next-recipient'));
    expect(document.querySelector('[name="preview-number"]')).toHaveProperty('value', '3');
    expect(document.querySelector('[data-warning="days"]')?.textContent).toContain('2 days');
  });

  it('says of whom the mail would be empty, before anything is sent, and offers no test of it', async () => {
    const empty = { subject: '{{ ville }}', body: '{{ ville }}', unsubscribe: false };
    await open('check', { ...decided, ...empty, missingFor: ['ville@3'] });
    await waitFor(() => expect(button('send-test')).toBeTruthy());
    press('next-recipient');
    await screen.findByText(/^For this person neither a subject nor any text is left/);
    expect(button('send-test')).toBeNull();
    press('next-recipient');
    await waitFor(() => expect(button('send-test')).toBeTruthy());
    expect(screen.queryByText(/^For this person/)).toBeNull();
  });

  it('a decision about missing values is not taken for what comes into the text later', async () => {
    await open('check', { ...decided, missingFor, body: '{{ prenom }} {{ ville }} {{ societe }}' });
    await screen.findByText('No column for societe');
    await screen.findByText('A value is missing on 1 line');
    expect(await pressNext()).toContain('Values are missing');
    expect(document.activeElement?.textContent).toBe('Leave empty');
    press('allow-empty');
    await waitFor(async () =>
      expect((await loadDraft(id))?.missingFor).toEqual(['prenom@0', 'ville@3', 'societe']),
    );
    fireEvent.click(next());
    await waitFor(() => expect(step()).toBe('send'));
  });

  it('lines without a value are counted, not values, and each field of a line is named by its variable', async () => {
    await open('check', {
      ...{ skipInvalid: true, skipDoubles: true, body: '{{ ville }} {{ cp }}' },
      variables: { cp: 'Ville', prenom: 'Prénom' },
      edits: [{ row: 1, column: 0, text: '' }],
    });
    const group = await screen.findByText('A value is missing on 1 line');
    fireEvent.click(group);
    const names = [...document.querySelectorAll('.batch-problem input')].map((field) =>
      field.getAttribute('aria-label'),
    );
    expect(names.sort()).toEqual(['prenom, line 3', 'ville, cp, line 3']);
  });

  it('a variable without a column and lines without a value are two questions', async () => {
    const text = { body: '{{ prenom }} {{ ville }} {{ societe }}' };
    await open('check', { skipInvalid: true, skipDoubles: true, ...text });
    await screen.findByText('No column for societe');
    press('allow-empty');
    await waitFor(() => expect(button('undecide')).toBeTruthy());
    expect(await pressNext()).toContain('Values are missing');
    expect(document.activeElement?.textContent).toBe('A value is missing on 1 line');
    press('keep-all');
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({ allowMissing: true, allowWithout: true }),
    );
    // Taken back, the one leaves the other as it was decided.
    press('undecide');
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({ allowMissing: true, allowWithout: false }),
    );
    expect(await pressNext()).toContain('Values are missing');
    expect(document.activeElement).toBe(button('allow-empty'));
  });

  it('a double gets its mail when the line before it is left out', async () => {
    await open('check', { ...decided, missingFor, skipped: [0] });
    await screen.findByText('Pour Luc');
    press('next-recipient');
    await screen.findByText('Pour Léa');
    expect(screen.getByText('3 mails')).toBeTruthy();
  });

  it('lines that a filter hides in the file are told, and left out in one press', async () => {
    hiddenRows.push(0, 4);
    await open('recipients', decided);
    await screen.findByText(/2 lines are hidden in your file.*They get the mail too/);
    await screen.findByText('3 mails');
    press('leave-hidden');
    // The first of two lines with one address is left out: the other one gets the mail.
    await screen.findByText('2 mails');
    await screen.findByText(/They are left out/);
    await waitFor(async () => expect((await loadDraft(id))?.skipped).toEqual([0, 4]));
    press('take-hidden');
    await screen.findByText('3 mails');
  });

  it('a hidden line that was left out by hand stays so when the hidden ones are taken back', async () => {
    hiddenRows.push(1, 4);
    await open('recipients', { ...decided, skipped: [4] });
    await screen.findByText(/1 line is hidden/);
    await screen.findByText('2 mails');
    press('leave-hidden');
    await screen.findByText('1 mail');
    press('take-hidden');
    await screen.findByText('2 mails');
    // As at the beginning: that it has been written is known by nothing more lying beside the disk.
    await waitFor(() => expect(localStorage.length).toBe(0));
    expect(await loadDraft(id)).toMatchObject({ skipped: [4], leftHidden: [] });
    // Left out one by one, all of them can still be taken back together.
    cleanup();
    await saveDraft({ ...((await loadDraft(id)) as BatchDraft), skipped: [4, 1] });
    render(<BatchWizard id={id} />);
    await screen.findByText('1 mail');
    press('take-hidden');
    await screen.findByText('3 mails');
  });

  it('R30: lays request and key ready before the first try, with the values that the text uses', async () => {
    await open('send', { ...decided, missingFor, name: 'Test' });
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    press('send-batch');
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('batch.submit'));
    const ready = await readSubmission(id);
    expect(ready).toMatchObject({ name: 'Test', total: 3 });
    expect(ready?.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    const again = await layReady(
      { ...ready, idempotencyKey: 'another' } as never,
      newDraft(id, 'UTC'),
    );
    expect(again.idempotencyKey).toBe(ready?.idempotencyKey);
  });

  it('a relay that no longer knows this browser is connected again from here, and known at once', async () => {
    const known = {
      url: 'https://relay.example.org',
      account: 'me@x.test',
      scopes: [],
      device: 'd',
    };
    answers.set('relayAccount.status', { ...known, state: 'refused', ai: false });
    await open('send', { ...decided, missingFor });
    await screen.findByText('Connect again');
    expect(button('send-batch')).toBeNull();
    answers.set('relayAccount.status', { ...known, state: 'connected', ai: false });
    const background = new BroadcastChannel('relay-account.changed');
    background.postMessage(null);
    await waitFor(() => expect(button('send-batch')?.disabled).toBe(false));
    background.close();
  });

  it('a time that goes by while the page stands open is told, and nothing leaves', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-01-05T10:00:00Z') });
    await open('send', {
      ...decided,
      missingFor,
      sendAt: '2027-01-05T11:30',
      zone: 'Europe/Paris',
    });
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    expect(document.querySelector('[data-part="departure"]')?.textContent).toBe(
      'Tuesday, January 5, 2027 at 11:30 AM Central European Standard Time (Paris)',
    );
    // Timers sleep with the computer: only the press finds out.
    vi.setSystemTime(Date.parse('2027-01-05T10:31:00Z'));
    press('send-batch');
    await screen.findAllByText('This moment has passed.');
    expect(document.activeElement?.getAttribute('name')).toBe('send-at');
    expect(await readSubmission(id)).toBeNull();
    expect(sent.map(({ name }) => name)).not.toContain('batch.submit');
    // Past at the first look: told without a press.
    cleanup();
    render(<BatchWizard id={id} />);
    await screen.findByText('This moment has passed.');
  });

  it('a time that the clocks leave out is told, with the one that is meant', async () => {
    await open('send', {
      ...decided,
      missingFor,
      sendAt: '2099-03-29T02:30',
      zone: 'Europe/Paris',
    });
    await screen.findByText(/clocks go forward over this time: it leaves at 03:30/);
    fireEvent.input(document.querySelector('[name="send-at"]') as HTMLInputElement, {
      target: { value: '2099-03-29T03:30' },
    });
    await waitFor(() => expect(screen.queryByText(/clocks go forward/)).toBeNull());
  });

  it('a batch that breaks a rule is sent only once that was read', async () => {
    await open('send', { ...decided, missingFor, unsubscribe: false });
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    press('send-batch');
    await screen.findByText('Please tick that you have read the points above.');
    const agree = document.activeElement as HTMLInputElement;
    expect(agree.name).toBe('agree-rules');
    fireEvent.click(agree);
    press('send-batch');
    await waitFor(() => expect(sent.map(({ name }) => name)).toContain('batch.submit'));
  });
});

describe('a copy for those whom a batch has not reached', () => {
  const copied = { ...decided, missingFor, copiedFrom: 'b0' };
  const lines = (...addresses: string[]) => ({
    items: addresses.map((address) => ({ address, kept: address.startsWith('theo') })),
    next: null,
  });
  /** Who is in which state at the relay. */
  let states: Record<string, ReturnType<typeof lines>>;
  beforeEach(() => {
    states = {
      failed: lines('luc@x.fr'),
      sent: lines('claire@x.fr', 'theo@gmail.com', 'eve@x.fr'),
    };
    answers.set('batch.recipients', ({ state }: { state: string }) => states[state] ?? lines());
  });
  const submitted = () => sent.some(({ name }) => name === 'batch.submit');
  const toldOf = () => document.querySelector('[data-warning="reached"]')?.textContent ?? '';

  it('R30: says who has received it since, and leaves them out by one press; who was only kept has not', async () => {
    await open('send', copied);
    await waitFor(() => expect(toldOf()).toContain('1 of these has received it since'));
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    press('send-batch');
    await screen.findByText('Decide first what becomes of those who may have received it already.');
    expect(document.activeElement).toBe(button('leave-reached'));
    expect(submitted()).toBe(false);
    press('leave-reached');
    // The line that was a double of it does not take its place.
    await waitFor(async () => expect((await loadDraft(id))?.skipped).toEqual([0, 2]));
    await screen.findByText('Send 2 mails');
    await waitFor(() => expect(toldOf()).toContain('2 lines left out'));
    press('take-reached');
    await waitFor(() => expect(toldOf()).toContain('1 of these'));
    press('leave-reached');
    await screen.findByText('Send 2 mails');
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    press('send-batch');
    await waitFor(() => expect(submitted()).toBe(true));
    expect(await readSubmission(id)).toMatchObject({ total: 2 });
    expect(await listRestCopies('b0')).toEqual([{ id, name: '', sent: true }]);
  });

  it('R30: asks right before it is sent: what was tried again meanwhile is told, and a tick holds for those it was for', async () => {
    await open('send', copied);
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    fireEvent.click(document.querySelector('[name="agree-reached"]') as HTMLElement);
    states = { pending: lines('luc@x.fr'), sent: lines('claire@x.fr') };
    press('send-batch');
    await waitFor(() => expect(toldOf()).toContain('2 of these have received it since'));
    expect(submitted()).toBe(false);
    fireEvent.click(document.querySelector('[name="agree-reached"]') as HTMLElement);
    press('send-batch');
    await waitFor(() => expect(submitted()).toBe(true));
  });

  it('says so when nobody can be asked, and waits for a tick; another list asks nothing', async () => {
    answers.set('batch.recipients', new AppError('relay-gone'));
    await open('send', copied);
    await screen.findByText(/could not be asked who has received it/);
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    press('send-batch');
    await screen.findByText(/Decide first/);
    expect(submitted()).toBe(false);
    cleanup();
    await open('recipients', copied);
    await waitFor(() => expect(button('other-list')).toBeTruthy());
    press('other-list');
    await waitFor(() => expect(button('paste-table')).toBeTruthy());
    press('paste-table');
    await waitFor(() => expect(document.querySelector('[name="pasted"]')).toBeTruthy());
    const field = document.querySelector('[name="pasted"]') as HTMLElement;
    fireEvent.input(field, { target: { value: table } });
    await waitFor(() => expect(button('take-pasted').disabled).toBe(false));
    press('take-pasted');
    await waitFor(async () => expect((await loadDraft(id))?.copiedFrom).toBe(''));
  });

  it('R30: a second copy for the same people is told, and needs a tick', async () => {
    states = { failed: lines('luc@x.fr', 'claire@x.fr', 'theo@gmail.com') };
    const other = { ...newDraft('other', 'UTC'), name: 'First', copiedFrom: 'b0' };
    await noteCopySent(other);
    await noteCopySent({ ...other, id });
    await open('send', copied);
    await waitFor(() => expect(toldOf()).toContain('was sent already: “First”'));
    press('send-batch');
    await screen.findByText(/Decide first/);
    expect(document.activeElement?.getAttribute('name')).toBe('agree-reached');
    fireEvent.click(document.activeElement as HTMLElement);
    press('send-batch');
    await waitFor(() => expect(submitted()).toBe(true));
  });

  it('R30: “Try failures again” asks first when such a copy is prepared or was sent', async () => {
    const batch = batchOf({ counts: { failed: 1, sent: 1 } });
    const changes: object[] = [];
    const onChange = async (change: object): Promise<void> => void changes.push(change);
    render(<BatchActions batch={batch} onChange={onChange} others={null} />);
    press('retry-failed');
    await waitFor(() => expect(changes).toEqual([{ kind: 'retry-failed' }]));
    await saveDraft({ ...newDraft(id, 'UTC'), name: 'Rest', copiedFrom: batch.id });
    press('retry-failed');
    await screen.findByText(/in preparation: “Rest”/);
    expect(document.activeElement).toBe(button('keep-batch'));
    press('keep-batch');
    expect(changes).toHaveLength(1);
    await noteCopySent((await loadDraft(id)) as BatchDraft);
    await forgetDraft(id);
    press('retry-failed');
    await screen.findByText(/was sent: “Rest”/);
    press('confirm-retry-failed');
    await waitFor(() => expect(changes).toHaveLength(2));
  });

  it('a press that was meant for “Pause” neither resumes nor tries again what came in its place', async () => {
    const changes: object[] = [];
    const onChange = async (change: object): Promise<void> => void changes.push(change);
    const show = (state: Batch['state']) => (
      <BatchActions
        batch={batchOf({ state, counts: { failed: 1, pending: 1 } })}
        onChange={onChange}
        others={null}
      />
    );
    const { rerender } = render(show('running'));
    rerender(show('paused'));
    press('resume-batch');
    expect(button('resume-batch').getAttribute('aria-disabled')).toBe('true');
    rerender(show('done'));
    press('retry-failed');
    expect(changes).toEqual([]);
    await waitFor(() => expect(button('retry-failed').getAttribute('aria-disabled')).toBeNull());
    press('retry-failed');
    await waitFor(() => expect(changes).toEqual([{ kind: 'retry-failed' }]));
  });

  it('a double press on “Next” does not send', async () => {
    await open('check', { ...decided, missingFor });
    await waitFor(() => expect(next().disabled).toBe(false));
    press('next-step');
    await waitFor(() => expect(button('send-batch')?.disabled).toBe(false));
    press('send-batch');
    await waitFor(() => expect(button('send-batch').getAttribute('aria-disabled')).toBeNull());
    expect(submitted()).toBe(false);
    press('send-batch');
    await waitFor(() => expect(submitted()).toBe(true));
  });

  it('cancelling the rest of a paused batch offers to leave it paused, not to go on', async () => {
    const batch = batchOf({ state: 'paused', counts: { pending: 3 } });
    render(<BatchActions batch={batch} onChange={async () => {}} others={null} />);
    press('cancel-batch');
    await screen.findByText('Keep it paused');
    expect(button('confirm-cancel-batch').textContent).toBe('Cancel 3 mails');
  });

  it('cancelling promises no number while the relay has mails in hand, and says that these may arrive', async () => {
    const shown = (counts: Partial<Batch['counts']>) => (
      <BatchActions
        batch={batchOf({ state: 'running', counts })}
        onChange={async () => {}}
        others={null}
      />
    );
    const { rerender } = render(shown({ pending: 0, sending: 14 }));
    press('cancel-batch');
    await screen.findByText(/what is leaving at this moment may still arrive/);
    expect(button('confirm-cancel-batch').textContent).toBe('Cancel what is to come');
    // It goes on while that is being asked.
    rerender(shown({ pending: 2, sending: 0 }));
    await waitFor(() => expect(button('confirm-cancel-batch').textContent).toBe('Cancel 2 mails'));
  });
});

function batchOf({
  counts,
  ...part
}: {
  state?: Batch['state'];
  sendAt?: string;
  counts: Partial<Batch['counts']>;
}): Batch {
  const none = { pending: 0, sending: 0, sent: 0, failed: 0, uncertain: 0, suppressed: 0 };
  return {
    ...{ id: 'b0', name: 'Voeux', state: 'done', total: 2, kept: 0, pauseReason: null },
    ...{ createdAt: '2026-11-25T10:00:00Z', sendAt: null, perMinute: null },
    ...part,
    counts: { ...none, cancelled: 0, ...counts },
  };
}

describe('another time', () => {
  const sendAt = '2030-01-15T14:30:00.000Z';
  const waiting = batchOf({ state: 'scheduled', sendAt, counts: { pending: 3 } });
  const asked = () => sent.filter(({ name }) => name === 'batch.change').map(({ data }) => data);
  const field = () => document.querySelector('input[name="send-at"]') as HTMLInputElement;

  it('R16: what waits gets another time or leaves now; one that has begun meanwhile is told', async () => {
    const moved: Batch[] = [];
    let closed = 0;
    render(
      <RescheduleDialog
        batch={waiting}
        onMoved={(batch) => moved.push(batch)}
        onClose={() => {
          closed += 1;
        }}
      />,
    );
    await waitFor(() => expect(field()).toBeTruthy());
    expect(instantOf(field().value, Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(
      Date.parse(sendAt),
    );
    fireEvent.change(document.querySelector('select[name="zone"]') as HTMLSelectElement, {
      target: { value: 'America/New_York' },
    });
    fireEvent.input(field(), { target: { value: '2020-01-01T08:00' } });
    press('move-batch');
    await screen.findByText(/has passed/);
    expect(document.activeElement).toBe(field());
    fireEvent.input(field(), { target: { value: '2099-01-01T08:00' } });
    await screen.findByText(/five years at the most/);
    press('move-batch');
    expect(asked()).toEqual([]);

    answers.set(
      'batch.change',
      new AppError('relay-invalid', {
        detail: 'wrong-state: a running batch cannot be rescheduled',
      }),
    );
    fireEvent.input(field(), { target: { value: '2030-02-01T08:00' } });
    await waitFor(() => expect(button('move-batch').textContent).toContain('Schedule 3 mails'));
    press('move-batch');
    await screen.findByText('The batch has begun or ended meanwhile: this changed nothing.');
    answers.set('batch.change', { batch: { ...waiting, state: 'running' }, changed: 1 });
    fireEvent.click(document.querySelector('input[value="now"]') as HTMLInputElement);
    await waitFor(() => expect(button('move-batch').textContent).toContain('Send 3 mails'));
    press('move-batch');
    await waitFor(() => expect(closed).toBe(1));
    const change = { kind: 'reschedule', sendAt: '2030-02-01T13:00:00.000Z' };
    expect(asked()).toEqual(
      [change, { ...change, sendAt: null }].map((one) => ({ id: 'b0', change: one })),
    );
    expect(moved.map(({ state }) => state)).toEqual(['running']);
  });

  it('R16: a date that is emptied says so, and leaves neither then nor now', async () => {
    render(
      <RescheduleDialog batch={waiting} onMoved={() => undefined} onClose={() => undefined} />,
    );
    await waitFor(() => expect(field()).toBeTruthy());
    fireEvent.input(field(), { target: { value: '' } });
    await screen.findByText('Give a date and a time.');
    expect(field().value).toBe('');
    press('move-batch');
    expect(document.activeElement).toBe(field());
    expect(asked()).toEqual([]);
    fireEvent.input(field(), { target: { value: '12030-01-01T08:00' } });
    await screen.findByText(/five years at the most/);
  });

  it('the zone in which a time was chosen is there when the dialog opens again', async () => {
    const zone = () => document.querySelector('select[name="zone"]') as HTMLSelectElement;
    const opened = async (batch: Batch): Promise<() => void> => {
      const { unmount } = render(
        <RescheduleDialog batch={batch} onMoved={() => undefined} onClose={unmounted} />,
      );
      await waitFor(() => expect(zone()).toBeTruthy());
      return unmount;
    };
    const unmounted = vi.fn();
    const unmount = await opened(waiting);
    fireEvent.change(zone(), { target: { value: 'America/New_York' } });
    await waitFor(() => expect(zone().value).toBe('America/New_York'));
    const moved = { ...waiting, sendAt: '2030-02-01T13:00:00.000Z' };
    answers.set('batch.change', { batch: moved, changed: 1 });
    press('move-batch');
    await waitFor(() => expect(unmounted).toHaveBeenCalled());
    unmount();
    const away = await opened(moved);
    expect([zone().value, field().value]).toEqual(['America/New_York', '2030-02-01T08:00']);
    away();
    await opened({ ...moved, id: 'another' });
    expect(zone().value).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('R16: what leaves while another time is chosen says so, and is closed by a press, with the focus at its head', async () => {
    installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
    let tell = (_batch: Batch): void => undefined;
    batchFollowStream.accept((stream) => {
      tell = (batch) => stream.post({ type: 'progress', batch });
      stream.onMessage(() => tell(waiting));
    });
    const frame = { name: 'IAPosteManager', tabs: [], current: '/batches', onSettings: () => {} };
    render(
      <PanelFrame {...frame} labels={{ navigation: 'Views', settings: 'Settings' }}>
        <BatchProgress id="b0" />
      </PanelFrame>,
    );
    await waitFor(() => expect(button('reschedule-batch')).toBeTruthy());
    button('reschedule-batch').focus();
    press('reschedule-batch');
    await waitFor(() => expect(field()).toBeTruthy());
    field().focus();
    tell({ ...waiting, state: 'running' });
    await screen.findByText(/has left meanwhile/);
    expect(document.querySelector('.batch-gone')).toBe(document.activeElement);
    expect(button('reschedule-batch')).toBeNull();
    expect(button('move-batch').disabled).toBe(true);
    expect(button('move-batch').textContent).toContain('3 mails');
    expect(document.querySelector('fieldset')?.disabled).toBe(true);
    // Over in the meantime, it still stays until it was read.
    tell(batchOf({ state: 'done', sendAt, counts: { sent: 3 } }));
    await waitFor(() => expect(button('copy-batch')).toBeTruthy());
    expect(screen.getByText(/has left meanwhile/)).toBeTruthy();
    press('keep-time');
    await waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(document.querySelector('.view-title')));
  });
});

it('R16: a batch that was paused before its time still says when it leaves', async () => {
  installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
  const sendAt = '2030-01-15T14:30:00.000Z';
  const batch = batchOf({ state: 'paused', sendAt, counts: { pending: 3 } });
  batchFollowStream.accept((stream) => {
    stream.onMessage(() => stream.post({ type: 'progress', batch }));
  });
  render(<BatchProgress id="b0" />);
  await screen.findByText(/2030/);
  expect(document.querySelector('[data-action="resume-batch"]')).not.toBeNull();
});

it('R16: of a batch whose time has passed while it was paused no departure is told, and who lets it go says that it is late', async () => {
  installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
  const late = batchOf({
    state: 'paused',
    sendAt: '2026-01-15T14:30:00.000Z',
    counts: { pending: 3 },
  });
  const batch = { ...late, pauseReason: 'overdue' };
  batchFollowStream.accept((stream) => {
    stream.onMessage(() => stream.post({ type: 'progress', batch }));
  });
  render(<BatchProgress id="b0" />);
  await waitFor(() => expect(button('resume-batch')).not.toBeNull());
  expect(document.body.textContent).not.toMatch(/January|15\/|Jan/);
  answers.set('batch.change', { batch: { ...batch, state: 'running' }, changed: 3 });
  press('resume-batch');
  await waitFor(() =>
    expect(sent.find(({ name }) => name === 'batch.change')?.data).toEqual({
      id: 'b0',
      change: { kind: 'resume', overdue: true },
    }),
  );
});

it('R16: a time that was not touched stays that moment, also where clocks show it twice that night', async () => {
  // In half an hour a second time 1:30 in New York, where whoever reads is; and it has seconds.
  const sendAt = '2030-11-03T06:30:20.000Z';
  const format = Intl.DateTimeFormat;
  const zone = vi
    .spyOn(format.prototype, 'resolvedOptions')
    .mockImplementation(
      () => ({ timeZone: 'America/New_York' }) as Intl.ResolvedDateTimeFormatOptions,
    );
  try {
    const batch = batchOf({ state: 'scheduled', sendAt, counts: { pending: 3 } });
    answers.set('batch.change', { batch, changed: 1 });
    const onMoved = vi.fn();
    render(<RescheduleDialog batch={batch} onMoved={onMoved} onClose={() => undefined} />);
    await waitFor(() => expect(button('move-batch')).toBeTruthy());
    press('move-batch');
    await waitFor(() => expect(onMoved).toHaveBeenCalled());
    expect(sent.find(({ name }) => name === 'batch.change')?.data).toEqual({
      id: 'b0',
      change: { kind: 'reschedule', sendAt },
    });
  } finally {
    zone.mockRestore();
  }
});

describe('two panels on one draft', () => {
  const two = async (): Promise<[HTMLElement, HTMLElement]> => {
    await open('message', decided);
    const { container } = render(<BatchWizard id={id} />);
    const panels = [document.body.firstElementChild, container] as [HTMLElement, HTMLElement];
    for (const panel of panels) await waitFor(() => expect(field(panel, 'body')).toBeTruthy());
    return panels;
  };
  const field = (panel: HTMLElement, name: string) =>
    panel.querySelector(`[name="${name}"]`) as HTMLInputElement;
  const type = (panel: HTMLElement, name: string, value: string) =>
    fireEvent.input(field(panel, name), { target: { value } });

  it('different fields are both kept, and each panel follows the other', async () => {
    const [a, b] = await two();
    type(a, 'subject', 'from A');
    type(b, 'body', 'from B');
    await waitFor(() => expect(field(b, 'subject').value).toBe('from A'));
    await waitFor(() => expect(field(a, 'body').value).toBe('from B'));
    expect(await loadDraft(id)).toMatchObject({ subject: 'from A', body: 'from B', aside: [] });
  });

  it('of two texts in one place none is lost: the other lies aside and can be taken', async () => {
    const [a, b] = await two();
    type(a, 'body', 'long text of A');
    type(b, 'body', 'correction of B');
    const other = () => b.querySelector('[data-place="body"] .batch-aside-words')?.textContent;
    await waitFor(() => expect(other()).toBeTruthy());
    const both = [field(b, 'body').value, other()].sort();
    expect(both).toEqual(['correction of B', 'long text of A']);
    const lying = other();
    fireEvent.click(b.querySelector('[data-action="use-aside"]') as HTMLElement);
    await waitFor(async () => expect(await loadDraft(id)).toMatchObject({ body: lying }));
    expect((await loadDraft(id))?.aside).toHaveLength(1);
  });

  it('who is about to send an older text is led back to look at the newer one', async () => {
    await open('send', { ...decided, missingFor });
    await waitFor(() => expect(button('send-batch').disabled).toBe(false));
    const shown = (await loadDraft(id)) as BatchDraft;
    // Another window whose announcement has not arrived.
    await updateDraft({ ...shown, revision: 'other', body: 'CORRECTION' }, shown);
    press('send-batch');
    await screen.findByText(/changed in another window, and nothing was sent/);
    await waitFor(() => expect(step()).toBe('check'));
    await waitFor(() => expect(document.querySelector('iframe')?.srcdoc).toContain('CORRECTION'));
    expect(await readSubmission(id)).toBeNull();
    expect(await loadDraft(id)).toMatchObject({ body: 'CORRECTION' });
    expect(sent.map(({ name }) => name)).not.toContain('batch.submit');
  });

  it('what was written after it was sent elsewhere can still be copied', async () => {
    await open('message', decided);
    await waitFor(() => expect(document.querySelector('[name="body"]')).toBeTruthy());
    await forgetDraft(id);
    type(document.body, 'body', 'too late');
    await screen.findByText('too late');
    expect(await loadDraft(id)).toBeNull();
  });
});

describe('cells and letters not on the disk yet', () => {
  it('X21: typed cells are kept before they are taken', async () => {
    await saveDraft(newDraft(id, 'UTC'));
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('paste-table')).toBeTruthy());
    press('paste-table');
    const pasted = () => document.querySelector('[name="pasted"]') as HTMLTextAreaElement;
    fireEvent.input(pasted(), { target: { value: 'Courriel\na@x.fr' } });
    await waitFor(async () => expect((await loadDraft(id))?.pasted).toContain('a@x.fr'));
    cleanup();
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(pasted()?.value).toBe('Courriel\na@x.fr'));
    press('take-pasted');
    await screen.findByText(/1 line/);
    await waitFor(async () => expect((await loadDraft(id))?.pasted).toBe(''));
  });

  it('another list may come from anywhere, and the present one stays until it is there', async () => {
    await open('recipients');
    await screen.findByText('1 address cannot be used');
    press('other-list');
    expect(screen.queryByText('1 address cannot be used')).toBeNull();
    press('keep-list');
    await screen.findByText('1 address cannot be used');
    press('other-list');
    press('paste-table');
    const pasted = document.querySelector('[name="pasted"]') as HTMLTextAreaElement;
    fireEvent.input(pasted, { target: { value: 'Courriel\na@x.fr' } });
    press('cancel-paste');
    press('paste-table');
    await waitFor(() => expect(button('take-pasted').disabled).toBe(false));
    press('take-pasted');
    await screen.findByText(/1 line/);
    expect(await loadDraft(id)).toMatchObject({ ...mail, edits: [] });
  });

  it('X5: a list that the disk does not take is said to be refused, and what is typed after it is saved', async () => {
    await saveDraft({ ...newDraft(id, 'UTC'), pasted: table });
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('take-pasted')).toBeTruthy());
    const put = IDBObjectStore.prototype.put;
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      if (value.content?.source) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    press('take-pasted');
    const notice = () => document.querySelector('.notice[data-tone="error"] .notice-text');
    await waitFor(() => expect(notice()?.textContent).toContain('storage is full'));
    const pasted = () => document.querySelector('[name="pasted"]') as HTMLTextAreaElement;
    await waitFor(() => expect(pasted()?.value).toBe(table));
    fireEvent.input(pasted(), { target: { value: `${table}\nlate` } });
    await waitFor(async () => expect((await loadDraft(id))?.pasted).toBe(`${table}\nlate`));
    full.mockRestore();
    press('take-pasted');
    await waitFor(() => expect(document.querySelector('.source-name')).toBeTruthy());
    expect(notice()).toBeNull();
  });

  it('X5: a batch that cannot be begun says why', async () => {
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    answers.set('batch.list', { items: [], next: null });
    render(<BatchHome />);
    await waitFor(() => expect(button('new-batch')).toBeTruthy());
    press('new-batch');
    await screen.findByText(/storage is full/);
    full.mockRestore();
  });

  it('a batch that came to the relay two days late asks for another time, and is kept until then', async () => {
    await saveDraft({ ...newDraft(id, 'UTC'), step: 'send', sendAt: '2026-01-05T11:30' });
    const failure = { code: 'batch-too-late' };
    answers.set('batch.waiting', [{ id, name: 'Vœux', total: 2, startedAt: 1, failure }]);
    answers.set('batch.list', { items: [], next: null });
    render(<BatchHome />);
    await screen.findByText(/“Vœux” \(2 mails\): It was to leave more than a day ago/);
    expect(screen.queryByText('Try now')).toBeNull();
    fireEvent.click(screen.getByText('Choose another time'));
    await waitFor(() => expect(location.hash).toBe(`#/batches/draft/${id}`));
    expect(sent).toContainEqual({ name: 'batch.abandon', data: { id, startedAt: 1 } });
  });

  it('X21: the last letters survive a page that goes before they are written', async () => {
    await open('message', decided);
    const stored = (await loadDraft(id)) as BatchDraft;
    const body = () => document.querySelector('[name="body"]') as HTMLTextAreaElement;
    await waitFor(() => expect(body()).toBeTruthy());
    fireEvent.input(body(), { target: { value: 'abcxyz' } });
    // At once: a page that is taken away with its extension is told nothing.
    const kept = Object.entries({ ...localStorage });
    expect(kept.map(([name]) => name)).toEqual([
      expect.stringMatching(new RegExp(`^batch[.]unsaved:${id}:[\\w-]+$`)),
    ]);
    await waitFor(() => expect(localStorage.length).toBe(0));
    cleanup();
    // The write never ended: the disk has what it had.
    await saveDraft(stored);
    for (const [name, value] of kept) localStorage.setItem(name, String(value));
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(body()?.value).toBe('abcxyz'));
    await waitFor(async () => expect((await loadDraft(id))?.body).toBe('abcxyz'));
    expect(localStorage.length).toBe(0);
  });
});

describe('a relay without a mail server', () => {
  const counts = {
    pending: 0,
    sending: 0,
    sent: 3,
    failed: 0,
    uncertain: 0,
    suppressed: 0,
    cancelled: 0,
  };
  const batch = {
    id: 'b1',
    name: 'Exercise',
    state: 'done' as const,
    counts,
    total: 3,
    kept: 3,
    createdAt: '2026-11-25T10:00:00Z',
    sendAt: null,
    perMinute: null,
    pauseReason: null,
  };

  it('is not said to have sent: what it took is kept, in the history and in the progress', async () => {
    installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
    batchFollowStream.accept((stream) => {
      stream.onMessage(() => stream.post({ type: 'progress', batch }));
    });
    answers.set('relayAccount.status', {
      state: 'unreachable',
      url: 'https://relay.example.org',
      account: 'me@x.test',
      scopes: ['send', 'read'],
      device: 'd',
      ai: false,
      sender: { address: 'me@x.test', delivers: false, perMinute: null, perDay: null },
    });
    const sentAt = '2026-11-25T10:00:00Z';
    const row = { index: 0, address: 'a@x.fr', messageId: 'm', attempts: 1, lastError: null };
    answers.set('batch.list', { items: [batch], next: null });
    answers.set('batch.recipients', {
      items: [{ ...row, state: 'sent', sentAt, kept: true }],
      next: null,
    });
    render(<BatchHome />);
    await screen.findByText(/3 of 3 kept in the relay’s outbox/);
    cleanup();
    render(<BatchProgress id="b1" />);
    await waitFor(() =>
      expect(document.querySelector('.batch-number[data-kind="sent"] dt')?.textContent).toBe(
        'kept',
      ),
    );
    expect(document.querySelector('[data-warning="outbox"]')?.textContent).toContain('nobody');
    expect(document.querySelector('.progress-part[data-kind="done"]')).toBeNull();
    expect(document.body.textContent).not.toMatch(/\bsent\b/);
  });

  it('what was kept stays kept when the relay gets a mail server, and what was sent stays sent when it loses it', async () => {
    const seen = async (kept: number, delivers: boolean): Promise<string> => {
      answers.set('relayAccount.status', {
        ...connected,
        sender: { ...connected.sender, delivers, perDay: null },
      });
      answers.set('batch.list', { items: [{ ...batch, kept }], next: null });
      render(<BatchHome />);
      const facts = await waitFor(() => {
        const row = document.querySelector('.batch-rows .batch-row-facts');
        expect(row).toBeTruthy();
        return row?.textContent ?? '';
      });
      cleanup();
      return facts;
    };
    expect(await seen(3, true)).toContain('3 of 3 kept in the relay’s outbox');
    expect(await seen(0, false)).toContain('3 of 3 sent');
    expect(await seen(1, true)).toMatch(/2 of 3 sent · 1 in the relay’s outbox, not sent/);
  });
});

describe('what was kept before the relay got its mail server', () => {
  it('is told in the past', async () => {
    installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
    const batch = { ...batchOf({ counts: { sent: 2 } }), kept: 2 };
    batchFollowStream.accept((stream) => {
      stream.onMessage(() => stream.post({ type: 'progress', batch }));
    });
    answers.set('batch.recipients', { items: [], next: null });
    render(<BatchProgress id="b0" />);
    await screen.findByText(/had no mail server then/);
    expect(document.querySelector('[data-warning="outbox"]')).toBeNull();
  });

  it('and how many were sent agrees with their number', async () => {
    answers.set('batch.list', {
      items: [{ ...batchOf({ counts: { sent: 1 } }), total: 1 }],
      next: null,
    });
    for (const [language, words] of [
      ['fr', '1 sur 1 envoyé'],
      ['es', '1 de 1 enviado'],
    ] as const) {
      await applyLanguage(language);
      render(<BatchHome />);
      await waitFor(() =>
        expect(document.querySelector('.batch-rows .batch-row-facts')?.textContent).toMatch(
          new RegExp(`${words}$`),
        ),
      );
      cleanup();
    }
  });
});

describe('what the relay says before sending', () => {
  const relay = (more: object) => ({
    ...connected,
    sender: { ...connected.sender, perDay: null },
    ...more,
  });
  const warning = (name: string) => document.querySelector(`[data-warning="${name}"]`);
  const fine = 'Size, number and way out are as they should be.';
  const ready = { ...decided, missingFor };

  it('says that nothing was checked when it does not answer, and checks when it is asked again', async () => {
    answers.set('relayAccount.status', relay({ state: 'unreachable' }));
    answers.set('batch.suppressed', new AppError('relay-unreachable'));
    await open('check', ready);
    await waitFor(() => expect(warning('unchecked')?.textContent).toContain('are not checked'));
    expect(document.body.textContent).not.toContain(fine);
    answers.set('relayAccount.status', relay({}));
    answers.set('batch.suppressed', []);
    press('check-rules');
    await screen.findByText(fine);
    expect(warning('unchecked')).toBeNull();
  });

  it('does not call it fine when only the list of those who unsubscribed could not be read', async () => {
    answers.set('relayAccount.status', relay({}));
    answers.set('batch.suppressed', new AppError('relay-failed'));
    await open('check', ready);
    await waitFor(() => expect(warning('unchecked')).toBeTruthy());
    expect(document.body.textContent).not.toContain(fine);
  });

  it('warns of links that lead to this computer, which has to be read before sending', async () => {
    answers.set('relayAccount.status', relay({ url: 'http://127.0.0.1:8765' }));
    await open('send', ready);
    await waitFor(() => expect(warning('local-links')?.getAttribute('data-level')).toBe('rule'));
    expect(document.querySelector('input[name="agree-rules"]')).toBeTruthy();
    expect(screen.getByText(/this computer must stay on/)).toBeTruthy();
  });

  it.each([
    ['http://127.0.0.1:8765', 'https://relay.example.org', false],
    ['https://relay.example.org', 'http://127.0.0.1:8787', true],
  ])(
    'reached at %s, with links that lead to %s: warned of is %s',
    async (url, publicUrl, warned) => {
      answers.set('relayAccount.status', relay({ url, publicUrl }));
      answers.set('batch.suppressed', []);
      await open('check', ready);
      if (warned) await waitFor(() => expect(warning('local-links')).toBeTruthy());
      else await screen.findByText(fine);
      expect(warning('local-links') !== null).toBe(warned);
    },
  );

  it('the button counts the mails that go, without who has unsubscribed', async () => {
    answers.set('relayAccount.status', relay({}));
    answers.set('batch.suppressed', ['claire@x.fr']);
    await open('send', ready);
    await waitFor(() => expect(button('send-batch')?.textContent).toBe('Send 2 mails'));
    expect(warning('suppressed')?.textContent).toContain('1 person unsubscribed');
  });
});

describe('a batch that goes on', () => {
  const counts = { sending: 0, sent: 0, failed: 0, uncertain: 0, suppressed: 0, cancelled: 0 };
  const batch = {
    id: 'b2',
    name: 'Letter',
    state: 'running' as const,
    counts: { ...counts, pending: 4 },
    total: 4,
    kept: 0,
    createdAt: '2026-11-25T10:00:00Z',
    sendAt: null,
    perMinute: null,
    pauseReason: null,
  };
  const status = (url: string) =>
    answers.set('relayAccount.status', { state: 'connected', url, scopes: [], ai: false });
  const show = (event: FollowEvent): void => {
    installFakePorts().page = browser.runtime.getURL('/sidepanel.html');
    batchFollowStream.accept((stream) => {
      stream.onMessage(() => {
        stream.post({ type: 'progress', batch });
        stream.post(event);
      });
    });
    render(<BatchProgress id="b2" />);
  };
  const tag = () => document.querySelector('.tag[data-state="running"]');

  it('says that it waits for the mail server, whose words are a press away', async () => {
    status('https://relay.example.org');
    const row = { index: 0, address: 'a@x.fr', state: 'pending', messageId: 'm', sentAt: null };
    const lastError = 'connect ECONNREFUSED 192.0.2.1:587';
    answers.set('batch.recipients', {
      // One that was refused for a while, by itself, is no word about the server.
      items: [
        { ...row, attempts: 1, lastError: '450 4.2.0 greylisted', kept: false },
        { ...row, index: 1, attempts: 0, lastError, kept: false },
      ],
      next: null,
    });
    show({ type: 'alive' });
    await waitFor(() => expect(tag()?.textContent).toBe('Waiting'), { timeout: 10_000 });
    expect(tag()?.getAttribute('data-kind')).toBe('pending');
    const notice = document.querySelector('[data-warning="mail-server"]');
    expect(notice?.querySelector('summary')?.textContent).toContain('Nothing is lost');
    expect(notice?.querySelector('code')?.textContent).toBe(lastError);
    expect(document.querySelector('.batch-foot')?.textContent).not.toContain('about');
  });

  it.each([
    ['421 4.7.0 mx.x.fr closing, too many sessions', true],
    ['Invalid greeting. response=421 4.3.2 busy: 421 4.3.2 busy', true],
    ['Invalid login: 454 4.7.0 Temporary authentication failure', true],
    ['connect ECONNREFUSED 192.0.2.1:465', false],
    ['connect ETIMEDOUT 203.0.113.421:25', false],
    ['getaddrinfo ENOTFOUND mail421.x.fr', false],
    ['getaddrinfo ENOTFOUND 452.mail.x.fr', false],
    ['no session within 60000 ms', false],
  ])('%s: does the server ask for patience? %s', (words, patience) => {
    render(<ServerSilence words={words} />);
    expect(document.querySelector('summary')?.textContent).toMatch(
      patience ? /asks for patience/ : /cannot be reached/,
    );
  });

  it.each([
    ['https://relay.example.org', /The batch goes on there/],
    ['http://127.0.0.1:8765', /goes on when the relay runs again/],
  ])('%s is silent: says whether it goes on', async (url, words) => {
    status(url);
    answers.set('batch.recipients', { items: [], next: null });
    show({ type: 'lost', failure: { code: 'relay-unreachable' } });
    await screen.findByText(words);
    expect(tag()?.textContent).toBe('Sending');
  });

  it('says in the history who has unsubscribed: 4 of 5 is no failure', async () => {
    status('https://relay.example.org');
    const done = { ...counts, pending: 0, sent: 4, suppressed: 1 };
    const item = { ...batch, state: 'done' as const, counts: done, total: 5 };
    answers.set('batch.list', { items: [item], next: null });
    render(<BatchHome />);
    await waitFor(() =>
      expect(document.querySelector('.batch-rows .batch-row-facts')?.textContent).toMatch(
        /4 of 5 sent · 1 unsubscribed/,
      ),
    );
  });
});

describe('a template that was changed after it was taken', () => {
  const template = (html: string, subject: string) => ({ id: 't1', name: 'Lettre', html, subject });
  const taken = { templateId: 't1', html: '<p>Ancien</p>', body: '' };
  const decidedNow = { ...decided, missingFor };
  const news = () => document.querySelector('.notice[data-tone="warning"]');

  it.each(['message', 'check', 'send'] as const)(
    'is told in the step %s, and taken by a press',
    async (step) => {
      answers.set('templates.get', template('<p>Nouveau</p>', 'Sujet 2'));
      answers.set('batch.suppressed', []);
      await open(step, { ...decidedNow, ...taken, subject: 'Sujet 1', templateSubject: 'Sujet 1' });
      await waitFor(() => expect(news()?.textContent).toContain('“Lettre” has changed'));
      expect(await loadDraft(id)).toMatchObject({ html: '<p>Ancien</p>', subject: 'Sujet 1' });
      fireEvent.click(screen.getByText('Take the new text'));
      await waitFor(() => expect(news()).toBeNull());
      await waitFor(async () =>
        expect(await loadDraft(id)).toMatchObject({ html: '<p>Nouveau</p>', subject: 'Sujet 2' }),
      );
    },
  );

  it('can be left as it is: that is remembered in the draft, for this text of the template', async () => {
    answers.set('templates.get', template('<p>Nouveau</p>', 'Sujet 2'));
    const mine = { ...decidedNow, ...taken, subject: 'Sujet 1', templateSubject: 'Sujet 1' };
    await open('message', mine);
    fireEvent.click(await screen.findByText('Keep this text'));
    await waitFor(() => expect(news()).toBeNull());
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({
        ...{ html: '<p>Ancien</p>', subject: 'Sujet 1' },
        keptTemplate: expect.stringContaining('t1 '),
      }),
    );
    // In the next steps too, and when the page comes back.
    cleanup();
    sent.length = 0;
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(sent.some(({ name }) => name === 'templates.get')).toBe(true));
    await screen.findByText('3 mails');
    expect(news()).toBeNull();
    // Changed once more, it is news.
    answers.set('templates.get', template('<p>Encore</p>', 'Sujet 2'));
    fireEvent(window, new Event('focus'));
    await screen.findByText('Keep this text');
  });

  it('is told while the step is open, and leaves a subject of one’s own', async () => {
    answers.set('templates.get', template('<p>Ancien</p>', 'Sujet 2'));
    await open('message', {
      ...decidedNow,
      ...taken,
      subject: 'Le mien',
      templateSubject: 'Sujet 1',
    });
    await waitFor(() => expect(sent.some(({ name }) => name === 'templates.get')).toBe(true));
    expect(news()).toBeNull();
    answers.set('templates.get', template('<p>Nouveau</p>', 'Sujet 3'));
    const other = new BroadcastChannel('templates.changed');
    other.postMessage(null);
    other.close();
    fireEvent.click(await screen.findByText('Take the new text'));
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({ html: '<p>Nouveau</p>', subject: 'Le mien' }),
    );
  });
});

describe('contacts as recipients', () => {
  it('contacts that cannot be read are said to be so, and can be asked for again', async () => {
    answers.set('contacts.categories', ['Clients']);
    answers.set('contacts.search', new AppError('storage-failed'));
    await saveDraft(newDraft(id, 'UTC'));
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('from-contacts')).toBeTruthy());
    press('from-contacts');
    const notice = () => document.querySelector('.notice[data-tone="error"] .notice-text');
    await waitFor(() => expect(notice()?.textContent).toBeTruthy());
    answers.set('contacts.search', { items: [], total: 1 });
    fireEvent.click(screen.getByText('Try again'));
    await screen.findByText('Use 1 contact');
    // It fails later, while they are read: not busy for ever.
    answers.set('contacts.search', new AppError('storage-failed'));
    press('take-contacts');
    await waitFor(() => expect(button('take-contacts').getAttribute('aria-busy')).toBeNull());
    expect(notice()?.textContent).toBeTruthy();
    // A name that an earlier version kept as it came would turn the mail around.
    const ada = { id: 'a', email: 'ada@x.fr', name: '\u202eAda', organisation: '', category: '' };
    answers.set('contacts.search', { items: [{ ...ada, fields: {} }], total: 1 });
    press('take-contacts');
    await waitFor(async () => expect(await loadSource(id)).toContain('"ada@x.fr";"Ada"'));
  });

  it('a contact with a first name of its own is called by its name once, and {{ nom }} is the family name', async () => {
    answers.set('contacts.categories', []);
    const contact = (email: string, name: string, fields: object) => ({
      ...{ id: email, email, name, organisation: '', category: '', fields },
    });
    const items = [
      contact('f@x.fr', 'François D’Août', { Prénom: 'François', Nom: 'D’Août' }),
      contact('c@x.fr', 'Claire Le Goff', {}),
    ];
    answers.set('contacts.search', { items, total: 2 });
    await saveDraft({
      ...newDraft(id, 'UTC'),
      subject: 'S',
      body: 'Bonjour {{ prenom }} {{ nom }}',
    });
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('from-contacts')).toBeTruthy());
    press('from-contacts');
    await screen.findByText('Use 2 contacts');
    press('take-contacts');
    await waitFor(async () =>
      expect(await loadSource(id)).toContain('"c@x.fr";"Claire Le Goff";"";"";"Claire";"Le Goff"'),
    );
    for (let step = 0; step < 2; step += 1) {
      await waitFor(() => expect(next().disabled).toBe(false));
      fireEvent.click(next());
    }
    const to = () => document.querySelector('[data-part="to"]')?.textContent;
    await waitFor(() => expect(to()).toBe('François D’Août <f@x.fr>'));
  });
});

describe('contacts picked one by one', () => {
  const contact = (index: number, category = '') => ({
    ...{ id: `c${index}`, email: `p${index}@x.fr`, name: `Person ${index}`, organisation: '' },
    ...{ category, fields: {} },
  });
  const all = Array.from({ length: 8 }, (_, index) => contact(index));
  const row = (index: number) =>
    document.querySelector(`.pick-rows [data-row="${index}"]`) as HTMLElement;
  const said = () => document.querySelector('.pick-line [role="status"]')?.textContent;
  const picked = () =>
    [...document.querySelectorAll('.pick-rows [aria-selected="true"]')].map(
      (one) => (one as HTMLElement).dataset.row,
    );
  const openPicker = async (): Promise<void> => {
    answers.set('contacts.categories', ['Clients']);
    answers.set('contacts.search', { items: all, total: all.length });
    await saveDraft(newDraft(id, 'UTC'));
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('from-contacts')).toBeTruthy());
    press('from-contacts');
    await waitFor(() => expect(row(7)?.textContent).toContain('Person 7'));
  };

  it('by mouse and keyboard, with Shift all up to there; they are counted, kept in the draft, and only they are taken', async () => {
    await openPicker();
    expect(button('take-contacts').textContent).toBe('Use 8 contacts');
    fireEvent.click(row(1));
    fireEvent.click(row(2));
    row(5).focus();
    await waitFor(() => expect(row(5).tabIndex).toBe(0));
    fireEvent.keyDown(row(5), { key: ' ' });
    await waitFor(() => expect(picked()).toEqual(['1', '2', '5']));
    expect(said()).toBe('3 contacts picked');
    fireEvent.keyDown(row(5), { key: ' ' });
    fireEvent.click(row(7), { shiftKey: true });
    await waitFor(() => expect(sent.at(-1)?.data).toMatchObject({ from: 5, limit: 3 }));
    await waitFor(() => expect(said()).toBe('8 contacts picked'));
    press('pick-none');
    fireEvent.click(row(6));
    fireEvent.click(row(0));
    await waitFor(async () => expect((await loadDraft(id))?.picked).toEqual(['c6', 'c0']));
    // The page goes, and comes back.
    cleanup();
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('from-contacts')).toBeTruthy());
    press('from-contacts');
    await waitFor(() => expect(button('take-contacts')?.textContent).toBe('Use the 2 picked'));
    expect(await pressNext()).toBe('Press “Use the 2 picked” first.');
    expect(document.activeElement).toBe(button('take-contacts'));
    press('take-contacts');
    await waitFor(async () =>
      expect(
        String(await loadSource(id))
          .split('\n')
          .slice(1),
      ).toEqual(['"p0@x.fr";"Person 0";"";""', '"p6@x.fr";"Person 6";"";""']),
    );
    expect((await loadDraft(id))?.picked).toEqual(['c6', 'c0']);
    // Its cells were written here: nothing can be read wrongly.
    await waitFor(() => expect(document.querySelector('.columns-choice')).toBeTruthy());
    expect(document.querySelector('.batch-reading')).toBeNull();
  });

  it('no way leads on while something picked or pasted is not taken: the steps above say it as the button does', async () => {
    answers.set('contacts.categories', []);
    answers.set('contacts.search', { items: all, total: all.length });
    await open('recipients', { sourceName: 'x.csv', skipped: [2, 3] });
    await waitFor(() => expect(button('other-list')).toBeTruthy());
    const step = () => screen.getByText('Text').closest('button') as HTMLButtonElement;
    const need = () => document.querySelector('#wizard-need')?.textContent;
    await waitFor(() => expect(step().disabled).toBe(false));
    press('other-list');
    press('from-contacts');
    await waitFor(() => expect(row(7)).toBeTruthy());
    fireEvent.click(row(1));
    await waitFor(() => expect(said()).toBe('1 contact picked'));
    fireEvent.click(step());
    await waitFor(() => expect(need()).toBe('Press “Use the 1 picked” first.'));
    expect(document.activeElement).toBe(button('take-contacts'));
    expect(document.querySelector('.wizard')?.getAttribute('data-step')).toBe('recipients');
    press('cancel-contacts');
    press('paste-table');
    const cells = await waitFor(() => document.querySelector('[name="pasted"]') as HTMLElement);
    fireEvent.input(cells, { target: { value: 'a@x.fr' } });
    await waitFor(() => expect(button('take-pasted').disabled).toBe(false));
    expect(need()).toBe('');
    fireEvent.click(step());
    await waitFor(() => expect(need()).toBe('Press “Use these” first.'));
    // Whoever leaves it goes on with the list that was there.
    press('cancel-paste');
    press('keep-list');
    fireEvent.click(step());
    await waitFor(() =>
      expect(document.querySelector('.wizard')?.getAttribute('data-step')).toBe('message'),
    );
    await waitFor(async () => expect((await loadDraft(id))?.picked).toEqual(['c1']));
  });

  it('a search and a category narrow the list and change nothing about who is picked; who is gone is not counted', async () => {
    await openPicker();
    fireEvent.click(row(3));
    fireEvent.click(row(4));
    answers.set('contacts.search', { items: [contact(4)], total: 1 });
    const search = document.querySelector('[name="search-contacts"]') as HTMLInputElement;
    fireEvent.input(search, { target: { value: 'person 4' } });
    await waitFor(() => expect(document.querySelectorAll('.pick-rows [data-row]')).toHaveLength(1));
    expect(sent.filter(({ name }) => name === 'contacts.search').at(-1)?.data).toMatchObject({
      ...{ query: 'person 4', from: 0 },
    });
    expect(document.querySelector('.pick-rows mark')?.textContent).toBe('Person');
    expect(said()).toBe('2 contacts picked');
    // Contact 3 is deleted in another window.
    const other = new BroadcastChannel('contacts.changed');
    other.postMessage(null);
    other.close();
    await waitFor(() => expect(said()).toBe('1 contact picked'));
    fireEvent.click(row(0));
    await waitFor(() => expect(button('take-contacts').textContent).toBe('Use 1 contact'));
  });

  it('an empty address book says so, and where to fill it', async () => {
    answers.set('contacts.categories', []);
    answers.set('contacts.search', { items: [], total: 0 });
    await saveDraft(newDraft(id, 'UTC'));
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(button('from-contacts')).toBeTruthy());
    press('from-contacts');
    expect((await screen.findByText('To the contacts')).getAttribute('href')).toBe('#/contacts');
    expect(button('take-contacts')).toBeNull();
  });
});

describe('a list that was read wrongly', () => {
  const choose = (name: string, value: string) =>
    fireEvent.change(document.querySelector(`[name="${name}"]`) as HTMLSelectElement, {
      target: { value },
    });
  const headers = () =>
    [...document.querySelectorAll('[name="addressColumn"] option')].map((one) => one.textContent);

  it('is read anew with the separator that was chosen, and keeps it; what was decided about it is gone', async () => {
    const draft = { ...newDraft(id, 'UTC'), sourceName: 'liste.txt', skipped: [0] };
    await saveSource(draft, 'Courriel:Ville\na@x.fr:Lyon\nb@x.fr:Metz');
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(headers()).toContain('Courriel:Ville'));
    choose('separator', ':');
    await waitFor(() => expect(headers()).toEqual(['None', 'Courriel', 'Ville']));
    await screen.findByText('2 mails');
    await waitFor(async () =>
      expect(await loadDraft(id)).toMatchObject({ separator: ':', skipped: [] }),
    );
    expect(document.querySelector<HTMLDetailsElement>('.batch-reading')?.open).toBe(true);
  });

  it('X21: read as it was before, it has again what was put right and decided about it then', async () => {
    const edits = [{ row: 1, column: 2, text: 'put@right.fr' }];
    const mine = { edits, begun: [{ row: 3, column: 2, text: 'zoe@' }], skipped: [0, 4] };
    await open('recipients', { ...mine, skipDoubles: true });
    const nothing = { edits: [], begun: [], skipped: [], skipDoubles: false };
    const header = () => document.querySelector<HTMLInputElement>('[name="has-header"]');
    const click = async () => {
      await waitFor(() => expect(header()).toBeTruthy());
      fireEvent.click(header() as HTMLInputElement);
    };
    const is = (wanted: object) =>
      waitFor(async () => expect(await loadDraft(id)).toMatchObject(wanted));
    await click();
    await is({ ...nothing, hasHeader: false });
    await waitFor(() => expect(header()?.checked).toBe(false));
    choose('separator', ',');
    await is({ ...nothing, separator: ',' });
    await waitFor(() => expect(headers()).toEqual(['None', 'A']));
    choose('separator', ';');
    await is({ ...nothing, separator: ';', hasHeader: false });
    cleanup();
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(headers()).toHaveLength(5));
    // What had been guessed is chosen now: it is the same reading.
    await click();
    await is({ ...mine, skipDoubles: true, hasHeader: true });
    await waitFor(() => expect(headers()).toContain('Ville'));
    expect((await loadDraft(id))?.readings).toHaveLength(2);
  });

  it('is read in the encoding that was chosen, and in none that nobody knows', async () => {
    const list = { ...newDraft(id, 'UTC'), sourceName: 'pl.csv' };
    await saveSource({ ...list, encoding: 'windows-1250' }, table);
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(headers()).toContain('Ville'));
    expect(readWith.at(-1)).toMatchObject({ encoding: 'windows-1250' });
    cleanup();
    await saveSource({ ...list, encoding: 'ebcdic' }, table);
    render(<BatchWizard id={id} />);
    await waitFor(() => expect(headers()).toContain('Ville'));
    expect(readWith.at(-1)).not.toHaveProperty('encoding');
  });
});
