import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { browser } from '@/lib/platform/browser';
import { loadSettings, updateSettings } from '@/lib/platform/settings-store';
import { OptionsPage } from './options';
import { followSettings, pageSettings, savedSection } from './options-settings';

const background = vi.hoisted(() => ({
  key: '',
  test: vi.fn(),
}));
vi.mock('@/lib/features/improve/messages', () => ({
  improvePageMessages: {
    send: vi.fn(async (name: string, data: { key: string }) => {
      if (name === 'improve.hasKey') return background.key !== '';
      if (name === 'improve.saveKey') background.key = data.key;
      if (name === 'improve.testConnection') return background.test(data);
      return undefined;
    }),
  },
}));
vi.mock('@/lib/platform/microphone', () => ({
  microphoneState: async () => 'granted',
  requestMicrophone: async () => 'granted',
}));
const permission = vi.hoisted(() => ({ granted: true }));
vi.mock('@/lib/platform/host-permission', () => ({
  hasHostPermission: async () => permission.granted,
  requestHostPermission: async () => permission.granted,
}));

let gone: AbortController;
beforeEach(async () => {
  fakeBrowser.reset();
  savedSection.value = null;
  background.key = '';
  background.test.mockReset();
  permission.granted = true;
  gone = new AbortController();
  vi.spyOn(browser.i18n, 'getUILanguage').mockReturnValue('en-GB');
  browser.commands.getAll = vi.fn(async () => [
    { name: '_execute_action', shortcut: '' },
    { name: 'dictate', shortcut: 'Alt+Shift+D' },
    { name: 'improve', shortcut: '' },
  ]) as never;
  await followSettings(gone.signal);
  render(<OptionsPage />);
});
afterEach(() => {
  gone.abort();
  cleanup();
});

const field = (name: string) => document.querySelector<HTMLInputElement>(`[name="${name}"]`);
const choosePreset = (value: string) =>
  fireEvent.change(field('preset') as HTMLElement, { target: { value } });
const pressAction = (name: string) =>
  fireEvent.click(document.querySelector(`[data-action="${name}"]`) as HTMLElement);

