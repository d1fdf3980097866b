import { fireEvent, render, waitFor } from '@testing-library/preact';
import type { ComponentChildren } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  ComposeEditor,
  DraftSnapshot,
  TextEdit,
  WriteOutcome,
} from '@/lib/compose/compose-editor';
import type { BarButtonState, ComposeContext, Notice } from '@/lib/features/compose-feature';
import { en } from '@/lib/locales/en';
import { fr } from '@/lib/locales/fr';
import { installFakePorts } from '@/lib/platform/fake-ports';
import { createTranslate } from '@/lib/platform/translate';
import { improveCompose } from './compose';
import {
  type DiffSegment,
  type ImproveCommand,
  type ImproveEvent,
  improveStream,
  type Provenance,
} from './messages';

const server: Provenance = { engine: 'server', destination: 'api.openai.com', model: 'gpt-5-mini' };
const offline: Provenance = { engine: 'offline', destination: '', model: '' };
const segments: DiffSegment[] = [
  { kind: 'change', id: 1, before: 'je', after: 'Je' },
  { kind: 'same', text: ' vous envoie ⟦1⟧ ' },
  { kind: 'change', id: 2, before: 'lundi', after: 'mardi' },
];
const done: ImproveEvent = {
  type: 'done',
  text: 'Je vous envoie ⟦1⟧ mardi',
  segments,
  provenance: server,
};

/** The background as the test directs it. */
interface Background {
  commands: ImproveCommand[];
  post(event: ImproveEvent): void;
  hangUp(): void;
}
let backgrounds: Background[] = [];
installFakePorts();
improveStream.accept((stream) => {
  const commands: ImproveCommand[] = [];
  stream.onMessage((command) => commands.push(command));
  stream.signal.addEventListener('abort', () => commands.push({ type: 'abort' }));
  backgrounds.push({
    commands,
    post: (event) => stream.post(event),
    hangUp: () => stream.close(),
  });
});

/** A compose window: one draft, what was written into it, and everything shown. */
class FakeWindow {
  snapshot: DraftSnapshot = {
    scope: 'draft',
    text: 'je vous envoie ⟦1⟧ lundi',
    atoms: [{ token: '⟦1⟧', kind: 'link', label: 'le dossier' }],
  };
  outcome: WriteOutcome = { ok: true, method: 'exec-command' };
  readonly written: TextEdit[][] = [];
  readonly failures: string[] = [];
  readonly announced: string[] = [];
  readonly copied: string[] = [];
  notice: Notice | null = null;
  button: BarButtonState = { state: 'idle' };
  dialogOpenAtWrite = false;
  send = (): void => {};
  private readonly closing = new AbortController();
  private readonly view = render(<div />);

  close(): void {
    this.closing.abort();
  }

  get root(): HTMLElement {
    return this.view.container as HTMLElement;
  }

  get dialog(): HTMLElement | null {
    return this.root.querySelector('dialog');
  }

  start(catalogue: typeof en | typeof fr = en) {
    const editor: Partial<ComposeEditor> = {
      signal: this.closing.signal,
      read: () => this.snapshot,
      onSend: (callback: () => void) => {
        this.send = callback;
      },
      applyEdits: async (snapshot: DraftSnapshot, edits: readonly TextEdit[]) => {
        expect(snapshot).toBe(this.snapshot);
        this.dialogOpenAtWrite = this.dialog !== null;
        this.written.push([...edits]);
        return this.outcome;
      },
    };
    const context: ComposeContext = {
      editor: editor as ComposeEditor,
      t: createTranslate(catalogue, catalogue === en ? 'en' : 'fr'),
      setButton: (_, state) => {
        this.button = state;
      },
      showLive: () => {},
      showDialog: (content: ComponentChildren | null) => {
        // As the layer does: drawn a moment later.
        queueMicrotask(() => this.view.rerender(<div>{content}</div>));
      },
      dialogOpen: () => false,
      showNotice: (notice) => {
        this.notice = notice;
      },
      showFailure: ({ code }) => {
        this.failures.push(code);
      },
      announce: (text) => {
        this.announced.push(text);
      },
      copy: async (text) => {
        this.copied.push(text);
        return true;
      },
    };
    return improveCompose.start(context);
  }

