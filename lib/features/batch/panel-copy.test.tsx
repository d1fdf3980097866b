import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { AppError } from '@/lib/core/app-error';
import { templateMessages } from '@/lib/features/templates/messages';
import { database } from '@/lib/platform/database';
import { applyLanguage, currentTranslate } from '@/lib/platform/translate';
import { newDraft } from './batch-draft';
import { listRestCopies, noteCopySent } from './copies';
import {
  type Batch,
  type BatchContent,
  batchPageMessages,
  type Recipient,
  type RecipientQuery,
} from './messages';
import { contentOf, withoutUnsubscribe } from './panel-content';
import { copyBatch } from './panel-copy';
import { CopyDialog } from './panel-copy-dialog';
import { SentMail } from './panel-sent-mail';
import { listDrafts, listSubmissions, loadSource, saveDraft } from './store';

// The imitation of the browser names no sender: here everything comes from a page of ours.
const addListener = fakeBrowser.runtime.onMessage.addListener.bind(fakeBrowser.runtime.onMessage);
const ownPage = { id: fakeBrowser.runtime.id, url: fakeBrowser.runtime.getURL('/sidepanel.html') };
fakeBrowser.runtime.onMessage.addListener = (listener) =>
  addListener(((message: unknown, _sender: unknown, answer: () => void) =>
    listener(message, ownPage, answer)) as typeof listener);

const draft = {
  ...newDraft('d', 'UTC'),
  subject: 'Pour {{ prenom }}',
  body: 'Bonjour {{ prenom }},\n\nà {{ ville | default: "bientôt" }} !',
};
const person = (
  index: number,
  address: string,
  state: Recipient['state'],
  fields: Recipient['fields'],
  name: string | null = null,
): Recipient => ({
  ...{ index, address, state, name, fields, subject: null, html: null },
  ...{ messageId: `m${index}`, attempts: 1, lastError: null, sentAt: null, kept: false },
});

let content: BatchContent | AppError;
let people: Recipient[];
let asked: RecipientQuery[];
/** The page of recipients that never comes. */
let stuckAt = Number.POSITIVE_INFINITY;

batchPageMessages.handle('batch.content', () => {
  if (content instanceof AppError) throw content;
  return content;
});
batchPageMessages.handle('batch.recipients', async (query) => {
  asked.push(query);
  if (asked.length > stuckAt) await new Promise(() => {});
  const { state, cursor, from = 0, limit } = query;
  const fitting = people.filter((one) => state === undefined || one.state === state);
  const rest = fitting.filter(({ index }) => index > Number(cursor ?? -1)).slice(from);
  // Pages of two, so that there are several.
  const items = rest.slice(0, Math.min(limit, 2));
  const last = items.at(-1);
  return { items, next: last && items.length < rest.length ? String(last.index) : null };
});
let templates: { id: string; html: string; subject: string }[] = [];
templateMessages.handle('templates.search', () => templates as never);

const batch: Batch = {
  ...{ id: 'b1', name: 'Vœux', state: 'done', total: 4, kept: 0, pauseReason: null },
  counts: {
    ...{ pending: 0, sending: 0, sent: 2, failed: 1, uncertain: 1, suppressed: 0, cancelled: 0 },
  },
  ...{ createdAt: '2026-11-25T10:00:00Z', sendAt: null, perMinute: 30 },
};

beforeAll(() => {
  // jsdom has no dialogs.
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});
beforeEach(async () => {
  await applyLanguage('en');
  await database.worksInProgress.clear();
  location.hash = '';
  asked = [];
  templates = [];
  stuckAt = Number.POSITIVE_INFINITY;
  const { subject, html, text } = contentOf(draft, currentTranslate.value);
  content = {
    from: { address: 'me@x.test', name: 'Me' },
    replyTo: null,
    ...{ subject, html, text, isTemplate: true, unsubscribe: true, attachments: [] },
    account: 'a1',
  };
  people = [
    person(0, 'claire@x.fr', 'sent', { prenom: 'Claire', ville: 'Nantes' }, 'Claire Martin'),
    person(2, 'luc@x.fr', 'failed', { prenom: 'Luc "le grand"; Jr' }, 'Luc'),
    person(3, 'zoe@x.fr', 'sent', { prenom: 'Zoé' }),
    person(5, 'ana@x.fr', 'uncertain', { prenom: 'Ana', vip: false }),
  ];
});
afterEach(cleanup);

const press = (name: string) =>
  fireEvent.click(document.querySelector(`[data-action="${name}"]`) as HTMLElement);
const choose = (whom: string) =>
  fireEvent.click(document.querySelector(`input[value="${whom}"]`) as HTMLElement);