describe('OptionsPage', () => {
  it('changes language at once, everywhere on the page, and keeps it', async () => {
    fireEvent.click(screen.getAllByRole('radio', { name: 'Français' })[0] as HTMLElement);
    await screen.findByRole('heading', { name: 'Réglages' });
    expect(document.documentElement.lang).toBe('fr');
    expect((await loadSettings()).language).toBe('fr');
    fireEvent.click(screen.getAllByRole('radio', { name: 'English' })[0] as HTMLElement);
    await screen.findByRole('heading', { name: 'Settings' });
  });

  it('changes the theme at once and says that it was saved', async () => {
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    await screen.findByText('Saved');
    expect(document.documentElement.dataset.theme).toBe('dark');
    fireEvent.click(screen.getAllByRole('radio', { name: 'Automatic' })[1] as HTMLElement);
    await waitFor(() => expect(document.documentElement.dataset.theme).toBeUndefined());
  });

  it('fills address and models from a preset', async () => {
    choosePreset('groq');
    await waitFor(() => expect(field('base-url')?.value).toBe('https://api.groq.com/openai/v1'));
    expect((await loadSettings()).server.transcriptionModel).toBe('whisper-large-v3-turbo');
  });

  it('says at the field what is wrong with an address, and does not store it', async () => {
    choosePreset('openai');
    await waitFor(() => expect(field('base-url')).not.toBeNull());
    const input = field('base-url') as HTMLInputElement;
    fireEvent.input(input, { target: { value: 'http://192.168.0.9/v1' } });
    fireEvent.change(input);
    await waitFor(() => expect(input.getAttribute('aria-invalid')).toBe('true'));
    const described = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    const said = described.map((id) => document.getElementById(id)?.textContent).join(' ');
    expect(said).toContain('https');
    expect(document.getElementById(described.at(-1) ?? '')?.getAttribute('role')).toBe('alert');
    expect((await loadSettings()).server.baseUrl).toBe('https://api.openai.com/v1');
  });

  it('keeps what is being typed while something else is saved', async () => {
    choosePreset('openai');
    await waitFor(() => expect(field('chatModel')?.value).toBe('gpt-5-mini'));
    fireEvent.input(field('chatModel') as HTMLElement, { target: { value: 'my-mod' } });
    fireEvent.input(field('base-url') as HTMLElement, { target: { value: 'https://ai.exa' } });
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    await screen.findByText('Saved');
    // Another page changes this very field.
    await updateSettings((now) => ({ ...now, server: { ...now.server, chatModel: 'theirs' } }));
    await waitFor(() => expect(pageSettings.value.server.chatModel).toBe('theirs'));
    expect(field('chatModel')?.value).toBe('my-mod');
    expect(field('base-url')?.value).toBe('https://ai.exa');
    // The choice of another server is the end of it.
    choosePreset('groq');
    await waitFor(() => expect(field('base-url')?.value).toBe('https://api.groq.com/openai/v1'));
    expect(field('chatModel')?.value).toBe('openai/gpt-oss-20b');
  });

  it('loses no change when two are made at once', async () => {
    await Promise.all([
      updateSettings((now) => ({ ...now, theme: 'dark' })),
      updateSettings((now) => ({ ...now, welcomed: true })),
    ]);
    const { theme, welcomed } = await loadSettings();
    expect([theme, welcomed]).toEqual(['dark', true]);
  });

  it('S41: takes a key, says that it is saved, and never shows it again', async () => {
    choosePreset('openai');
    await waitFor(() => expect(field('server-key')).not.toBeNull());
    const input = field('server-key') as HTMLInputElement;
    expect(input.type).toBe('password');
    fireEvent.input(input, { target: { value: 'sk-very-secret' } });
    pressAction('save-key');
    await screen.findByText('A key is saved for this server');
    expect(background.key).toBe('sk-very-secret');
    expect(document.body.innerHTML).not.toContain('sk-very-secret');
    expect(JSON.stringify(await browser.storage.local.get())).not.toContain('sk-very-secret');
    pressAction('remove-key');
    await waitFor(() => expect(background.key).toBe(''));
  });

  it('tells the result of a test in words and offers the models', async () => {
    background.test.mockResolvedValue({ ok: true, models: ['gpt-5-mini', 'gpt-5'] });
    choosePreset('openai');
    await waitFor(() => expect(field('base-url')).not.toBeNull());
    pressAction('test-connection');
    await screen.findByText('It works: api.openai.com answers, with 2 models.');
    expect(document.querySelectorAll('#models option')).toHaveLength(2);
  });

  it('sends nothing when the browser was not allowed to', async () => {
    permission.granted = false;
    choosePreset('openai');
    await waitFor(() => expect(field('base-url')).not.toBeNull());
    pressAction('test-connection');
    await screen.findByText(/was not allowed to reach api.openai.com/);
    expect(background.test).not.toHaveBeenCalled();
  });

  it('shows Ollama’s own setting when it refuses the extension', async () => {
    background.test.mockResolvedValue({
      ok: false,
      models: [],
      failure: { code: 'unauthorized', status: 403 },
    });
    choosePreset('ollama');
    await waitFor(() => expect(field('base-url')).not.toBeNull());
    pressAction('test-connection');
    await screen.findByText('OLLAMA_ORIGINS=chrome-extension://*,moz-extension://*');
  });

  it('shows the shortcuts as they are bound', async () => {
    await screen.findByText('Dictate into the draft');
    const keys = [...document.querySelectorAll('.shortcut kbd')].map((key) => key.textContent);
    expect(keys).toEqual(['Alt', 'Shift', 'D']);
    // The panel, and the popup.
    expect(screen.getAllByText('not bound')).toHaveLength(2);
    expect(screen.getByText('Quick compose')).toBeTruthy();
  });

  it('scenario 6: says what is ready and what is not', async () => {
    const line = (id: string) => document.querySelector(`[data-line="${id}"]`);
    await waitFor(() => expect(line('microphone')?.getAttribute('data-state')).toBe('ready'));
    expect(line('server')?.getAttribute('data-state')).toBe('optional');
    choosePreset('openai');
    await waitFor(() => expect(line('server')?.getAttribute('data-state')).toBe('missing'));
    expect(line('server')?.textContent).toContain('api.openai.com has no key yet.');
  });
});
