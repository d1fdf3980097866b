import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DictationList, type DictationListProps } from '@/components/dictation-list';
import type { DictationItem } from '@/components/dictation-types';

afterEach(cleanup);

const play = vi.fn();
const remove = vi.fn();
const item: DictationItem = {
  id: 'a',
  kind: 'transcription',
  text: 'Rendez-vous à 14 h (jeudi)',
  host: 'Gmail',
  when: 'today 10:42',
  duration: '38 s',
  words: '5 words',
  engine: '',
  actions: [
    { id: 'retry', label: 'Try again', place: 'main', run: vi.fn() },
    { id: 'delete', label: 'Delete', run: remove },
  ],
  audio: { url: null, onPlay: play },
};

const props: DictationListProps = {
  labels: {
    search: 'Search',
    clearSearch: 'Clear',
    found: (count) => `${count} found`,
    nothingFound: (query) => `Nothing holds “${query}”`,
    loading: 'Loading',
    more: 'Older',
    play: 'Play',
    pause: 'Pause',
    position: 'Position',
    showAll: 'Show all',
    showLess: 'Show less',
  },
  items: [item],
  query: '',
  onQuery: vi.fn(),
  empty: { title: 'Nothing yet', text: 'Speak first', steps: ['Open a mail'] },
};

describe('DictationList', () => {
  it('teaches when there is nothing at all, without a search box', () => {
    render(<DictationList {...props} items={[]} />);
    expect(screen.getByRole('heading', { name: 'Nothing yet' })).toBeTruthy();
    expect(screen.queryByRole('searchbox')).toBeNull();
  });

  it('keeps the search box and says so when nothing was found', () => {
    render(<DictationList {...props} items={[]} query="xyz" />);
    expect(screen.getByRole('searchbox')).toBeTruthy();
    expect(screen.getByText('Nothing holds “xyz”')).toBeTruthy();
  });

  it('opens a row from the keyboard and shows the rest of its actions', () => {
    render(<DictationList {...props} />);
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
    const row = screen.getByRole('button', { expanded: false });
    fireEvent.click(row);
    expect(row.getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('asks for the audio on the first press only', () => {
    render(<DictationList {...props} />);
    expect(document.querySelector('audio')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    expect(play).toHaveBeenCalledTimes(1);
  });

  it('clears the search', () => {
    render(<DictationList {...props} query="x" />);
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(props.onQuery).toHaveBeenCalledWith('');
  });
});