const makeIt = async () => {
  await waitFor(() => expect(document.querySelector('[name="copy-whom"]')).toBeTruthy());
  press('make-copy');
  await waitFor(() => expect(location.hash).toContain('#/batches/draft/'));
  const [made] = await listDrafts();
  if (!made) throw new Error('no draft');
  expect(location.hash).toBe(`#/batches/draft/${made.id}`);
  return made;
};

describe('the mail of a batch that was sent', () => {
  it('is shown as each recipient got it, with its sender, in the frame without scripts', async () => {
    render(<SentMail batch={batch} />);
    await screen.findByText('Pour Claire');
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    expect(frame.getAttribute('sandbox')).toBe('');
    expect(frame.srcdoc).toContain('Bonjour Claire,');
    expect(document.querySelector('[data-part="from"]')?.textContent).toBe('Me <me@x.test>');
    expect(document.querySelector('[data-part="to"]')?.textContent).toBe(
      'Claire Martin <claire@x.fr>',
    );
    // By its place, whatever lines were refused before it.
    press('next-recipient');
    await screen.findByText(/^Pour Luc/);
    fireEvent.click(document.querySelector('input[value="text"]') as HTMLElement);
    await waitFor(() =>
      expect(document.querySelector('.preview-text')?.textContent).toContain('à bientôt !'),
    );
  });

  it('is shown with its variables where it cannot be filled, and an old relay is called so', async () => {
    content = { ...(content as BatchContent), html: '<p>{{ prenom | nofilter }}</p>' };
    render(<SentMail batch={batch} />);
    await screen.findByText(/this is how it was written/);
    expect(document.querySelector('iframe')?.srcdoc).toContain('{{ prenom | nofilter }}');
    cleanup();
    content = new AppError('relay-gone');
    render(<SentMail batch={batch} />);
    await screen.findByText(/needs a newer version/);
    content = new AppError('relay-unreachable');
    fireEvent.click(screen.getByText('Try again'));
    await screen.findByText(/does not answer/);
  });

  it('of a 3.4 batch is each one’s own, and is not made again', async () => {
    const own = { html: null, text: null, subject: '', isTemplate: false };
    content = { ...(content as BatchContent), ...own };
    people = [{ ...person(0, 'a@x.fr', 'sent', {}), subject: 'Hi A', html: '<b>only A</b>' }];
    render(<SentMail batch={batch} />);
    await screen.findByText('Hi A');
    expect(document.querySelector('iframe')?.srcdoc).toContain('<b>only A</b>');
    cleanup();
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    await screen.findByText(/but not duplicated/);
    expect(document.querySelector<HTMLButtonElement>('[data-action="make-copy"]')?.disabled).toBe(
      true,
    );
  });
});

