/** One stretch of a comparison, in reading order. An empty `after` is a deletion. */
export type DiffSegment =
  | { kind: 'same'; text: string }
  | { kind: 'change'; id: number; before: string; after: string };
