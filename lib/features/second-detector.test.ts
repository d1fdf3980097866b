import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adapterFor } from '@/lib/compose/adapter-for';
import type { ComposeEditor } from '@/lib/compose/compose-editor';
import { createGmailJsOpinion } from './gmail-js-opinion';
import { detectorRecord, watchSecondDetector } from './second-detector';
import { offerSecondOpinion, type SecondOpinion } from './second-opinion';

const loader = vi.hoisted(() => ({ load: vi.fn() }));
vi.mock('@/lib/platform/compose-loader', () => ({ loadSecondDetector: loader.load }));

const window = (id: string, name = 'M9') =>
  `<div class="${name}"><form><input name="subjectbox"><input name="composeid" value="${id}"><input name="draft" value="#msg-a:r-${id}"><input name="from" value="Ann <ann@example.test>"></form><div g_editable="true" contenteditable="true" role="textbox"></div></div>`;

function editors(): ComposeEditor[] {
  const adapter = adapterFor('gmail');
  const signal = new AbortController().signal;
  return adapter.candidates(document).map((element) => ({ element, signal }) as ComposeEditor);
}

function show(...windows: string[]): void {
  document.body.replaceChildren(document.createRange().createContextualFragment(windows.join('')));
}

let world: object;
beforeEach(() => {
  world = {};
  loader.load.mockReset();
});
afterEach(() => document.body.replaceChildren());

async function compareWith(opinion: SecondOpinion | null) {
  loader.load.mockImplementation(async () => {
    if (opinion) offerSecondOpinion(world, opinion);
  });
  const watch = watchSecondDetector(world, 'gmail');
  watch.compare(editors());
  await vi.waitFor(() => expect(detectorRecord(world).state).not.toBe('none'));
  return watch;
}

describe('gmail.js as the second detector', () => {
  it('sees the same windows, and gives their names and the user’s address', async () => {
    show(window('1'), window('2'));
    await compareWith(createGmailJsOpinion());
    expect(detectorRecord(world)).toEqual({
      state: 'ready',
      last: { ours: 2, theirs: 2, both: 2 },
      disagreements: 0,
      knowsUser: true,
    });
    const [first] = createGmailJsOpinion().windows();
    expect(first).toMatchObject({ composeId: '1', draftId: 'msg-a:r-1' });
    expect(createGmailJsOpinion().userAddress()).toBe('ann@example.test');
  });

  it('records that Gmail has changed for one of the two', async () => {
    show(window('1'), window('2', 'renamed'));
    const watch = await compareWith(createGmailJsOpinion());
    expect(detectorRecord(world).last).toEqual({ ours: 2, theirs: 1, both: 1 });
    watch.compare(editors());
    expect(detectorRecord(world).disagreements).toBe(2);
    expect(JSON.stringify(detectorRecord(world))).not.toContain('ann@');
  });

  it.each([
    ['does not load', () => loader.load.mockRejectedValue(new Error('gone'))],
    ['leaves nothing behind', () => loader.load.mockResolvedValue(undefined)],
  ])('costs nothing when it %s', async (_name, arrange) => {
    show(window('1'));
    arrange();
    const watch = watchSecondDetector(world, 'gmail');
    watch.compare(editors());
    await vi.waitFor(() => expect(detectorRecord(world).state).toBe('failed'));
    watch.compare(editors());
    expect(loader.load).toHaveBeenCalledTimes(1);
  });

  it('costs nothing when it throws', async () => {
    show(window('1'));
    const broken = () => {
      throw new Error('Gmail changed');
    };
    const watch = await compareWith({ windows: broken, userAddress: broken });
    expect(() => watch.compare(editors())).not.toThrow();
    expect(detectorRecord(world).state).toBe('failed');
  });

  it('is not loaded before the first window, nor in Outlook', () => {
    watchSecondDetector(world, 'gmail').compare([]);
    show(window('1'));
    watchSecondDetector(world, 'outlook').compare(editors());
    expect(loader.load).not.toHaveBeenCalled();
  });
});
