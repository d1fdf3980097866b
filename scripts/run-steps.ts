/** Tells how far a run has come. */
export interface StepClock {
  /** The step before is over; this one begins. */
  begin(step: string): void;
  /** The step before is over, and nothing follows yet. */
  end(): void;
}

/**
 * Runs something that has steps, prints each one when it is over with the time it took, and the one that did not
 * happen with the reason. Answers the exit code of the process: 0 only if every step happened.
 */
export async function runSteps(
  run: (clock: StepClock) => Promise<void>,
  say: (line: string) => void,
  complain: (line: string) => void,
): Promise<0 | 1> {
  let current = '';
  let since = 0;
  const seconds = (): string => ((performance.now() - since) / 1000).toFixed(1);
  const end = (): void => {
    if (current) say(`  ok  ${current} (${seconds()} s)`);
    current = '';
  };
  const begin = (step: string): void => {
    end();
    current = step;
    since = performance.now();
  };
  try {
    await run({ begin, end });
    end();
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    complain(current ? `FAILED: ${current} (${seconds()} s)\n  ${reason}` : `FAILED: ${reason}`);
    return 1;
  }
}
