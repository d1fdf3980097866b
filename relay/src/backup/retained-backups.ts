const DAY = 86_400_000;

/**
 * Which backups stay: the newest of each of the last 7 days, 4 weeks and 12 months that have one (UTC; weeks start on
 * Monday), and always the newest of all. Pure.
 * @param times when each backup was made, milliseconds
 */
export function retainedBackups(times: readonly number[]): Set<number> {
  const newestFirst = [...times].sort((a, b) => b - a);
  const kept = new Set(newestFirst.slice(0, 1));
  const keep = (count: number, periodOf: (time: number) => string) => {
    const periods = new Set<string>();
    for (const time of newestFirst) {
      const period = periodOf(time);
      if (periods.has(period)) continue;
      if (periods.size === count) return;
      periods.add(period);
      kept.add(time);
    }
  };
  keep(7, (time) => new Date(time).toISOString().slice(0, 10));
  // 1970-01-01 was a Thursday: three days earlier is a Monday.
  keep(4, (time) => String(Math.floor((time / DAY + 3) / 7)));
  keep(12, (time) => new Date(time).toISOString().slice(0, 7));
  return kept;
}
