import { existsSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { forCompose, registerSettings } from '@/lib/features/settings/background';
import { en } from '@/lib/locales/en';
import { browser } from '@/lib/platform/browser';
import { updateSettings } from '@/lib/platform/settings-store';

const handlers = vi.hoisted(
  () => new Map<string, (data: unknown, sender: { tabId?: number }) => unknown>(),
);
vi.mock('@/lib/platform/define-messages', () => ({
  defineMessages: () => ({
    handle: (name: string, handler: (data: unknown, sender: { tabId?: number }) => unknown) =>
      handlers.set(name, handler),
    send: vi.fn(),
  }),
}));

const ask = (name: string, data: unknown = undefined, tabId = 3) =>
  handlers.get(name)?.(data, { tabId });

beforeEach(() => {
  fakeBrowser.reset();
  vi.spyOn(browser.i18n, 'getUILanguage').mockReturnValue('en-US');
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de', 'es-MX', 'en']);
  Object.assign(browser, {
    sidePanel: { setPanelBehavior: vi.fn(async () => undefined), open: vi.fn() },
  });
  browser.runtime.openOptionsPage = vi.fn(async () => undefined);
  browser.tabs.create = vi.fn() as never;
  registerSettings();
});

describe('settings.environment', () => {
  it('gives a mail page its words and looks, and nothing of the server', async () => {
    await updateSettings((now) => ({
      ...now,
      language: 'fr',
      theme: 'dark',
      server: { ...now.server, baseUrl: 'https://secret.example/v1' },
    }));
    const environment = await ask('settings.environment');
    expect(environment).toMatchObject({ language: 'fr', theme: 'dark', disabledFeatures: [] });
    expect(JSON.stringify(environment)).not.toContain('secret.example');
    const { catalogue } = environment as { catalogue: Record<string, string> };
    expect(catalogue['common.cancel']).toBe('Annuler');
    expect(Object.keys(catalogue).some((key) => key.startsWith('settings.'))).toBe(false);
  });

  it('follows the browser when nothing was chosen', async () => {
    expect(await ask('settings.environment')).toMatchObject({ language: 'es' });
  });

  it('carries every sentence a mail page can show', () => {
    const given = Object.keys(forCompose(en));
    // A feature without a compose half shows nothing there: its sentences stay at home.
    const wanted = Object.keys(en).filter((key) => {
      const [owner = ''] = key.split('.');
      return (
        ['common', 'compose', 'error'].includes(owner) ||
        existsSync(`lib/features/${owner}/compose.tsx`)
      );
    });
    expect(given.sort()).toEqual(wanted.sort());
  });
});

describe('settings.openPage', () => {
  it('opens options and the welcome page', async () => {
    await ask('settings.openPage', { page: 'options' });
    expect(browser.runtime.openOptionsPage).toHaveBeenCalledTimes(1);
    await ask('settings.openPage', { page: 'welcome' });
    expect(browser.tabs.create).toHaveBeenCalledWith({
      url: expect.stringContaining('/welcome.html'),
    });
  });

  it('opens the panel beside the tab that asked, or in a tab when the browser refuses', async () => {
    await ask('settings.openPage', { page: 'panel' }, 7);
    expect(browser.sidePanel.open).toHaveBeenCalledWith({ tabId: 7 });
    expect(browser.tabs.create).not.toHaveBeenCalled();
    vi.mocked(browser.sidePanel.open).mockRejectedValueOnce(new Error('no user gesture'));
    await ask('settings.openPage', { page: 'panel' }, 7);
    expect(browser.tabs.create).toHaveBeenCalledWith({
      url: expect.stringContaining('/sidepanel.html'),
    });
  });

  it('opens nothing for a name it does not know', async () => {
    await ask('settings.openPage', { page: 'https://evil.example' });
    expect(browser.tabs.create).not.toHaveBeenCalled();
    expect(browser.runtime.openOptionsPage).not.toHaveBeenCalled();
  });
});

describe('the first minute', () => {
  it('shows the welcome page on install, not on update', async () => {
    await fakeBrowser.runtime.onInstalled.trigger({ reason: 'update', temporary: false } as never);
    expect(browser.tabs.create).not.toHaveBeenCalled();
    await fakeBrowser.runtime.onInstalled.trigger({ reason: 'install', temporary: false } as never);
    expect(browser.tabs.create).toHaveBeenCalledTimes(1);
  });
});
