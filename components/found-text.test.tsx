import { cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FoundText } from './found-text';

/** jsdom paints nothing: the browser's list of what is painted over a text is a map of sets. */
const painted = new Map<string, Set<StaticRange>>();
const marked = (): string[] =>
  [...(painted.get('found-words') ?? [])].map(({ startContainer, startOffset, endOffset }) =>
    (startContainer.textContent ?? '').slice(startOffset, endOffset),
  );

beforeEach(() => {
  painted.clear();
  vi.stubGlobal('CSS', { highlights: painted });
  vi.stubGlobal('Highlight', Set);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('words are marked over the text, which stays one piece, and follow both', () => {
  const { rerender, container, unmount } = render(
    <FoundText class="name" text="Réunion de mardi" words={['reunion', 'mar']} />,
  );
  const node = container.querySelector('.name')?.firstChild;
  expect(marked()).toEqual(['Réunion', 'mar']);
  rerender(<FoundText class="name" text="Réunion de mardi" words={['de']} />);
  expect(marked()).toEqual(['de']);
  rerender(<FoundText class="name" text="Devis" words={['de']} />);
  expect(marked()).toEqual(['De']);
  expect(container.querySelector('.name')?.firstChild).toBe(node);
  expect(container.textContent).toBe('Devis');
  unmount();
  expect(marked()).toEqual([]);
});