describe('a batch that is duplicated', () => {
  it('leaves nothing behind, and leads nobody away, when its dialog is closed while it is written', async () => {
    const gone = new AbortController();
    const { bulkPut } = database.worksInProgress;
    const written = vi.spyOn(database.worksInProgress, 'bulkPut').mockImplementation((rows) => {
      gone.abort();
      return bulkPut.call(database.worksInProgress, rows);
    });
    const making = copyBatch({
      ...{ batch, content: content as BatchContent, whom: 'all', t: currentTranslate.value },
      ...{ signal: gone.signal, onCount: () => undefined },
    });
    await expect(making).rejects.toThrow();
    expect(written).toHaveBeenCalledOnce();
    expect(await listDrafts()).toEqual([]);
    written.mockRestore();
  });

  it('R30: is a new draft with text, settings and everybody; nothing lies ready to be sent', async () => {
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    const made = await makeIt();
    expect(made).toMatchObject({
      ...{ name: 'Vœux (copy)', subject: draft.subject, body: draft.body, html: '' },
      ...{ unsubscribe: true, perMinute: 30, account: 'a1', sendAt: '', step: 'message' },
      copiedFrom: '',
      ...{ addressColumn: 'Address', nameColumn: 'Name', firstNameColumn: '' },
      variables: { prenom: 'prenom', ville: 'ville', vip: 'vip' },
    });
    expect(await loadSource(made.id)).toBe(
      [
        '"Address";"Name";"prenom";"ville";"vip"',
        '"claire@x.fr";"Claire Martin";"Claire";"Nantes";""',
        '"luc@x.fr";"Luc";"Luc ""le grand""; Jr";"";""',
        '"zoe@x.fr";"";"Zoé";"";""',
        '"ana@x.fr";"";"Ana";"";""',
      ].join('\n'),
    );
    expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, '2']);
    expect(await listSubmissions()).toEqual([]);
  });

  it('keeps its columns apart where a value of the text is called as the address or the name', async () => {
    people = [
      person(0, 'claire@x.fr', 'sent', { Name: 'Mme Martin', Address: 'Nantes' }, 'Claire'),
    ];
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    const made = await makeIt();
    expect(made).toMatchObject({
      ...{ addressColumn: 'Address *', nameColumn: 'Name *' },
      variables: { Name: 'Name', Address: 'Address' },
    });
    const [headers, row] = String(await loadSource(made.id)).split('\n');
    expect(headers).toBe('"Address *";"Name *";"Name";"Address"');
    expect(row).toBe('"claire@x.fr";"Claire";"Mme Martin";"Nantes"');
  });

  it('is told once, also where it was laid ready, refused, and is a draft again', async () => {
    const copy = { ...newDraft('c1', 'UTC'), name: 'Rest', copiedFrom: 'b1' };
    await saveDraft(copy);
    expect(await listRestCopies('b1')).toEqual([{ id: 'c1', name: 'Rest', sent: false }]);
    await noteCopySent(copy);
    expect(await listRestCopies('b1')).toEqual([{ id: 'c1', name: 'Rest', sent: true }]);
  });

  it('can go only to those it did not reach: the uncertain ones are none of them', async () => {
    people.push(person(9, 'kim@x.fr', 'cancelled', { prenom: 'Kim' }));
    const counts = { ...batch.counts, cancelled: 1 };
    // Cancelled in the middle: again to everybody would be twice to some, so this is chosen.
    render(<CopyDialog batch={{ ...batch, state: 'cancelled', counts }} onClose={() => {}} />);
    await screen.findByText('Only those it did not reach (2)');
    expect(document.querySelector<HTMLInputElement>('input[value="rest"]')?.checked).toBe(true);
    const made = await makeIt();
    const lines = String(await loadSource(made.id)).split('\n');
    expect(lines.slice(1).map((line) => line.split(';')[0])).toEqual(['"luc@x.fr"', '"kim@x.fr"']);
    // The batch may still reach them, when it is tried again: the draft knows whose rest it is.
    expect(made.copiedFrom).toBe('b1');
  });

  it('counts whom the relay only kept among those it did not reach', async () => {
    people[2] = { ...(people[2] as Recipient), kept: true };
    render(<CopyDialog batch={{ ...batch, kept: 1 }} onClose={() => {}} />);
    await screen.findByText('Only those it did not reach (2)');
    choose('rest');
    const lines = String(await loadSource((await makeIt()).id)).split('\n');
    expect(lines.slice(1).map((line) => line.split(';')[0])).toEqual(['"luc@x.fr"', '"zoe@x.fr"']);
  });

  it('can have another list; what no draft can hold is said', async () => {
    const file = { filename: 'a.pdf', contentType: 'application/pdf', size: 5 };
    const more = { attachments: [file], replyTo: 'answers@x.test' };
    content = { ...(content as BatchContent), ...more };
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    await waitFor(() => {
      const left = document.querySelector('[data-part="not-copied"]')?.textContent;
      expect(left).toContain('1 attached file');
      expect(left).toContain('answers@x.test');
    });
    choose('none');
    const made = await makeIt();
    expect(made).toMatchObject({ step: 'recipients', sourceName: '', body: draft.body });
    expect(await loadSource(made.id)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('takes the template whose text it is, or keeps the formatted text without one', async () => {
    const html = '<p>Bonjour <b>{{ prenom }}</b></p>';
    content = { ...(content as BatchContent), html };
    templates = [{ id: 't1', html, subject: 'Sujet' }];
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    expect(await makeIt()).toMatchObject({ html, templateId: 't1', templateSubject: 'Sujet' });
    cleanup();
    await database.worksInProgress.clear();
    location.hash = '';
    templates = [];
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    expect(await makeIt()).toMatchObject({ html, templateId: '', body: '' });
  });

  it('that is left in the middle leaves nothing behind', async () => {
    stuckAt = 1;
    render(<CopyDialog batch={batch} onClose={() => {}} />);
    await waitFor(() => expect(document.querySelector('[name="copy-whom"]')).toBeTruthy());
    press('make-copy');
    await waitFor(() =>
      expect(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')).toBe(
        '2',
      ),
    );
    cleanup();
    expect(await listDrafts()).toEqual([]);
    expect(location.hash).toBe('');
  });
});

it('the line to unsubscribe is taken off as it was put on, in each language', async () => {
  for (const language of ['fr', 'en', 'es'] as const) {
    await applyLanguage(language);
    const { html } = contentOf(draft, currentTranslate.value);
    const without = contentOf({ ...draft, unsubscribe: false }, currentTranslate.value).html;
    expect(html).not.toBe(without);
    expect(withoutUnsubscribe(html)).toBe(without);
  }
});
