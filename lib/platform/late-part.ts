import { type ReadonlySignal, signal } from '@preact/signals';

/** A part of a page whose code is loaded when it is wanted. */
export interface LatePart<Part> {
  /** The part; null when its file could not be read, undefined until that is known. */
  readonly state: ReadonlySignal<Part | null | undefined>;
  /** Loads it, once for all who ask. Rejects when it could not be read; the next to ask tries again. */
  bring(): Promise<Part>;
}

/**
 * Firefox before 155 remembers, as long as the page lives, that a file could not be read: where trying again
 * fails as well, the page has to begin anew.
 */
export function latePart<Part>(load: () => Promise<Part>): LatePart<Part> {
  const state = signal<Part | null | undefined>(undefined);
  let underWay: Promise<Part> | null = null;
  const begin = async (): Promise<Part> => {
    try {
      const part = await load();
      state.value = part;
      return part;
    } catch (thrown) {
      underWay = null;
      state.value = null;
      throw thrown;
    }
  };
  return {
    state,
    bring() {
      underWay ??= begin();
      return underWay;
    },
  };
}
