import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { menuTarget } from '@/components/bar-menu';
import { ComposeBar, type ComposeBarProps } from '@/components/compose-bar';

beforeAll(() => {
  // jsdom cannot watch sizes, and has no popover: opening and closing are told by the event the browser would send.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  const toggle = (newState: string) =>
    function toggled(this: HTMLElement) {
      this.style.display = newState === 'open' ? 'block' : '';
      this.dispatchEvent(Object.assign(new Event('toggle'), { newState }));
    };
  HTMLElement.prototype.showPopover = toggle('open');
  HTMLElement.prototype.hidePopover = toggle('closed');
  HTMLElement.prototype.togglePopover = function toggled(this: HTMLElement) {
    toggle('open').call(this);
    return true;
  };
});
afterEach(cleanup);

const idle = { state: 'idle' } as const;
const props: ComposeBarProps = {
  labels: {
    bar: 'IAPosteManager',
    dictate: 'Dictate',
    improve: 'Improve',
    templates: 'Templates',
    more: 'More',
    stop: 'Stop',
    stopDictation: 'Stop dictation',
    stopImproving: 'Stop improving',
  },
  buttons: { dictate: idle, improve: idle, templates: idle, more: idle },
  menu: [
    { id: 'language', label: 'Language' },
    { id: 'settings', label: 'Settings' },
  ],
  room: 'wide',
  onAction: vi.fn(),
  onMenu: vi.fn(),
  mayAct: () => true,
};
afterEach(() => vi.clearAllMocks());

describe('ComposeBar', () => {
  it('leaves out what nobody answers for', () => {
    render(<ComposeBar {...props} offered={['dictate', 'improve']} />);
    const bar = screen.getByRole('toolbar', { name: 'IAPosteManager' });
    const actions = [...bar.querySelectorAll('[data-action]')];
    expect(actions.map((button) => button.getAttribute('data-action'))).toEqual([
      'dictate',
      'improve',
      'more',
    ]);
  });

  it('has four named buttons with their public action names', () => {
    render(<ComposeBar {...props} />);
    const bar = screen.getByRole('toolbar', { name: 'IAPosteManager' });
    const actions = [...bar.querySelectorAll('[data-action]')].map((button) => [
      button.getAttribute('data-action'),
      button.getAttribute('aria-label'),
    ]);
    expect(actions).toEqual([
      ['dictate', 'Dictate'],
      ['improve', 'Improve'],
      ['templates', 'Templates'],
      ['more', 'More'],
    ]);
  });

  it('acts on a press', () => {
    render(<ComposeBar {...props} />);
    fireEvent.click(screen.getByRole('button', { name: 'Dictate' }));
    expect(props.onAction).toHaveBeenCalledWith('dictate');
  });

  it('S36: ignores events that a page has made up', () => {
    render(<ComposeBar {...props} mayAct={undefined} />);
    for (const name of ['Dictate', 'Improve', 'More']) {
      fireEvent.click(screen.getByRole('button', { name }));
    }
    expect(props.onAction).not.toHaveBeenCalled();
  });

  it('S36: asks the owner whether it may act', () => {
    const mayAct = vi.fn(() => false);
    render(<ComposeBar {...props} mayAct={mayAct} />);
    fireEvent.click(screen.getByRole('button', { name: 'Improve' }));
    expect(mayAct).toHaveBeenCalledTimes(1);
    expect(props.onAction).not.toHaveBeenCalled();
  });

  it('says what a press will do while recording, with a name that does not tick', () => {
    const dictate = { state: 'active', label: '0:14', level: 0.5 } as const;
    render(<ComposeBar {...props} buttons={{ ...props.buttons, dictate }} />);
    const button = screen.getByRole('button', { name: 'Stop dictation' });
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(button.textContent).toBe('');
    expect(button.querySelector('[data-value="0:14"]')).not.toBeNull();
    expect(button.querySelector('.meter')).not.toBeNull();
  });

  it('opens the menu from the keyboard, walks it, and gives focus back with the choice', async () => {
    render(<ComposeBar {...props} />);
    const more = screen.getByRole('button', { name: 'More' });
    more.focus();
    fireEvent.keyDown(more, { key: 'ArrowDown' });
    expect(props.onAction).toHaveBeenCalledWith('more');
    const [first, second] = screen.getAllByRole('menuitem', { hidden: true }) as [
      HTMLElement,
      HTMLElement,
    ];
    await vi.waitFor(() => expect(document.activeElement).toBe(first));
    fireEvent.keyDown(first, { key: 'ArrowUp' });
    expect(document.activeElement).toBe(second);
    fireEvent.click(second);
    expect(props.onMenu).toHaveBeenCalledWith('settings');
    expect(document.activeElement).toBe(more);
  });

  it('has the focus in the menu before the browser tells that it has opened', async () => {
    const toggle = HTMLElement.prototype.showPopover;
    const told = Promise.withResolvers<void>();
    HTMLElement.prototype.showPopover = function shown(this: HTMLElement) {
      this.style.display = 'block';
      void told.promise.then(() => toggle.call(this));
    };
    render(<ComposeBar {...props} />);
    const more = screen.getByRole('button', { name: 'More' });
    more.focus();
    fireEvent.keyDown(more, { key: 'ArrowDown' });
    const [first, second] = screen.getAllByRole('menuitem', { hidden: true });
    expect(document.activeElement).toBe(first);
    fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' });
    // What is told then takes nobody back to the first entry.
    told.resolve();
    await vi.waitFor(() => expect(more.getAttribute('aria-expanded')).toBe('true'));
    expect(document.activeElement).toBe(second);
    HTMLElement.prototype.showPopover = toggle;
  });
});

describe('menuTarget', () => {
  it('goes round, to both ends, and leaves other keys alone', () => {
    expect(menuTarget('ArrowDown', 1, 2)).toBe(0);
    expect(menuTarget('ArrowUp', 0, 2)).toBe(1);
    expect(menuTarget('Home', 1, 2)).toBe(0);
    expect(menuTarget('End', 0, 2)).toBe(1);
    expect(menuTarget('a', 0, 2)).toBeNull();
    expect(menuTarget('ArrowDown', -1, 0)).toBeNull();
  });
});
