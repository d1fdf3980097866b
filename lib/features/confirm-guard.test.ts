import { afterEach, describe, expect, it, vi } from 'vitest';
import { guardConfirmKeys } from './confirm-guard';

describe('the key that answers our dialog', () => {
  let end = new AbortController();
  afterEach(() => end.abort());

  function setUp() {
    end = new AbortController();
    const state = { open: true, time: 0 };
    const heard = vi.fn();
    const closed = guardConfirmKeys(
      window,
      () => state.open,
      end.signal,
      () => state.time,
    );
    document.addEventListener('keydown', (event) => heard(event.key), { signal: end.signal });
    const press = (type: string, init: KeyboardEventInit): void => {
      document.body.dispatchEvent(
        new KeyboardEvent(type, { bubbles: true, cancelable: true, ...init }),
      );
    };
    const close = (): void => {
      state.open = false;
      closed();
    };
    return { state, heard, press, close };
  }
  const confirm = { key: 'Enter', ctrlKey: true };

  it('49: reaches the dialog, and not the mail page when it is held down', () => {
    const { state, heard, press } = setUp();
    press('keydown', confirm);
    expect(heard).toHaveBeenCalledTimes(1);
    state.open = false;
    state.time = 5000;
    press('keydown', { ...confirm, repeat: true });
    press('keydown', { ...confirm, repeat: true });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('49: does not reach the mail page when it is pressed twice', () => {
    const { state, heard, press } = setUp();
    press('keydown', confirm);
    press('keyup', confirm);
    state.open = false;
    state.time = 300;
    press('keydown', confirm);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('sends the mail again once the person means it', () => {
    const { state, heard, press } = setUp();
    press('keydown', confirm);
    state.open = false;
    press('keyup', confirm);
    state.time = 900;
    press('keydown', confirm);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('takes the next one for meant as soon as something else was pressed', () => {
    const { state, heard, press } = setUp();
    press('keydown', { key: 'Escape' });
    press('keyup', { key: 'Escape' });
    state.open = false;
    press('keydown', { key: 'Shift' });
    press('keydown', { key: 'Escape' });
    expect(heard).not.toHaveBeenLastCalledWith('Escape');
    press('keyup', { key: 'Escape' });
    press('keydown', { key: 'ArrowDown' });
    press('keydown', { key: 'Escape' });
    expect(heard).toHaveBeenLastCalledWith('Escape');
  });

  it('takes the next one for meant once something was clicked', () => {
    const { state, heard, press } = setUp();
    press('keydown', { key: 'Escape' });
    press('keyup', { key: 'Escape' });
    state.open = false;
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    press('keydown', { key: 'Escape' });
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('49: the plain Enter that picks a template does not reach the draft when it is pressed twice', () => {
    const { state, heard, press, close } = setUp();
    const pick = { key: 'Enter' };
    press('keydown', pick);
    // The template was long on its way: the second press counts from when it came.
    state.time = 5000;
    close();
    state.time = 5300;
    press('keyup', pick);
    press('keydown', pick);
    press('keyup', pick);
    expect(heard).toHaveBeenCalledTimes(1);
    state.time = 5900;
    press('keydown', pick);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('makes several lines of an Enter held down in a field of the dialog, and remembers no old one', () => {
    const { state, heard, press, close } = setUp();
    press('keydown', { key: 'Enter' });
    press('keydown', { key: 'Enter', repeat: true });
    press('keyup', { key: 'Enter' });
    expect(heard).toHaveBeenCalledTimes(2);
    press('keydown', { key: 'a' });
    close();
    state.time = 100;
    press('keydown', { key: 'Enter' });
    expect(heard).toHaveBeenCalledTimes(4);
  });

  it('lets every other key through at once', () => {
    const { state, heard, press } = setUp();
    press('keydown', confirm);
    state.open = false;
    press('keydown', { key: 'a' });
    expect(heard).toHaveBeenLastCalledWith('a');
  });
});
