import { expect, it } from 'vitest';
import { chooseModels } from './choose-models';

const now = { chatModel: 'gpt-5-mini', transcriptionModel: 'gpt-transcribe' };

it('keeps what is offered, else takes what fits, and leaves all as it is when nothing is listed', () => {
  expect(chooseModels([], now)).toEqual(now);
  expect(chooseModels(['gpt-transcribe', 'x', 'gpt-5-mini'], now)).toEqual(now);
  expect(chooseModels(['text-embedding-3', 'whisper-1', 'mistral-small'], now)).toEqual({
    chatModel: 'mistral-small',
    transcriptionModel: 'whisper-1',
  });
  expect(chooseModels(['llama3'], now)).toEqual({ chatModel: 'llama3', transcriptionModel: '' });
});
