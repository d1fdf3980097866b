import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { browser } from '@/lib/platform/browser';
import { checkSender, type Tier } from './define-messages';

beforeEach(() => fakeBrowser.reset());

/** Would this sender be heard in this tier? */
function heard(url: string | undefined, tier: Tier, id = browser.runtime.id): boolean {
  try {
    checkSender({ id, url }, tier);
    return true;
  } catch {
    return false;
  }
}

describe('S32: who may ask the background', () => {
  const ownPage = browser.runtime.getURL('/options.html' as '/');
  const mailPages = [
    'https://mail.google.com/mail/u/0/#inbox',
    'https://outlook.live.com/mail/',
    'https://outlook.office.com/mail/',
    'https://outlook.office365.com/mail/',
    'https://outlook.cloud.microsoft/mail/',
  ];

  it('our own pages, everything; a mail page, what compose windows may', () => {
    expect(heard(ownPage, 'pages')).toBe(true);
    expect(heard(ownPage, 'compose')).toBe(true);
    for (const url of mailPages) {
      expect(heard(url, 'compose'), url).toBe(true);
      expect(heard(url, 'pages'), url).toBe(false);
    }
  });

  it.each([
    'http://mail.google.com/',
    'https://mail.google.com:8443/',
    'https://mail.google.com.evil.example/',
    'https://evil.example/?https://mail.google.com/',
    'https://mail.google.com@evil.example/',
    'https://drive.google.com/',
    'chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/options.html',
    'data:text/html,x',
    '',
    undefined,
  ])('never %s', (url) => {
    expect(heard(url, 'compose')).toBe(false);
    expect(heard(url, 'pages')).toBe(false);
  });

  it('never another extension, whatever address it names', () => {
    expect(heard(ownPage, 'pages', 'another')).toBe(false);
    expect(heard(mailPages[0], 'compose', 'another')).toBe(false);
  });
});
