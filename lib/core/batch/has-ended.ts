/** A batch is over: nothing more of it leaves by itself. */
export function hasEnded({ state }: { state: string }): boolean {
  return state === 'done' || state === 'cancelled';
}
