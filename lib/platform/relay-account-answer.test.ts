import { describe, expect, it } from 'vitest';
import { judgeHealth, readAccount, readOwnAccounts } from './relay-account-answer';

describe('judgeHealth', () => {
  it('knows a relay by its version and what it says of itself', () => {
    const health = { status: 'ok', live: true, ready: true, version: '4.0.0' };
    expect(judgeHealth(health)).toEqual({ kind: 'relay', version: '4.0.0', ready: true });
    expect(judgeHealth({ ...health, ready: false })).toMatchObject({ ready: false });
  });

  it('tells an old relay from something else', () => {
    expect(judgeHealth({ status: 'ok', version: '3.4.1' })).toEqual({
      kind: 'old',
      version: '3.4.1',
    });
    for (const other of [null, [], 'ok', {}, { status: 'UP' }, { version: '4.0.0' }]) {
      expect(judgeHealth(other)).toEqual({ kind: 'other' });
    }
    expect(judgeHealth(JSON.parse('{"__proto__":{"status":"ok","version":"4.0.0"}}'))).toEqual({
      kind: 'other',
    });
  });
});

describe('readAccount', () => {
  it('keeps what it understands and drops the rest', () => {
    const account = readAccount({
      email: 'me@x.test',
      scopes: ['read', 'admin', 7],
      device: null,
      sender: { address: 'me@x.test', perMinute: '30', perDay: 500 },
      version: '4.1.0',
    });
    expect(account).toEqual({
      email: 'me@x.test',
      scopes: ['read'],
      device: null,
      sender: { address: 'me@x.test', delivers: true, perMinute: 0, perDay: 500 },
      ai: false,
      version: '4.1.0',
    });
  });

  it('says where the links of its mails lead, where the relay tells', () => {
    const answer = { email: 'me@x.test', sender: { address: 'a' }, publicUrl: 'https://r.test' };
    expect(readAccount(answer)).toMatchObject({ publicUrl: 'https://r.test' });
    expect(readAccount({ ...answer, publicUrl: 7 })).not.toHaveProperty('publicUrl');
  });

  it('says the name of the sender, where the relay tells', () => {
    const named = (name: unknown) =>
      readAccount({ email: 'me@x.test', sender: { address: 'a', name } })?.sender;
    expect(named('The North')).toMatchObject({ address: 'a', name: 'The North' });
    for (const none of [null, undefined, '', 7]) expect(named(none)).not.toHaveProperty('name');
  });

  it('is nothing without an address', () => {
    expect(readAccount({ sender: { address: 'a' } })).toBeNull();
    expect(readAccount('x')).toBeNull();
  });
});

describe('readOwnAccounts', () => {
  const limits = { perMinute: null, perDay: 500, perDomainMinute: 7 };
  const account = { id: 'a', name: 'Office', from: 'me@x.test', fromName: 'Me', limits };

  it('keeps what a choice needs to know, and no account that could not be named', () => {
    const known = { perMinute: null, perDay: 500 };
    expect(
      readOwnAccounts({
        items: [
          { ...account, host: 'smtp.x.test', user: 'me' },
          { ...account, id: 'b', fromName: '', limits: 'none' },
          { ...account, id: '' },
          { id: 'c' },
          null,
        ],
      }),
    ).toEqual([
      { id: 'a', name: 'Office', from: 'me@x.test', fromName: 'Me', ...known },
      {
        ...{ id: 'b', name: 'Office', from: 'me@x.test', fromName: null },
        ...{ perMinute: null, perDay: null },
      },
    ]);
  });

  it('is no list where there is none', () => {
    expect(() => readOwnAccounts({ items: 'x' })).toThrow();
    expect(() => readOwnAccounts(null)).toThrow();
  });
});
