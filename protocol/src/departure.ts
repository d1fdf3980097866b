/** Longest a batch may lie until its time, milliseconds: five years, leap days included. */
export const MAX_AHEAD_MS = 5 * 366 * 24 * 60 * 60 * 1_000;
