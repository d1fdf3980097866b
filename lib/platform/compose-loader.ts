import { browser } from '@/lib/platform/browser';
import { defineMessages } from '@/lib/platform/define-messages';

/**
 * The bar and everything behind it is loaded into a mail page only when the page has a compose window.
 * Until then a page holds the watcher alone.
 */
const loaderMessages = defineMessages<{
  'compose.load': (nothing: undefined) => void;
  'compose.loadDetector': (nothing: undefined) => void;
}>('compose');

/** Mail hosts → the watcher that the manifest starts there. */
const watchers = [
  { file: '/content-scripts/gmail.js', matches: ['https://mail.google.com/*'] },
  {
    file: '/content-scripts/outlook.js',
    matches: [
      'https://outlook.live.com/*',
      'https://outlook.office.com/*',
      'https://outlook.office365.com/*',
      'https://outlook.cloud.microsoft/*',
    ],
  },
] as const;

/** In a watcher: has the background load the compose half into this very frame. */
export async function loadComposeHalf(): Promise<void> {
  await loaderMessages.send('compose.load');
}

/** In Gmail's compose half: has the second detector loaded beside it. */
export async function loadSecondDetector(): Promise<void> {
  await loaderMessages.send('compose.loadDetector');
}

/** Background: loads what watchers ask for, and starts watchers in mail tabs that were open before us. */
export function registerComposeLoader(): void {
  loaderMessages.handle('compose.load', async (_nothing, { tabId, frameId }) => {
    if (tabId === undefined || frameId === undefined) return;
    await inject(tabId, [frameId], '/content-scripts/compose.js');
  });
  loaderMessages.handle('compose.loadDetector', async (_nothing, { tabId, frameId }) => {
    if (tabId === undefined || frameId === undefined) return;
    await inject(tabId, [frameId], '/gmail-detector.js');
  });
  browser.runtime.onInstalled.addListener(() => {
    for (const { file, matches } of watchers) void startIn([...matches], file);
  });
}

/** The open tabs of mail hosts, also those that no content script of ours has reached. */
export async function mailTabs(): Promise<{ id: number; hostName: string }[]> {
  const url = watchers.flatMap(({ matches }) => [...matches]);
  const tabs = await browser.tabs.query({ url });
  return tabs.flatMap(({ id, url: address }) =>
    id === undefined || !address ? [] : [{ id, hostName: new URL(address).hostname }],
  );
}

async function startIn(matches: string[], file: string): Promise<void> {
  for (const tab of await browser.tabs.query({ url: matches })) {
    // A sleeping or restricted tab gets its watcher when it is loaded again.
    if (tab.id !== undefined) await inject(tab.id, [0], file).catch(() => undefined);
  }
}

async function inject(tabId: number, frameIds: number[], file: string): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId, frameIds }, files: [file as never] });
}
