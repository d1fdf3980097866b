export interface DictationAction {
  id: string;
  label: string;
  /** `main` stands in the row; the rest opens with the row. */
  place?: 'main' | 'menu';
  danger?: boolean;
  run(): void;
}

export interface DictationItem {
  id: string;
  kind: 'transcription' | 'pending' | 'failed' | 'recording';
  /** What was said, or a sentence about what waits. */
  text: string;
  /** `Gmail`, `Outlook`, or empty. */
  host: string;
  /** When, in the reader's way: `today 10:42`. */
  when: string;
  /** Spoken time in the reader's way: `38 s`. */
  duration: string;
  /** `96 words`, or empty. */
  words: string;
  /** Who wrote it down, e.g. `gpt-transcribe`, or empty. */
  engine: string;
  /** A few words for the tag of what is not a plain transcription: `waiting`, `failed`. */
  status?: string;
  actions: readonly DictationAction[];
  /** Null when no audio was kept. `url` is set by the owner after `onPlay` asked for it. */
  audio: { url: string | null; onPlay(): void } | null;
}

export interface DictationListLabels {
  /** `Search 412 dictations`. */
  search: string;
  clearSearch: string;
  found(count: number): string;
  nothingFound(query: string): string;
  loading: string;
  more: string;
  play: string;
  pause: string;
  /** Name of the position slider. */
  position: string;
  /** Opens and closes the full text of a row. */
  showAll: string;
  showLess: string;
}
