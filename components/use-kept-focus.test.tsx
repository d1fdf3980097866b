import { render } from 'preact';
import { useRef } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useKeptFocus } from '@/components/use-kept-focus';

let place: HTMLElement;

beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'));
});
afterEach(() => {
  render(null, place);
  place.remove();
});

function View({ rows, asks }: { rows: string[]; asks: boolean }) {
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  return (
    <main ref={main} tabIndex={-1}>
      <h2 class="view-title" tabIndex={-1}>
        Title
      </h2>
      <div>
        <section>
          <button type="button">first of the part</button>
          {asks && <button type="button">skip all</button>}
        </section>
      </div>
      <ul>
        {rows.map((row) => (
          <li key={row}>
            <button type="button">{row}</button>
          </li>
        ))}
      </ul>
    </main>
  );
}

async function show(rows: string[], asks: boolean): Promise<void> {
  await act(() => render(<View rows={rows} asks={asks} />, place));
  // The observer answers after the change, in a task of its own.
  await Promise.resolve();
}

function focus(name: string): void {
  const buttons = [...document.querySelectorAll('button')];
  buttons.find(({ textContent }) => textContent === name)?.focus();
}

test('a row that is deleted leaves the focus to the next one, the last one to the one before', async () => {
  await show(['a', 'b', 'c'], true);
  focus('b');
  await show(['a', 'c'], true);
  expect(document.activeElement?.textContent).toBe('c');
  await show(['a'], true);
  expect(document.activeElement?.textContent).toBe('a');
});

test('a control that goes leaves the focus to the first of its part', async () => {
  await show(['a'], true);
  focus('skip all');
  await show(['a'], false);
  expect(document.activeElement?.textContent).toBe('first of the part');
});

test('when the whole list goes the title has the focus', async () => {
  await show(['a'], true);
  focus('a');
  await show([], true);
  expect(document.activeElement?.textContent).toBe('Title');
});

test('a row that moves in its list keeps the focus', async () => {
  await show(['a', 'b', 'c'], true);
  focus('c');
  await show(['c', 'a', 'b'], true);
  expect(document.activeElement?.textContent).toBe('c');
});

test('whoever left the view by themselves is not brought back', async () => {
  await show(['a'], true);
  focus('a');
  (document.activeElement as HTMLElement).blur();
  await new Promise((resolve) => setTimeout(resolve));
  await show([], true);
  expect(document.activeElement).toBe(document.body);
});
