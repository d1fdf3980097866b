/** Waits until nothing is left of what `pending` names, also of what came meanwhile; for `limitMs` at most. */
export async function untilEnded(pending: () => Promise<void>[], limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, limitMs, true);
  });
  let over: unknown;
  while (over !== true && pending().length > 0) {
    over = await Promise.race([Promise.all(pending()), limit]);
  }
  clearTimeout(timer);
}