  async press(action: string): Promise<void> {
    const button = await waitFor(() => {
      const found = this.root.querySelector<HTMLElement>(`[data-action="${action}"]`);
      if (!found) throw new Error(`no button ${action} in ${this.root.textContent}`);
      return found;
    });
    fireEvent.click(button);
  }

  async shows(text: string | RegExp): Promise<void> {
    await waitFor(() => expect(this.root.textContent).toMatch(text));
  }
}

let mail: FakeWindow;
beforeEach(() => {
  backgrounds = [];
  mail = new FakeWindow();
});
afterEach(() => vi.restoreAllMocks());

async function opened(): Promise<Background> {
  mail.start().actions?.improve?.();
  await waitFor(() => expect(backgrounds[0]?.commands).toHaveLength(1));
  return backgrounds[0] as Background;
}

describe('improve in a compose window', () => {
  it('opens at once, streams, compares, and writes only what was kept, after the dialog has gone', async () => {
    const background = await opened();
    expect(background.commands[0]).toEqual({
      type: 'run',
      request: {
        text: 'je vous envoie ⟦1⟧ lundi',
        tokens: ['⟦1⟧'],
        language: 'auto',
        engine: 'auto',
      },
    });
    await mail.shows('Nothing has been sent yet.');
    expect(mail.button.state).toBe('busy');
    background.post({ type: 'started', provenance: server });
    background.post({ type: 'partial', text: 'Je vous en' });
    await mail.shows(/Je vous en.*Sent to api\.openai\.com · gpt-5-mini/s);
    background.post(done);
    await mail.shows('2 changes · 2 accepted');
    expect(mail.button.state).toBe('idle');
    expect(mail.announced).toContain('The proposal is ready: 2 changes.');
    fireEvent.click(mail.root.querySelector('[data-change="2"]') as HTMLElement);
    await mail.shows('2 changes · 1 accepted');
    expect(mail.written).toEqual([]);

    await mail.press('insert');
    await waitFor(() => expect(mail.notice?.tone).toBe('success'));
    expect(mail.written).toEqual([[{ start: 0, end: 2, text: 'Je' }]]);
    expect(mail.dialogOpenAtWrite).toBe(false);
    expect(mail.button.state).toBe('idle');
    expect(mail.dialog).toBeNull();
  });

  it('writes nothing when nothing was kept', async () => {
    const background = await opened();
    background.post(done);
    await mail.press('reject-all');
    await mail.shows('2 changes · 0 accepted');
    await mail.press('insert');
    await waitFor(() => expect(mail.announced).toContain('Nothing was changed.'));
    expect(mail.written).toEqual([]);
  });

  it('a second press keeps the first proposal', async () => {
    const feature = mail.start();
    feature.actions?.improve?.();
    feature.actions?.improve?.();
    await mail.shows('Your text');
    expect(backgrounds).toHaveLength(1);
  });

  it('says so when there is nothing to improve', () => {
    mail.snapshot = { scope: 'draft', text: ' \n', atoms: [] };
    mail.start().actions?.improve?.();
    expect(mail.failures).toEqual(['nothing-to-improve']);
    expect(backgrounds).toEqual([]);
  });

  it('Esc stops the request and changes nothing', async () => {
    const background = await opened();
    background.post({ type: 'partial', text: 'Je' });
    await mail.shows('Proposal');
    fireEvent(mail.dialog as HTMLElement, new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(mail.dialog).toBeNull());
    await waitFor(() => expect(background.commands).toContainEqual({ type: 'abort' }));
    expect(mail.announced.at(-1)).toBe('Stopped. Nothing was changed.');
    background.post(done);
    await waitFor(() => expect(mail.button.state).toBe('idle'));
    expect(mail.written).toEqual([]);
  });

  it('X12: a failure tells how long to wait, keeps what came in, and can polish on this device', async () => {
    const background = await opened();
    background.post({
      type: 'failed',
      failure: { code: 'rate-limited', retryAfter: 17, detail: 'Quota' },
      partial: 'Je vous ⟦1⟧',
    });
    await mail.shows(/asks to wait.*Wait 17 seconds\. The server said: Quota/s);
    await mail.press('copy');
    await waitFor(() => expect(mail.copied).toEqual(['Je vous le dossier']));
    await mail.press('improve-offline');
    await waitFor(() => expect(backgrounds).toHaveLength(2));
    await waitFor(() =>
      expect(backgrounds[1]?.commands[0]).toMatchObject({ request: { engine: 'offline' } }),
    );
    backgrounds[1]?.post({ ...done, provenance: offline } as ImproveEvent);
    await mail.shows('nothing was sent');
  });

  it('retries from the start', async () => {
    const background = await opened();
    background.post({ type: 'failed', failure: { code: 'timed-out' }, partial: '' });
    await mail.press('retry');
    await waitFor(() => expect(backgrounds).toHaveLength(2));
    backgrounds[1]?.post(done);
    await mail.shows('2 changes');
    expect(mail.root.textContent).not.toContain('did not answer');
  });

  it('X16: a background that goes away in the middle leaves the draft alone', async () => {
    const background = await opened();
    background.post({ type: 'partial', text: 'Je vous' });
    await mail.shows('Je vous');
    background.hangUp();
    await mail.shows('stopped half-way');
    // The bar behind the dialog offers nothing to stop.
    expect(mail.button.state).toBe('idle');
    expect(mail.written).toEqual([]);
  });

  it('X17: a draft edited meanwhile is not overwritten; the text can be copied', async () => {
    mail.outcome = { ok: false, reason: 'draft-changed', restored: true };
    const background = await opened();
    background.post(done);
    await mail.press('insert');
    await mail.shows('The draft was edited meanwhile');
    await mail.press('copy');
    await waitFor(() => expect(mail.copied).toEqual(['Je vous envoie le dossier mardi']));
    await mail.press('start-again');
    await waitFor(() => expect(backgrounds).toHaveLength(2));
  });

  it('an editor that takes no text: told, kept, copied', async () => {
    mail.outcome = { ok: false, reason: 'not-inserted', restored: false };
    const background = await opened();
    background.post(done);
    await mail.press('insert');
    await mail.shows('took only a part');
    await mail.press('copy');
    await waitFor(() => expect(mail.copied).toHaveLength(1));
  });

  it('nothing is written once the mail was sent', async () => {
    const background = await opened();
    background.post(done);
    await mail.shows('2 changes');
    mail.send();
    await mail.shows('The mail was sent meanwhile');
    const insert = mail.root.querySelector<HTMLButtonElement>('[data-action="insert"]');
    expect(insert?.disabled).toBe(true);
    fireEvent.keyDown(mail.dialog as HTMLElement, { key: 'Enter', ctrlKey: true });
    await mail.press('copy');
    await waitFor(() => expect(mail.copied).toHaveLength(1));
    expect(mail.written).toEqual([]);
  });

  it('a closed window stops the request', async () => {
    const background = await opened();
    mail.close();
    await waitFor(() => expect(background.commands).toContainEqual({ type: 'abort' }));
    await mail.shows('The compose window was closed');
    expect(mail.written).toEqual([]);
  });

  it('S39: warns of a link that the draft did not hold', async () => {
    const background = await opened();
    background.post({ ...done, newContacts: ['https://evil.example/x'] } as ImproveEvent);
    await mail.shows('Not in your draft: https://evil.example/x.');
  });

  it('S34: an answer that looks like HTML is shown as text', async () => {
    const background = await opened();
    background.post({ type: 'partial', text: '<img src=x onerror=alert(1)>' });
    await mail.shows('<img src=x onerror=alert(1)>');
    expect(mail.root.querySelector('img')).toBeNull();
  });

  it('says why the user’s server was left out', async () => {
    const background = await opened();
    const provenance: Provenance = { ...offline, serverSkipped: 'permission-missing' };
    background.post({ ...done, provenance } as ImproveEvent);
    await mail.shows('Your server was not used');
  });

  it('polishes on this device from the menu, in French', async () => {
    const [item] = mail.start(fr).menu?.() ?? [];
    expect(item?.label).toBe('Améliorer sur cet appareil');
    item?.run();
    await waitFor(() =>
      expect(backgrounds[0]?.commands[0]).toMatchObject({ request: { engine: 'offline' } }),
    );
    backgrounds[0]?.post({ ...done, provenance: offline } as ImproveEvent);
    await mail.shows('2 changements · 2 acceptés');
  });
});
