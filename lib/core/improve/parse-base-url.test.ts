import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from './parse-base-url';

describe('parseBaseUrl', () => {
  it.each([
    ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
    ['  https://api.mistral.ai/v1/// ', 'https://api.mistral.ai/v1'],
    ['http://localhost:11434/v1', 'http://localhost:11434/v1'],
    ['http://127.0.0.1:8080/v1/', 'http://127.0.0.1:8080/v1'],
    ['HTTPS://API.Example.com/v1', 'https://api.example.com/v1'],
  ])('accepts %s', (typed, url) => {
    expect(parseBaseUrl(typed)).toMatchObject({ ok: true, url });
  });

  it.each([
    ['', 'empty'],
    ['api.openai.com/v1', 'no-scheme'],
    ['localhost:11434/v1', 'no-scheme'],
    ['https://', 'not-a-url'],
    ['ftp://example.com/v1', 'not-a-url'],
    ['https://*/v1', 'not-a-url'],
    ['https://*.example.com/v1', 'not-a-url'],
    ['https://user:secret@example.com/v1', 'credentials'],
    ['https://api.openai.com@evil.example/v1', 'credentials'],
    ['http://example.com/v1', 'insecure'],
    ['http://192.168.1.4:11434/v1', 'insecure'],
    ['http://localhost.evil.example/v1', 'insecure'],
    ['https://example.com/v1?key=1', 'query'],
  ])('S42: refuses %s (%s)', (typed, problem) => {
    expect(parseBaseUrl(typed)).toEqual({ ok: false, problem });
  });

  it('hints at the missing version', () => {
    expect(parseBaseUrl('https://api.openai.com/')).toMatchObject({
      ok: true,
      url: 'https://api.openai.com',
      hint: 'missing-version',
    });
    expect(parseBaseUrl('https://api.openai.com/v1')).not.toHaveProperty('hint');
  });

  it('knows a server on this machine', () => {
    expect(parseBaseUrl('http://localhost:1234/v1')).toMatchObject({ local: true });
    expect(parseBaseUrl('https://api.openai.com/v1')).toMatchObject({ local: false });
  });
});
