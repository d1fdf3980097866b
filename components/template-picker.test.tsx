import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TemplatePicker, type TemplatePickerProps } from './template-picker';

const words = [
  'title',
  'search',
  'list',
  'nothingFound',
  'found',
  'keys',
  'insert',
  'close',
] as const;
const named = Object.fromEntries([...words, 'loading'].map((word) => [word, word]));
const templates = (...ids: string[]) =>
  ids.map((id) => ({ id, name: id, category: '', shortcut: '', excerpt: '' }));
const onPick = vi.fn();
let show: (part: Partial<TemplatePickerProps>) => void;

beforeEach(() => {
  onPick.mockClear();
  let props: TemplatePickerProps = {
    labels: named as TemplatePickerProps['labels'],
    query: '',
    templates: templates('offer', 'order', 'thanks'),
    fresh: true,
    empty: null,
    onQuery: () => undefined,
    onPick,
    onClose: () => undefined,
  };
  const { rerender } = render(<TemplatePicker {...props} />);
  show = (part) => {
    props = { ...props, ...part };
    rerender(<TemplatePicker {...props} />);
  };
});
afterEach(cleanup);

const field = () => document.querySelector('input') as HTMLInputElement;
const press = (key: string) => fireEvent.keyDown(field(), { key });
const chosen = () => document.querySelector('[aria-selected="true"]')?.getAttribute('data-id');

it('the choice stays with its template when a late answer puts others before it', () => {
  press('ArrowDown');
  show({ templates: templates('absence', 'offer', 'order') });
  expect(chosen()).toBe('order');
  press('Enter');
  expect(onPick.mock.calls).toEqual([['order']]);
});

it('the keys go round at the ends, and a page of them stops there', () => {
  press('ArrowUp');
  expect(chosen()).toBe('thanks');
  press('ArrowDown');
  expect(chosen()).toBe('offer');
  press('PageDown');
  expect(chosen()).toBe('thanks');
  press('PageUp');
  expect(chosen()).toBe('offer');
});

it('Enter before the answer to what is typed inserts no template of an older search, and then the first of the right one', () => {
  show({ query: 'th', fresh: false });
  press('Enter');
  fireEvent.click(screen.getByRole('button', { name: 'insert', hidden: true }));
  expect(onPick).not.toHaveBeenCalled();
  show({ templates: templates('thanks', 'absence'), fresh: true });
  expect(onPick.mock.calls).toEqual([['thanks']]);
});

it('Enter before the first list inserts its first, and nothing where nothing was found', () => {
  show({ templates: null, fresh: false });
  press('Enter');
  show({ templates: templates('offer'), fresh: true });
  expect(onPick.mock.calls).toEqual([['offer']]);
  show({ query: 'zz', fresh: false });
  press('Enter');
  show({ templates: [], fresh: true });
  expect(onPick).toHaveBeenCalledTimes(1);
});
