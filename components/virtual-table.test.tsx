import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import { VirtualTable } from '@/components/virtual-table';

function table(overrides = {}) {
  const props = {
    label: 'Contacts',
    columns: ['Name', 'Address'],
    rowCount: 100_000,
    rowHeight: 40,
    row: (index: number) => [`Name ${index}`, `a${index}@example.org`],
    ...overrides,
  };
  return render(<VirtualTable {...props} />);
}

it('holds 100,000 rows with a few in the page, and says how many there are', () => {
  table();
  expect(screen.getByRole('grid', { name: 'Contacts' }).getAttribute('aria-rowcount')).toBe(
    '100001',
  );
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(screen.getByText('Name 0').closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('2');
});

it('is one stop for the keyboard; keys move, open and remove', () => {
  const onOpen = vi.fn();
  const onRemove = vi.fn();
  const { container } = table({ onOpen, onRemove });
  const stops = () => [...container.querySelectorAll<HTMLElement>('[tabindex="0"]')];
  expect(stops()).toHaveLength(1);
  stops()[0]?.focus();
  const press = (key: string) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
  press('End');
  expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('100001');
  press('ArrowUp');
  press('Enter');
  expect(onOpen).toHaveBeenCalledWith(99_998, false);
  press('Home');
  press('ArrowDown');
  press('Delete');
  expect(onRemove).toHaveBeenCalledWith(1);
  expect(stops()).toHaveLength(1);
});

it('the keyboard stays with its entry when others come before it, and goes to the next one when it is gone', async () => {
  const onRemove = vi.fn();
  const names = (words: string) => words.split(' ');
  const props = (list: string[]) => ({
    label: 'Contacts',
    columns: ['Name'],
    rowCount: list.length,
    rowHeight: 40,
    row: (index: number) => [list[index]],
    idOf: (index: number) => list[index],
    onRemove: (index: number) => onRemove(list[index]),
  });
  const { container, rerender } = render(<VirtualTable {...props(names('ada bea carla'))} />);
  container.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  const press = (key: string, repeat = false) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key, repeat });
  const held = () => document.activeElement?.textContent;
  press('ArrowDown');
  expect(held()).toBe('bea');
  rerender(<VirtualTable {...props(names('abel ada alma bea carla'))} />);
  await waitFor(() => expect(held()).toBe('bea'));
  press('Delete');
  expect(onRemove.mock.calls).toEqual([['bea']]);
  rerender(<VirtualTable {...props(names('abel ada alma carla'))} />);
  await waitFor(() => expect(held()).toBe('carla'));
  // A key that is held down removes one.
  press('Delete', true);
  expect(onRemove).toHaveBeenCalledTimes(1);
  // Where nobody is, the first row stays the one stop.
  const other = render(<VirtualTable {...props(names('zoe'))} />);
  other.rerender(<VirtualTable {...props(names('abel zoe'))} />);
  expect(other.container.querySelector('[tabindex="0"]')?.textContent).toBe('abel');
});

it('asks for what is about to be seen and shows lines in its place until it comes', async () => {
  const onRange = vi.fn();
  const { container } = table({ onRange, row: () => null });
  expect(onRange).toHaveBeenCalledWith(0, expect.any(Number));
  // The spare rows a moment after the first.
  const lines = () => container.querySelectorAll('[aria-busy] .skeleton-line').length;
  await waitFor(() => expect(lines()).toBeGreaterThan(10));
});

it('says once that it is drawn, with the rows in sight and the spare ones', async () => {
  const drawnRows: number[] = [];
  const { container } = table({
    onDrawn: () => drawnRows.push(container.querySelectorAll('[data-row]').length),
  });
  expect(drawnRows).toEqual([]);
  await waitFor(() => expect(drawnRows).toHaveLength(1));
  fireEvent.scroll(container.querySelector('.virtual') as Element, { target: { scrollTop: 4000 } });
  // Four rows of a table without a height, and eight below them.
  expect(drawnRows).toEqual([12]);
});

it('leaves a press on a button in a row to the button', () => {
  const onOpen = vi.fn();
  table({ onOpen, rowCount: 1, row: () => [<button type="button">Write</button>, 'x'] });
  fireEvent.click(screen.getByText('Write'));
  expect(onOpen).not.toHaveBeenCalled();
  fireEvent.click(screen.getByText('x'));
  expect(onOpen).toHaveBeenCalledWith(0, false);
});
