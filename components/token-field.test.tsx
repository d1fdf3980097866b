import { act, cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TokenField, type TokenFieldProps } from './token-field';

const entries = (...ids: string[]) => ids.map((id) => ({ id, label: id, detail: '' }));
const onChoose = vi.fn();
const onCommit = vi.fn();
const onAsk = vi.fn();
let show: (part: Partial<TokenFieldProps>) => void;

/** The field as an owner gives it that holds the answers back until the test lets them come. */
function begin(): void {
  onChoose.mockClear();
  onCommit.mockClear();
  onAsk.mockClear();
  let props: TokenFieldProps = {
    label: 'To',
    name: 'to',
    tokens: [],
    text: 'a',
    suggestions: entries('anna', 'bea', 'carla'),
    fresh: true,
    labels: {
      suggestions: 'Contacts',
      remove: (label) => `Remove ${label}`,
      mend: (label) => `Correct ${label}`,
    },
    onText: () => undefined,
    onAsk,
    onChoose,
    onCommit,
    onRemove: () => undefined,
    onMend: () => undefined,
  };
  const { rerender } = render(<TokenField {...props} />);
  show = (part) => {
    props = { ...props, ...part };
    rerender(<TokenField {...props} />);
  };
}
beforeEach(() => {
  begin();
  act(() => field().focus());
});
afterEach(cleanup);

const field = () => document.querySelector('input') as HTMLInputElement;
const press = (key: string) => fireEvent.keyDown(field(), { key });
const chosen = () => document.querySelector('[aria-selected="true"]')?.textContent;

it('the choice stays with its entry when a late answer puts others before it', () => {
  press('ArrowDown');
  expect(chosen()).toBe('bea');
  show({ suggestions: entries('ada', 'anna', 'bea') });
  expect(chosen()).toBe('bea');
  const named = field().getAttribute('aria-activedescendant') ?? '';
  expect(document.getElementById(named)?.textContent).toBe('bea');
  press('Enter');
  expect(onChoose.mock.calls).toEqual([['bea']]);
});

it('Enter before the answer to what is typed takes nothing of an older search, and then the first of the right one', () => {
  show({ text: 'ca', fresh: false });
  press('Enter');
  expect(onChoose).not.toHaveBeenCalled();
  show({ suggestions: entries('carla', 'clara'), fresh: true });
  expect(onChoose.mock.calls).toEqual([['carla']]);
  expect(onCommit).not.toHaveBeenCalled();
});

it('where nothing is found for what is typed it stays as it was typed', () => {
  show({ text: 'x@y.test', suggestions: [], fresh: false });
  press('Enter');
  expect(onCommit).not.toHaveBeenCalled();
  show({ fresh: true });
  expect(onCommit.mock.calls).toEqual([['x@y.test']]);
});

it('an entry of the older search chosen by hand is taken if it is among the right ones, and no other for it', () => {
  show({ text: 'b', fresh: false });
  press('ArrowDown');
  expect(chosen()).toBe('bea');
  press('Enter');
  show({ suggestions: entries('bob', 'bea'), fresh: true });
  expect(onChoose.mock.calls).toEqual([['bea']]);
  show({ text: 'bo', fresh: false });
  press('ArrowDown');
  press('Enter');
  show({ suggestions: entries('bob'), fresh: true });
  expect(onChoose).toHaveBeenCalledTimes(1);
  expect(onCommit).not.toHaveBeenCalled();
});

it('whoever types on or leaves the field after Enter has taken nothing yet', () => {
  show({ text: 'b', fresh: false });
  press('Enter');
  show({ text: 'bo' });
  show({ suggestions: entries('bob'), fresh: true });
  expect(onChoose).not.toHaveBeenCalled();
  show({ text: 'bob', fresh: false });
  press('Enter');
  fireEvent.blur(field());
  expect(onCommit.mock.calls).toEqual([['bob']]);
  show({ fresh: true });
  expect(onChoose).not.toHaveBeenCalled();
  expect(onCommit).toHaveBeenCalledTimes(1);
});

it('what can stand for itself is not replaced by an entry that contains it, unless that is chosen', () => {
  show({
    text: 'bob@x.fr',
    suggestions: entries('jacobbob@x.fr', 'bob@x.fr.test'),
    exact: 'bob@x.fr',
  });
  expect(chosen()).toBeUndefined();
  press('Enter');
  expect(onCommit.mock.calls).toEqual([['bob@x.fr']]);
  press('ArrowUp');
  expect(chosen()).toBe('bob@x.fr.test');
  press('Enter');
  expect(onChoose.mock.calls).toEqual([['bob@x.fr.test']]);
  show({ suggestions: entries('jacobbob@x.fr', 'bob@x.fr'), text: 'bob@x.fr ' });
  expect(chosen()).toBe('bob@x.fr');
});

it('the list stands open only while its field has the focus, and not for a text that stood there before', () => {
  const isOpen = () => field().getAttribute('aria-expanded') === 'true';
  cleanup();
  begin();
  expect(isOpen()).toBe(false);
  act(() => field().focus());
  expect(isOpen()).toBe(true);
  press('Escape');
  expect(isOpen()).toBe(false);
  fireEvent.input(field(), { target: { value: 'an' } });
  expect(isOpen()).toBe(true);
  act(() => field().blur());
  expect(isOpen()).toBe(false);
  show({ text: 'ann', suggestions: entries('anna') });
  expect(isOpen()).toBe(false);
});

it('the arrow down in the empty field asks for suggestions, and then goes through them; Escape, a letter and leaving close', () => {
  const isOpen = () => field().getAttribute('aria-expanded') === 'true';
  show({ text: '', suggestions: [] });
  press('ArrowUp');
  expect(onAsk).not.toHaveBeenCalled();
  press('ArrowDown');
  expect(onAsk).toHaveBeenCalledTimes(1);
  expect(isOpen()).toBe(false);
  show({ suggestions: entries('zoe', 'bob') });
  expect([isOpen(), chosen()]).toEqual([true, 'zoe']);
  press('ArrowDown');
  const named = field().getAttribute('aria-activedescendant') ?? '';
  expect(document.getElementById(named)?.textContent).toBe('bob');
  press('Escape');
  expect([isOpen(), onChoose.mock.calls]).toEqual([false, []]);
  // Enter in the closed one takes nothing.
  press('Enter');
  expect([onChoose.mock.calls, onCommit.mock.calls]).toEqual([[], []]);
  press('ArrowDown');
  expect([isOpen(), chosen()]).toEqual([true, 'zoe']);
  act(() => field().blur());
  act(() => field().focus());
  expect(isOpen()).toBe(false);
  press('ArrowDown');
  press('ArrowDown');
  press('Enter');
  expect(onChoose.mock.calls).toEqual([['bob']]);
  expect(isOpen()).toBe(false);
});
