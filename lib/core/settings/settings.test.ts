import { describe, expect, it } from 'vitest';
import { defaultSettings, parseSettings } from './settings';

describe('stored settings', () => {
  it('start with their defaults', () => {
    for (const stored of [undefined, null, 'text', 7, []]) {
      expect(parseSettings(stored)).toEqual(defaultSettings);
    }
    expect(defaultSettings.server.transcriptionModel).toBe('gpt-transcribe');
  });

  it('keep what is right beside what is damaged', () => {
    const stored = {
      language: 'es',
      theme: 'purple',
      server: { baseUrl: 'https://ai.example/v1', chatModel: 12 },
      dictation: 'gone',
      disabledFeatures: ['improve', 3],
    };
    expect(parseSettings(stored)).toEqual({
      ...defaultSettings,
      language: 'es',
      server: { ...defaultSettings.server, baseUrl: 'https://ai.example/v1' },
      disabledFeatures: ['improve'],
    });
  });

  it('drop what no version knows, and inherited names (S45)', () => {
    const stored = JSON.parse('{"__proto__":{"welcomed":true},"extra":1}');
    expect(parseSettings(stored)).toEqual(defaultSettings);
    expect(Object.keys(parseSettings(stored))).not.toContain('extra');
  });
});
