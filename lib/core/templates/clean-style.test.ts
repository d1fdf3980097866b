import { expect, it } from 'vitest';
import { cleanStyle } from './clean-style';

it('keeps what mails are laid out with', () => {
  for (const style of [
    'width: 600px; max-width: 100%; height: 40px; margin: 0 auto',
    'margin: -4px 0 1.5em; padding: 10pt 5%; line-height: 1.5; line-height: 150%',
    'font-family: "Museo 3000", Arial; font-weight: 700; color: #999999; background-color: rgb(255, 255, 255)',
    'border: 1px solid hsl(120deg 50% 50%); letter-spacing: .02em; font-size: 1.2rem',
  ]) {
    expect(cleanStyle(style)).toBe(style);
  }
});

it('drops what would reach beyond the mail: the size of the window, and sizes that no mail has', () => {
  for (const style of [
    'width: 100vw; height: 100vh; max-width: 50dvw; margin: 10svh 0; padding: 1vmin; width: 90CQI',
    'height: 99999px; width: 400%; margin-top: -9999px; padding: 200em; border-bottom: 5000pt solid red',
    'height: 1e9px; line-height: 900; margin-left: calc(1px - 4000px); width: 50in; height: 3lh',
    'position: fixed; z-index: 9; background-color: url(x)',
  ]) {
    expect(cleanStyle(style), style).toBe('');
  }
});
