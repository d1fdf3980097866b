import { expect, it } from 'vitest';
import { isLocalRelay } from './is-local-relay';

it('knows a relay of this computer by its address', () => {
  const local = ['http://127.0.0.1:8765', 'http://localhost:8765', 'http://[::1]:80'];
  const others = ['https://relay.example.org', 'https://127.0.0.1.evil.example', ''];
  expect([...local, ...others].map(isLocalRelay)).toEqual([true, true, true, false, false, false]);
});
