import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { hasHostPermission, originPattern, requestHostPermission } from './host-permission';
import { readServerKey, saveServerKey } from './server-key';

let asked: string[];
beforeEach(async () => {
  asked = [];
  await database.secrets.clear();
  Object.assign(browser.permissions, {
    contains: async ({ origins }: { origins: string[] }) => origins[0] === 'https://a.example/*',
    request: async ({ origins }: { origins: string[] }) => {
      asked.push(...origins);
      return true;
    },
  });
});

describe('host permission', () => {
  it.each([
    ['https://api.openai.com/v1', 'https://api.openai.com/*'],
    ['https://ai.example:8443/v1', 'https://ai.example/*'],
    ['http://localhost:11434/v1', 'http://localhost/*'],
    ['http://example.com/v1', null],
    ['*', null],
    ['https://*/v1', null],
  ])('covers %s by %s', (baseUrl, pattern) => {
    expect(originPattern(baseUrl)).toBe(pattern);
  });

  it('asks for one host only, and never for an address that cannot be used', async () => {
    expect(await requestHostPermission('https://b.example/v1')).toBe(true);
    expect(await requestHostPermission('http://b.example/v1')).toBe(false);
    expect(asked).toEqual(['https://b.example/*']);
    expect(await hasHostPermission('https://a.example/v1')).toBe(true);
    expect(await hasHostPermission('https://b.example/v1')).toBe(false);
    expect(await hasHostPermission('nonsense')).toBe(false);
  });
});

describe('server key', () => {
  it('S42: belongs to the origin it was saved for', async () => {
    await saveServerKey(' k1 ', 'https://a.example/v1');
    expect(await readServerKey('https://a.example/v2')).toBe('k1');
    expect(await readServerKey('https://b.example/v1')).toBe('');
    expect(await readServerKey('https://a.example:444/v1')).toBe('');
    expect(await readServerKey('')).toBe('');
  });

  it('S42: saved before any address, it belongs to the first one it is used with', async () => {
    await saveServerKey('k1', '');
    expect(await readServerKey('https://a.example/v1')).toBe('k1');
    expect(await readServerKey('https://b.example/v1')).toBe('');
    expect(await readServerKey('https://a.example/v1')).toBe('k1');
  });

  it('an empty key deletes it and its origin', async () => {
    await saveServerKey('k1', 'https://a.example/v1');
    await saveServerKey('', 'https://a.example/v1');
    expect(await database.secrets.count()).toBe(0);
  });
});
