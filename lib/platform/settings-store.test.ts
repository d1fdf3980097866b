import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { defaultSettings } from '@/lib/core/settings/settings';
import { browser } from '@/lib/platform/browser';
import { followStoredSettings, updateSettings } from './settings-store';

beforeEach(() => fakeBrowser.reset());

it('does not miss what is changed while the settings are being read, nor take the older for it', async () => {
  const answer = Promise.withResolvers<Record<string, unknown>>();
  const read = vi.spyOn(browser.storage.local, 'get');
  read.mockReturnValueOnce(answer.promise as never);
  const told: string[] = [];
  const first = followStoredSettings(({ theme }) => told.push(theme), new AbortController().signal);
  await updateSettings((settings) => ({ ...settings, theme: 'dark' }));
  answer.resolve({ settings: { ...defaultSettings, theme: 'light' } });
  await first;
  expect(told).toEqual(['dark']);
  await updateSettings((settings) => ({ ...settings, theme: 'light' }));
  expect(told).toEqual(['dark', 'light']);
});
