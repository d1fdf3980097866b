import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { CheckedTab } from '@/lib/features/settings/messages';
import { browser } from '@/lib/platform/browser';
import { SelfCheckSection } from './options-self-check';
import { followSettings } from './options-settings';

const background = vi.hoisted(() => ({ check: vi.fn() }));
vi.mock('@/lib/features/settings/messages', () => ({
  settingsPageMessages: { send: background.check },
}));

const second = { state: 'none', last: null, disagreements: 0, knowsUser: false } as const;
const ranks = { body: 0, plain: -1, subject: 0, identity: 0, toolbar: 0, recipients: 0, send: 0 };

function tab(check: Partial<NonNullable<CheckedTab['check']>>): CheckedTab {
  const bars = { toolbar: 1, floating: 0 };
  const whole = { host: 'gmail' as const, windows: [], doubts: 0, bars, second, off: false };
  return { hostName: 'mail.google.com', check: { ...whole, ...check } };
}

let gone: AbortController;
beforeEach(async () => {
  fakeBrowser.reset();
  vi.spyOn(browser.i18n, 'getUILanguage').mockReturnValue('en-GB');
  browser.runtime.getManifest = () => ({ version: '4.0.0' }) as never;
  gone = new AbortController();
  await followSettings(gone.signal);
});
afterEach(() => {
  gone.abort();
  cleanup();
});

async function check(answer: CheckedTab[] | Error): Promise<void> {
  if (answer instanceof Error) background.check.mockRejectedValue(answer);
  else background.check.mockResolvedValue(answer);
  render(<SelfCheckSection />);
  fireEvent.click(document.querySelector('[data-action="self-check"]') as HTMLElement);
}

describe('SelfCheckSection', () => {
  it.each<[string, CheckedTab[], RegExp]>([
    ['all is well', [tab({ windows: [{ kind: 'new', ranks }] })], /Everything is found: 1 compose/],
    ['nothing is open', [], /No mail page is open/],
    [
      'a tab was there before us',
      [{ hostName: 'mail.google.com', check: null }],
      /Reload that tab/,
    ],
    ['nobody writes', [tab({})], /No compose window is open/],
    ['the host is switched off', [tab({ off: true })], /Switched off for this site/],
    ['the host has changed', [tab({ doubts: 1 })], /too much around it has changed/],
    [
      'a part is missing',
      [tab({ windows: [{ kind: 'new', ranks: { ...ranks, send: -1, body: -1 } }] })],
      /found and works. Not found in it: text, Send/,
    ],
    [
      'the detectors differ',
      [
        tab({
          windows: [{ kind: 'new', ranks }],
          second: { ...second, state: 'ready', last: { ours: 1, theirs: 0, both: 0 } },
        }),
      ],
      /second detector sees 0 windows, ours sees 1/,
    ],
  ])('says in words: %s', async (_name, tabs, words) => {
    await check(tabs);
    await screen.findByText(words);
  });

  it('does not miss what a kind of window does not have', async () => {
    const reply = { kind: 'reply' as const, ranks: { ...ranks, recipients: -1 } };
    const plain = { kind: 'new' as const, ranks: { ...ranks, body: -1, plain: 0 } };
    await check([tab({ windows: [reply, plain] })]);
    await screen.findByText(/Everything is found: 2 compose windows/);
  });

  it('says when the check itself failed', async () => {
    await check(new Error('no background'));
    await screen.findByText(/could not be done/);
  });

  it('copies a report of ranks and counts; what else a tab answers stays out', async () => {
    const write = vi.fn(async (_text: string) => undefined);
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: write },
    });
    const answer = { ...tab({ windows: [{ kind: 'new', ranks }] }) };
    Object.assign(answer.check ?? {}, { text: 'Dear Bob' });
    await check([answer]);
    await waitFor(() =>
      expect(document.querySelector('[data-action="copy-self-check"]')).toBeTruthy(),
    );
    fireEvent.click(document.querySelector('[data-action="copy-self-check"]') as HTMLElement);
    await screen.findByText('Copied');
    const text = write.mock.calls[0]?.[0] ?? '';
    expect(JSON.parse(text)).toMatchObject({
      extension: '4.0.0',
      tabs: [{ host: 'mail.google.com', verdict: 'good', windows: [{ kind: 'new', ranks }] }],
    });
    expect(text).not.toContain('Dear Bob');
  });
});
