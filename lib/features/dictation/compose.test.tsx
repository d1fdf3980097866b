import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { type ComponentChildren, render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ComposeEditor, WriteOutcome } from '@/lib/compose/compose-editor';
import type { BarButtonState, ComposeContext, Notice } from '@/lib/features/compose-feature';
import { en } from '@/lib/locales/en';
import { browser } from '@/lib/platform/browser';
import { createTranslate } from '@/lib/platform/translate';
import { dictationCompose } from './compose';
import type {
  DictationCommand,
  DictationEvent,
  DictationReadiness,
  DictationResult,
} from './messages';

/** The other end of the ports, in place of a background. */
interface FakePort {
  name: string;
  said: DictationCommand[];
  tell(event: DictationEvent): void;
  drop(): void;
}
let ports: FakePort[] = [];
/** Holds on texts, which a background grants unless `claimsGranted` says otherwise. */
let claims: { open: boolean; drop(): void }[] = [];
let claimsGranted = true;
let answers: Record<string, unknown> = {};
let asked: { type: string; data: unknown }[] = [];

function fakeClaim(name: string) {
  const hear: ((message: unknown) => void)[] = [];
  const ends: (() => void)[] = [];
  const claim = { open: true, drop: () => ends.forEach((callback) => void callback()) };
  claims.push(claim);
  return {
    name,
    onMessage: { addListener: (callback: (message: unknown) => void) => hear.push(callback) },
    onDisconnect: { addListener: (callback: () => void) => ends.push(callback) },
    postMessage: () =>
      queueMicrotask(() => hear.forEach((callback) => void callback({ granted: claimsGranted }))),
    disconnect: () => {
      claim.open = false;
    },
  };
}

function fakePort(name: string) {
  if (name === 'dictation.claim') return fakeClaim(name);
  const hear: ((message: unknown) => void)[] = [];
  const ends: (() => void)[] = [];
  const said: DictationCommand[] = [];
  ports.push({
    name,
    said,
    tell: (event) => hear.forEach((callback) => void callback(event)),
    drop: () => ends.forEach((callback) => void callback()),
  });
  return {
    name,
    onMessage: { addListener: (callback: (message: unknown) => void) => hear.push(callback) },
    onDisconnect: { addListener: (callback: () => void) => ends.push(callback) },
    postMessage: (command: DictationCommand) => said.push(command),
    disconnect: () => undefined,
  };
}

const ready: DictationReadiness = {
  microphone: 'ready',
  askAboutService: false,
  destination: 'api.example.org',
};
const result: DictationResult = {
  transcriptionId: 't1',
  text: 'Bonjour Claire.',
  language: 'fr',
  durationMs: 2000,
  provenance: { engine: 'server', destination: 'api.example.org', model: 'm' },
};

function setUp() {
  const live = document.body.appendChild(document.createElement('div'));
  const dialog = document.body.appendChild(document.createElement('div'));
  const closed = new AbortController();
  const place = { hasSelection: false };
  const insertText = vi.fn(
    async (): Promise<WriteOutcome> => ({ ok: true, method: 'exec-command' }),
  );
  let send: () => void = () => undefined;
  const editor: Partial<ComposeEditor> = {
    host: 'gmail',
    signal: closed.signal,
    subject: () => 'Relance',
    rememberPlace: () => place,
    insertText,
    onSend: (callback: () => void) => {
      send = callback;
    },
  };
  const notices: (Notice | null)[] = [];
  const failures: string[] = [];
  const buttons: BarButtonState[] = [];
  const announced: string[] = [];
  let steps: Notice['actions'] = [];
  const show = (root: Element) => (content: ComponentChildren | null) => render(content, root);
  const context: ComposeContext = {
    editor: editor as ComposeEditor,
    t: createTranslate(en, 'en'),
    setButton: (_, state) => buttons.push(state),
    showLive: show(live),
    showDialog: show(dialog),
    dialogOpen: () => dialog.childElementCount > 0,
    showNotice: (notice) => {
      notices.push(notice);
      steps = notice?.actions;
    },
    showFailure: (failure, actions) => {
      failures.push(failure.code);
      steps = actions;
    },
    announce: (text) => announced.push(text),
    copy: async () => true,
  };
  const { actions } = dictationCompose.start(context);
  const press = async (label: string) => steps?.find((step) => step.label === label)?.run();
  /** Presses the button and brings the recording under way. */
  const record = async () => {
    actions?.dictate?.();
    const port = await vi.waitFor(() => {
      const opened = ports.at(-1);
      if (!opened) throw new Error('no port yet');
      return opened;
    });
    const first = port.said[0] as Extract<DictationCommand, { type: 'start' }>;
    const recordingId = first.recordingId;
    port.tell({ type: 'state', state: 'recording', recordingId });
    return { port, recordingId };
  };
  const leave = () => closed.abort();
  const pressSend = () => send();
  const button = () => buttons.at(-1);
  const last = () => notices.at(-1);
  return {
    actions,
    record,
    press,
    pressSend,
    leave,
    button,
    last,
    notices,
    failures,
    announced,
    insertText,
    place,
    live,
    dialog,
  };
}

