import { describe, expect, it } from 'vitest';
import {
  type DictationEvent,
  type DictationState,
  dictationStates,
  isCapturing,
  nextState,
} from './recording-state';

function run(state: DictationState, ...events: DictationEvent[]): DictationState {
  return events.reduce((current, event) => nextState(current, event) ?? current, state);
}

describe('recording state', () => {
  it('takes the whole way from the button to the text', () => {
    expect(run('idle', 'ask', 'allow', 'pause', 'resume', 'stop', 'saved', 'send', 'text')).toBe(
      'done',
    );
  });

  it('keeps what was recorded when the recorder or the engine is lost (X1, X2, X3)', () => {
    for (const state of ['recording', 'paused', 'stopping', 'transcribing'] as const) {
      expect(nextState(state, 'lost')).toBe('queued');
    }
  });

  it('does not let a late end of recording bring back what was thrown away', () => {
    expect(run('recording', 'cancel', 'saved')).toBe('discarded');
    expect(run('recording', 'cancel', 'saved', 'restore')).toBe('queued');
  });

  it('does not let a late answer overwrite a text or a recording that was recovered', () => {
    expect(nextState('done', 'text')).toBeUndefined();
    expect(nextState('queued', 'text')).toBeUndefined();
    expect(nextState('done', 'postpone')).toBeUndefined();
  });

  it('lets a failed recording be tried again, as often as wanted', () => {
    expect(run('transcribing', 'give-up', 'retry', 'send', 'postpone', 'send', 'text')).toBe(
      'done',
    );
  });

  it('never leads from audio on disk to a state without a way on', () => {
    const ways = ['retry', 'send', 'restore', 'lost', 'text'] as const;
    for (const state of dictationStates.filter((name) => name !== 'idle' && name !== 'asking')) {
      expect(ways.some((event) => nextState(state, event) !== undefined)).toBe(true);
    }
  });

  it('knows when the microphone is open', () => {
    expect(dictationStates.filter(isCapturing)).toEqual([
      'asking',
      'recording',
      'paused',
      'stopping',
    ]);
  });
});
