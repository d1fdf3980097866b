import { afterEach, describe, expect, it, vi } from 'vitest';
import { isGenuinePress, isOnTop } from '@/components/genuine-press';

afterEach(() => {
  document.body.replaceChildren();
  Reflect.deleteProperty(document, 'elementFromPoint');
});

function shownByPage(element: Element | null) {
  document.elementFromPoint = vi.fn(() => element);
}

function barInShadow() {
  const host = document.createElement('iaposte-bar');
  document.body.append(host);
  const button = document.createElement('button');
  host.attachShadow({ mode: 'closed' }).append(button);
  return { host, button };
}

describe('S36: pressing what one sees', () => {
  it('refuses an event made by a script', () => {
    expect(isGenuinePress(new MouseEvent('click'))).toBe(false);
  });

  it('knows a control inside a closed shadow root by its host', () => {
    const { host, button } = barInShadow();
    shownByPage(host);
    expect(isOnTop(button)).toBe(true);
  });

  it('sees that something of the page lies over the bar', () => {
    const { button } = barInShadow();
    const cover = document.createElement('div');
    document.body.append(cover);
    shownByPage(cover);
    expect(isOnTop(button)).toBe(false);
  });

  it('does not act out of view', () => {
    const { button } = barInShadow();
    shownByPage(null);
    expect(isOnTop(button)).toBe(false);
  });

  it('takes a part of itself for itself', () => {
    const button = document.createElement('button');
    const icon = button.appendChild(document.createElement('span'));
    document.body.append(button);
    shownByPage(icon);
    expect(isOnTop(button)).toBe(true);
  });
});
