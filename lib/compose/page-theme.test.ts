// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import { type PageTheme, readPageTheme, watchPageTheme } from '@/lib/compose/page-theme';

beforeEach(() => {
  document.documentElement.removeAttribute('class');
  document.body.removeAttribute('style');
  document.body.innerHTML = '<section><div contenteditable="true"></div></section>';
});

const editor = () => document.querySelector('div') as HTMLElement;

it('goes by the nearest painted background, through transparent ones', () => {
  expect(readPageTheme(editor())).toBe('auto');
  document.body.style.backgroundColor = '#ffffff';
  expect(readPageTheme(editor())).toBe('light');
  (document.querySelector('section') as HTMLElement).style.backgroundColor = 'rgb(32, 33, 36)';
  editor().style.backgroundColor = 'rgba(255, 255, 255, 0.08)';
  expect(readPageTheme(editor())).toBe('dark');
});

it('follows a page that changes its theme, until it is over', async () => {
  const seen: PageTheme[] = [];
  const over = new AbortController();
  watchPageTheme(editor(), (theme) => seen.push(theme), over.signal);
  document.body.style.backgroundColor = 'black';
  await Promise.resolve();
  expect(seen).toEqual(['auto', 'dark']);
  over.abort();
  document.body.style.backgroundColor = 'white';
  await Promise.resolve();
  expect(seen).toEqual(['auto', 'dark']);
});
