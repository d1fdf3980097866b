import { describe, expect, it, vi } from 'vitest';
import { type ClaimStream, createClaims } from './claims';
import type { ClaimAnswer, ClaimRequest } from './messages';

function setUp(inserted: string[] = []) {
  const claims = createClaims(async (id) => inserted.includes(id));
  const window = () => {
    const gone = new AbortController();
    const answers: ClaimAnswer[] = [];
    let hear: (request: ClaimRequest) => void = () => undefined;
    const stream: ClaimStream = {
      signal: gone.signal,
      post: (answer) => answers.push(answer),
      onMessage: (callback) => {
        hear = callback;
      },
      close: () => gone.abort(),
    };
    claims.accept(stream);
    return {
      async claims(transcriptionId: string): Promise<boolean | undefined> {
        const before = answers.length;
        hear({ transcriptionId });
        await vi.waitFor(() => expect(answers).toHaveLength(before + 1));
        return answers.at(-1)?.granted;
      },
      leave: () => gone.abort(),
    };
  };
  return { claims, window };
}

describe('which window looks at which text', () => {
  it('gives a text to one window, also when two ask at once', async () => {
    const { window } = setUp();
    const [one, other] = [window(), window()];
    expect(await Promise.all([one.claims('t'), other.claims('t')])).toEqual([true, false]);
    expect(await one.claims('t')).toBe(true);
    expect(await other.claims('another')).toBe(true);
  });

  it('frees the text when its window goes', async () => {
    const { claims, window } = setUp();
    const [one, other] = [window(), window()];
    await one.claims('t');
    expect(claims.has('t')).toBe(true);
    one.leave();
    expect(claims.has('t')).toBe(false);
    expect(await other.claims('t')).toBe(true);
  });

  it('gives a text that a draft has taken to nobody', async () => {
    const { claims, window } = setUp(['t']);
    expect(await window().claims('t')).toBe(false);
    expect(claims.has('t')).toBe(false);
  });
});