beforeEach(() => {
  ports = [];
  claims = [];
  claimsGranted = true;
  asked = [];
  answers = { 'dictation.ready': ready, 'dictation.unclaimed': null };
  Object.assign(browser.runtime, {
    connect: ({ name }: { name: string }) => fakePort(name),
  });
  vi.spyOn(chrome.runtime, 'sendMessage').mockImplementation(((
    message: { type: string; data: unknown },
    respond: (response: unknown) => void,
  ) => {
    asked.push(message);
    respond({ res: { value: answers[message.type] } });
  }) as never);
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const insertButton = () => screen.findByRole('button', { name: /Insert/, hidden: true });

describe('dictation in a compose window', () => {
  it('32: records, shows the words outside the draft, lets them be corrected, inserts once, and says how to undo', async () => {
    const { record, button, live, insertText, place, last, announced } = setUp();
    const { port } = await record();
    expect(port.said[0]).toMatchObject({ type: 'start', host: 'gmail', subject: 'Relance' });
    port.tell({ type: 'level', level: 0.6, elapsedMs: 14_200 });
    port.tell({ type: 'partial', text: 'bonjour' });
    expect(button()).toEqual({ state: 'active', label: '0:14', level: 0.6 });
    await waitFor(() => expect(live.textContent).toContain('bonjour'));
    expect(live.textContent).toContain('api.example.org');
    port.tell({ type: 'result', result });
    const text = await screen.findByDisplayValue('Bonjour Claire.');
    expect(live.childElementCount).toBe(0);
    expect(insertText).not.toHaveBeenCalled();
    fireEvent.input(text, { target: { value: 'Bonjour Claire,' } });
    fireEvent.click(await insertButton());
    await waitFor(() =>
      expect(insertText).toHaveBeenCalledExactlyOnceWith('Bonjour Claire,', place, {
        ownWords: true,
      }),
    );
    await waitFor(() => expect(last()?.text).toContain('Ctrl+Z'));
    expect(screen.queryByRole('dialog', { hidden: true })).toBeNull();
    expect(asked).toContainEqual(
      expect.objectContaining({
        type: 'dictation.settle',
        data: { transcriptionId: 't1', inserted: true },
      }),
    );
    // The history shows what went into the draft.
    expect(asked).toContainEqual(
      expect.objectContaining({
        type: 'dictation.revise',
        data: { transcriptionId: 't1', text: 'Bonjour Claire,' },
      }),
    );
    expect(announced).toContain('Your text is ready: 2 words.');
  });

  it('the button stops, the strip pauses and throws away, and undo takes it back', async () => {
    const { actions, record, press, live } = setUp();
    const { port, recordingId } = await record();
    await waitFor(() => expect(live.querySelector('[data-action=pause]')).not.toBeNull());
    fireEvent.click(live.querySelector('[data-action=pause]') as Element);
    actions?.dictate?.();
    fireEvent.click(live.querySelector('[data-action=cancel]') as Element);
    expect(port.said.slice(1).map(({ type }) => type)).toEqual(['pause', 'stop', 'cancel']);
    port.tell({ type: 'state', state: 'discarded', recordingId });
    await press('Undo');
    expect(port.said.at(-1)).toEqual({ type: 'restore' });
  });

  it('when the page does not take the text: nothing is settled, Copy and another look are offered', async () => {
    const { record, insertText, failures, press } = setUp();
    insertText.mockResolvedValueOnce({ ok: false, reason: 'not-inserted', restored: true });
    const { port } = await record();
    port.tell({ type: 'result', result });
    fireEvent.click(await insertButton());
    await waitFor(() => expect(failures).toEqual(['not-inserted']));
    expect(asked.map(({ type }) => type)).not.toContain('dictation.settle');
    await press('See it again');
    expect(await screen.findByDisplayValue('Bonjour Claire.')).toBeTruthy();
  });

  it('writes nothing after Send, ends the recording and leaves the text for later', async () => {
    const { record, pressSend, insertText } = setUp();
    const { port } = await record();
    pressSend();
    expect(port.said.at(-1)).toEqual({ type: 'stop' });
    port.tell({ type: 'result', result });
    expect(screen.queryByRole('dialog', { hidden: true })).toBeNull();
    expect(insertText).not.toHaveBeenCalled();
    expect(asked.map(({ type }) => type)).not.toContain('dictation.settle');
  });

  it('49: a window that outlived its Send offers the text, and can dictate again', async () => {
    const { record, pressSend, press, last, insertText } = setUp();
    const { port } = await record();
    pressSend();
    port.tell({ type: 'result', result });
    expect(last()?.text).toContain('ready');
    await press('See and insert');
    fireEvent.click(await insertButton());
    await waitFor(() => expect(insertText).toHaveBeenCalledOnce());
    pressSend();
    ports = [];
    const again = await record();
    again.port.tell({ type: 'result', result });
    expect(await insertButton()).toBeTruthy();
  });

  it('never takes the place of another review: the text is offered beside it', async () => {
    const { record, dialog, press, last } = setUp();
    const { port } = await record();
    render(<p>an improvement under review</p>, dialog);
    port.tell({ type: 'result', result });
    expect(dialog.textContent).toBe('an improvement under review');
    expect(last()?.text).toContain('ready');
    render(null, dialog);
    await press('See and insert');
    expect(await insertButton()).toBeTruthy();
  });

  it('keeps the corrections of a review that was closed', async () => {
    const { record, press, insertText } = setUp();
    const { port } = await record();
    port.tell({ type: 'result', result });
    const text = await screen.findByDisplayValue('Bonjour Claire.');
    fireEvent.input(text, { target: { value: 'Bonjour Claire, à jeudi.' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Close', hidden: true }));
    await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
    await press('See it again');
    expect(await screen.findByDisplayValue('Bonjour Claire, à jeudi.')).toBeTruthy();
    expect(insertText).not.toHaveBeenCalled();
  });

  it('never writes into a window that was closed while the dialog stood', async () => {
    const { record, leave, insertText } = setUp();
    const { port } = await record();
    port.tell({ type: 'result', result });
    const insert = await insertButton();
    leave();
    fireEvent.click(insert);
    await Promise.resolve();
    expect(insertText).not.toHaveBeenCalled();
  });

  it('X16: offers a text that no draft has taken, and puts it in when asked', async () => {
    answers['dictation.unclaimed'] = result;
    const { last, press, insertText } = setUp();
    await waitFor(() => expect(last()?.text).toContain('ready'));
    await press('See and insert');
    fireEvent.click(await insertButton());
    await waitFor(() => expect(insertText).toHaveBeenCalledOnce());
  });

  it('holds the text while it is under review, and lets go once a draft has taken it', async () => {
    const { record } = setUp();
    const { port } = await record();
    port.tell({ type: 'result', result });
    expect(claims.map(({ open }) => open)).toEqual([true]);
    fireEvent.click(await insertButton());
    await waitFor(() => expect(claims.map(({ open }) => open)).toEqual([false]));
    expect(asked.map(({ type }) => type)).toContain('dictation.settle');
  });

  it('says so when the history does not have the text any more, and offers to copy it', async () => {
    answers['dictation.settle'] = false;
    const { record, last } = setUp();
    const { port } = await record();
    port.tell({ type: 'result', result });
    await insertButton();
    fireEvent.click(screen.getByLabelText('Close'));
    await waitFor(() => expect(last()?.text).toContain('deleted in the side panel'));
    expect(last()?.actions?.map(({ label }) => label)).toEqual(['Copy', 'See it again']);
  });

  it('lets go of a text whose window leaves, settles nothing, and keeps the corrections', async () => {
    const { record, leave } = setUp();
    const { port } = await record();
    port.tell({ type: 'result', result });
    fireEvent.input(await screen.findByDisplayValue('Bonjour Claire.'), {
      target: { value: 'Bonjour Clara.' },
    });
    leave();
    expect(claims.map(({ open }) => open)).toEqual([false]);
    expect(asked.map(({ type }) => type)).not.toContain('dictation.settle');
    const revised = { transcriptionId: 't1', text: 'Bonjour Clara.' };
    await waitFor(() =>
      expect(asked).toContainEqual(
        expect.objectContaining({ type: 'dictation.revise', data: revised }),
      ),
    );
  });

  it('does not show a text that another window has taken since it was offered', async () => {
    answers['dictation.unclaimed'] = result;
    claimsGranted = false;
    const { last, press, dialog } = setUp();
    await waitFor(() => expect(last()?.text).toContain('ready'));
    await press('See and insert');
    await waitFor(() => expect(last()?.text).toContain('another window'));
    expect(dialog.childElementCount).toBe(0);
    expect(claims.map(({ open }) => open)).toEqual([false]);
  });

  it('X1: a background restarted meanwhile is asked again before anything is inserted', async () => {
    const { record, last, insertText } = setUp();
    const { port } = await record();
    port.tell({ type: 'result', result });
    const insert = await insertButton();
    claimsGranted = false;
    claims[0]?.drop();
    fireEvent.click(insert);
    await waitFor(() => expect(last()?.text).toContain('another window'));
    expect(insertText).not.toHaveBeenCalled();
    expect(last()?.actions?.map(({ label }) => label)).toEqual(['Copy']);
  });

  it('X4 X12: a recording that waits says why, when it is tried again, and how to try now', async () => {
    const { record, last, press } = setUp();
    const { port, recordingId } = await record();
    port.tell({
      type: 'state',
      state: 'queued',
      recordingId,
      failure: { code: 'rate-limited' },
      nextTryAt: Date.now() + 60_000,
    });
    expect(last()).toMatchObject({ tone: 'warning' });
    expect(last()?.text).toMatch(/recording are kept.*Next try in \d+ s/);
    await press('Try again');
    expect(port.said.at(-1)).toEqual({ type: 'retry' });
  });

  it('without any engine it says once that the recording is kept, and opens the settings', async () => {
    const { record, last, press, notices } = setUp();
    const { port, recordingId } = await record();
    port.tell({ type: 'state', state: 'queued', recordingId, failure: { code: 'no-engine' } });
    expect(last()?.text).toContain('kept');
    const before = notices.length;
    port.tell({ type: 'state', state: 'queued', recordingId, failure: { code: 'no-engine' } });
    expect(notices).toHaveLength(before);
    await press('Open settings');
    expect(asked.map(({ type }) => type)).toContain('dictation.openSettings');
  });

  it('asks once whether the browser maker’s service may hear, and records either way', async () => {
    answers['dictation.ready'] = { ...ready, destination: '', askAboutService: true };
    const { actions, last, press } = setUp();
    actions?.dictate?.();
    await waitFor(() => expect(last()?.text).toContain('service will hear'));
    expect(ports).toHaveLength(0);
    await press('Only record');
    await waitFor(() => expect(ports).toHaveLength(1));
    expect(asked).toContainEqual(expect.objectContaining({ data: { allowed: false } }));
  });

  it('X10: sends to the welcome page instead of asking where no question can be shown', async () => {
    answers['dictation.ready'] = { ...ready, microphone: 'welcome' };
    const { actions, last } = setUp();
    actions?.dictate?.();
    await waitFor(() => expect(last()?.text).toContain('page has opened'));
    expect(asked.map(({ type }) => type)).toContain('dictation.openMicrophonePage');
    expect(ports).toHaveLength(0);
  });

  it('X1: a restarted background is found again, and what was pressed meanwhile is not lost', async () => {
    const { record, actions } = setUp();
    const { port, recordingId } = await record();
    port.drop();
    actions?.dictate?.();
    await waitFor(() => expect(ports).toHaveLength(2));
    expect(ports[1]?.said).toEqual([{ type: 'attach', recordingId }, { type: 'stop' }]);
  });
});
