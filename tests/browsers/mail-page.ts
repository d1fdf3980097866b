import {
  type AccessibleNode,
  type Box,
  describeTarget,
  type PlaceResult,
  type Probe,
  type Target,
  toWire,
} from './page-probe.ts';

export type { AccessibleNode, Box, Target } from './page-probe.ts';

export interface WaitSettings {
  /** Milliseconds; default 10,000. */
  timeout?: number;
}

const pollInterval = 50;

/**
 * Asks again until the answer is truthy.
 * @throws Error with `what` when the time is over
 */
export async function waitUntil<Answer>(
  ask: () => Promise<Answer>,
  what: () => string,
  timeout = 20_000,
): Promise<NonNullable<Answer>> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, pollInterval));
  }
}

/**
 * One tab as a person uses it, the same in both browsers. Targets are found in the page and in every
 * shadow root of it, closed ones included; clicks and keys are real, trusted input.
 */
export abstract class MailPage {
  abstract readonly browser: 'chromium' | 'firefox';
  /** Errors of the console, uncaught errors and CSP violations since the tab was opened. */
  abstract readonly errors: string[];

  abstract goto(url: string): Promise<void>;
  abstract reload(): Promise<void>;
  abstract url(): Promise<string>;
  /** Types text key by key into what has the focus; `\n` presses Enter. */
  abstract type(text: string): Promise<void>;
  /** Presses one key or chord, e.g. `Enter`, `Control+z`, `Alt+Shift+d`. */
  abstract press(chord: string): Promise<void>;
  /** Runs a function in the page's own world; arguments and answer travel as JSON. */
  abstract evaluate<Answer, Args extends unknown[]>(
    run: (...args: Args) => Answer,
    ...args: Args
  ): Promise<Awaited<Answer>>;
  /** Saves a PNG of the viewport. */
  abstract screenshot(path: string): Promise<void>;
  abstract resize(width: number, height: number): Promise<void>;
  abstract bringToFront(): Promise<void>;
  abstract close(): Promise<void>;

  protected abstract probe(probe: Probe): Promise<unknown>;
  protected abstract clickAt(x: number, y: number): Promise<void>;

  /** Waits until it is visible, enabled, uncovered and has stopped moving, then clicks its centre. */
  async click(target: Target, { timeout }: WaitSettings = {}): Promise<void> {
    let last = null as PlaceResult | null;
    const place = await waitUntil(
      async () => {
        const before: PlaceResult | null = last;
        last = (await this.probe({ operation: 'place', target: toWire(target) })) as PlaceResult;
        const still = before?.x === last.x && before.y === last.y;
        return still && last.visible && !last.disabled && !last.coveredBy ? last : null;
      },
      () => `${describeTarget(target)} to be clickable; last seen: ${JSON.stringify(last)}`,
      timeout,
    );
    await this.clickAt(place.x, place.y);
  }

  /** Waits until it is visible (or, with `state: 'hidden'`, gone or hidden). */
  async waitFor(
    target: Target,
    { state = 'visible', timeout }: WaitSettings & { state?: 'visible' | 'hidden' } = {},
  ): Promise<void> {
    await waitUntil(
      async () => (await this.isVisible(target)) === (state === 'visible'),
      () => `${describeTarget(target)} to be ${state}`,
      timeout,
    );
  }

  /** Waits until its text contains `words` (or matches), and answers the text. */
  async waitForText(
    target: Target,
    words: string | RegExp,
    { timeout }: WaitSettings = {},
  ): Promise<string> {
    let last: string | null = null;
    return waitUntil(
      async () => {
        last = await this.text(target);
        if (last === null) return null;
        const fits = typeof words === 'string' ? last.includes(words) : words.test(last);
        return fits ? last : null;
      },
      () => `${describeTarget(target)} to read ${words}; last read: ${JSON.stringify(last)}`,
      timeout,
    );
  }

  /** Text as a person reads it, or the value of a field; null when it is not there. */
  async text(target: Target): Promise<string | null> {
    return (await this.probe({ operation: 'text', target: toWire(target) })) as string | null;
  }

  async isVisible(target: Target): Promise<boolean> {
    const place = await this.probe({ operation: 'place', target: toWire(target) });
    return (place as PlaceResult).visible;
  }

  async count(target: Target): Promise<number> {
    return (await this.probe({ operation: 'count', target: toWire(target) })) as number;
  }

  async attribute(target: Target, attribute: string): Promise<string | null> {
    const probe: Probe = { operation: 'attribute', target: toWire(target), attribute };
    return (await this.probe(probe)) as string | null;
  }

  /** Moves the focus by script, where a person would use Tab. */
  async focus(target: Target): Promise<void> {
    await waitUntil(
      () => this.probe({ operation: 'focus', target: toWire(target) }),
      () => `${describeTarget(target)} to take the focus`,
    );
  }

  /** Roles, names and states of what is visible inside, in document order. */
  async snapshot(target: Target): Promise<AccessibleNode[]> {
    return (await this.probe({
      operation: 'snapshot',
      target: toWire(target),
    })) as AccessibleNode[];
  }

  /** Where it stands, in CSS pixels of the viewport; null when it is not there. */
  async box(target: Target): Promise<Box | null> {
    return (await this.probe({ operation: 'box', target: toWire(target) })) as Box | null;
  }

  /** Makes closed shadow roots visible to scripts of the page, for checkers that run there. */
  async openShadowRoots(): Promise<void> {
    await this.probe({ operation: 'open-roots', target: { css: 'html' } });
  }
}
