import { describe, expect, it } from 'vitest';
import { parseRelayAddress } from './parse-relay-address';

describe('parseRelayAddress', () => {
  it.each([
    ['https://relay.example.org', 'https://relay.example.org'],
    [' https://relay.example.org/account ', 'https://relay.example.org'],
    ['relay.example.org', 'https://relay.example.org'],
    ['relay.example.org:8443/v1', 'https://relay.example.org:8443'],
    ['127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['localhost', 'http://localhost'],
    ['http://127.0.0.1:8787/', 'http://127.0.0.1:8787'],
  ])('reads %s as %s', (typed, origin) => {
    expect(parseRelayAddress(typed)).toMatchObject({ ok: true, origin });
  });

  it.each([
    ['', 'empty'],
    ['http://relay.example.org', 'insecure'],
    ['http://localhost.evil.example', 'insecure'],
    ['https://me:secret@relay.example.org', 'credentials'],
    ['https://*.example.org', 'not-a-url'],
    ['ftp://relay.example.org', 'not-a-url'],
  ])('S42: refuses %j: %s', (typed, problem) => {
    expect(parseRelayAddress(typed)).toEqual({ ok: false, problem });
  });
});
