/** The value below which the given share (0–1) of the numbers lies; NaN when there are none. */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const round = (number) => Math.round(number * 100) / 100;

/** Median and 99th percentile in ms, and how many were measured. */
export function spread(numbers) {
  if (numbers.length === 0) return { count: 0 };
  return {
    p50: round(percentile(numbers, 0.5)),
    p99: round(percentile(numbers, 0.99)),
    count: numbers.length,
  };
}

export function median(numbers) {
  return round(percentile(numbers, 0.5));
}
