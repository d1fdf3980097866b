// @vitest-environment node
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { localRelays } from '@/lib/core/relay/parse-relay-address';
import { browser } from '@/lib/platform/browser';
import { database } from '@/lib/platform/database';
import { keepChannelsApart } from '@/lib/platform/fake-own-channels';
import { installFakePorts } from '@/lib/platform/fake-ports';
import {
  type Answer,
  type FaultServer,
  startFaultServer,
} from '@/lib/platform/openai-client.fault-server';
import { readSecret } from '@/lib/platform/secrets';
import { readServerKey } from '@/lib/platform/server-key';
import { waitForApproval } from './authorize-device';
import { disconnectRelay, findLocalRelays, registerRelayAccount, relayStatus } from './background';
import { type ConnectEvent, relayChanges, relayConnectStream } from './messages';

const token = 'iapr_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
keepChannelsApart();
const ports = installFakePorts();
registerRelayAccount();

type NetworkListener = (details: { error: string }) => void;
/** Who listens for `webRequest.onErrorOccurred`. */
const networkErrors = new Set<NetworkListener>();
let relay: FaultServer;
let permitted: boolean;

const json =
  (value: unknown, status = 200): Answer =>
  (response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
  };
const health = json({ status: 'ok', live: true, ready: true, version: '4.0.0' });
const code = (origin = relay.origin, device = 'd1'): Answer =>
  json({
    device_code: device,
    user_code: 'BCDF-GHJK',
    verification_uri: `${origin}/device`,
    verification_uri_complete: `${origin}/device?user_code=BCDF-GHJK`,
    expires_in: 600,
    interval: 0.2,
  });
const html: Answer = (response) => {
  response.end('<h1>Router</h1>');
};
const pending = json({ error: 'authorization_pending', error_description: '' }, 400);
const granted = json({ access_token: token, token_type: 'Bearer', scope: 'send ai read' });
const account = json({
  email: 'me@x.test',
  scopes: ['send', 'ai', 'read'],
  device: 'IAPosteManager · Firefox',
  sender: { address: 'me@x.test', delivers: true, perMinute: null, perDay: 500 },
  ai: true,
  publicUrl: 'https://relay.example.org',
  version: '4.0.0',
});

beforeEach(async () => {
  ports.page = browser.runtime.getURL('/options.html');
  await database.secrets.clear();
  relay = await startFaultServer();
  permitted = true;
  Object.assign(browser.permissions, { contains: async () => permitted });
  networkErrors.clear();
  const onErrorOccurred = {
    addListener: (listener: NetworkListener) => networkErrors.add(listener),
    removeListener: (listener: NetworkListener) => networkErrors.delete(listener),
  };
  Object.assign(browser, { webRequest: { onErrorOccurred } });
});
afterEach(() => relay.close());

function connect(
  address = relay.origin,
  onEvent: (event: ConnectEvent, close: () => void) => void = () => {},
): Promise<ConnectEvent[]> {
  const events: ConnectEvent[] = [];
  const stream = relayConnectStream.connect();
  return new Promise((resolve) => {
    stream.signal.addEventListener('abort', () => resolve(events));
    stream.onMessage((event) => {
      events.push(event);
      onEvent(event, () => stream.close());
      if (event.type === 'connected' || event.type === 'failed') resolve(events);
    });
    stream.post({ type: 'start', address, device: 'IAPosteManager · Firefox' });
  });
}

const failureOf = (events: ConnectEvent[]) => {
  const last = events.at(-1);
  return last?.type === 'failed' ? last.failure : last;
};

describe('connecting (RFC 8628)', () => {
  it('shows the code, waits for the approval, and knows whose relay it is', async () => {
    relay.answer(health, code(), pending, pending, granted, account);
    const events = await connect();
    expect(events.map(({ type }) => type)).toEqual(['checking', 'code', 'connected']);
    expect(events[1]).toMatchObject({ userCode: 'BCDF-GHJK' });
    expect(events[2]).toMatchObject({
      connection: {
        state: 'connected',
        url: relay.origin,
        account: 'me@x.test',
        scopes: ['send', 'ai', 'read'],
        sender: { perDay: 500 },
        ai: true,
      },
    });
    expect(JSON.stringify(events)).not.toContain(token);
    expect(JSON.parse(relay.seen[1]?.body ?? '')).toEqual({
      client_id: 'IAPosteManager · Firefox',
      scope: 'send ai read',
    });
    expect(relay.seen.slice(0, 5).some(({ headers }) => headers.authorization)).toBe(false);
    expect(relay.seen[5]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('asks more seldom when the relay asks for that, and goes on asking after it was away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const request = {
        ...{ origin: relay.origin, client: 'c', deviceCode: 'd1', userCode: 'u', approvalUrl: '' },
        ...{ expiresAt: Date.now() + 600_000, intervalMs: 1_000 },
      };
      relay.answer(json({ error: 'slow_down' }, 400), json({ code: 'x' }, 503), granted);
      const work = waitForApproval(request, new AbortController().signal);
      /** What has been asked for once this time has gone by, and was answered. */
      const askedAfter = async (milliseconds: number): Promise<number> => {
        await vi.advanceTimersByTimeAsync(milliseconds);
        for (let turn = 0; turn < 200; turn += 1) await new Promise((next) => setImmediate(next));
        return relay.seen.length;
      };
      expect(await askedAfter(1_000)).toBe(1);
      expect(await askedAfter(5_900)).toBe(1);
      expect(await askedAfter(100)).toBe(2);
      expect(await askedAfter(10_900)).toBe(2);
      expect(await askedAfter(100)).toBe(3);
      expect((await work).token).toBe(token);
    } finally {
      vi.useRealTimers();
    }
  });

  it('S42: the token opens its own origin only, also as the key of an AI server', async () => {
    relay.answer(health, code(), granted, account);
    await connect();
    expect(await readServerKey(`${relay.origin}/v1`)).toBe(token);
    expect(await readServerKey('https://elsewhere.test/v1')).toBe('');
    const other = await startFaultServer();
    expect(await readServerKey(other.baseUrl)).toBe('');
    await other.close();
  });

  it.each([
    ['relay-not-one', () => [json({ hello: 1 })]],
    ['relay-not-one', () => [html]],
    ['relay-not-one', () => [json({}, 404)]],
    ['relay-old', () => [json({ status: 'ok', version: '3.4.0' })]],
    ['relay-failed', () => [json({ status: 'failing', version: '4.0.0', ready: false }, 503)]],
    ['relay-elsewhere', () => [health, code('https://phishing.test')]],
    ['approval-denied', () => [health, code(), json({ error: 'access_denied' }, 400)]],
    ['approval-expired', () => [health, code(), json({ error: 'expired_token' }, 400)]],
  ] as [string, () => Answer[]][])('says %s', async (expected, answers) => {
    relay.answer(...answers());
    expect(failureOf(await connect())).toMatchObject({ code: expected });
    expect(await readSecret('relay')).toBe('');
  });

  it('S42: is not led elsewhere, and asks nobody without permission', async () => {
    const away: Answer = (response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/api/health' }).end();
    };
    relay.answer(away);
    expect(failureOf(await connect())).toMatchObject({ code: 'relay-silent-here' });
    permitted = false;
    relay.seen.length = 0;
    expect(failureOf(await connect())).toMatchObject({ code: 'permission-missing' });
    expect(relay.seen).toEqual([]);
  });

  it('a relay that is down is said to be down; cancelling ends the polling', async () => {
    expect(failureOf(await connect('http://127.0.0.1:1'))).toMatchObject({
      code: 'relay-silent-here',
    });
    relay.answer(health, code(), pending);
    await connect(relay.origin, (event, close) => event.type === 'code' && close());
    relay.seen.length = 0;
    // A whole connection more takes longer than the interval: the first one polls no more.
    relay.answer(health, code(relay.origin, 'd2'), pending, granted, account);
    expect((await connect()).at(-1)).toMatchObject({ type: 'connected' });
    expect(relay.seen.filter(({ body }) => body.includes('"d1"'))).toEqual([]);
  });
});

describe('the relay of this computer', () => {
  it('needs no network: without one it is said to be silent, and only a relay elsewhere to be out of reach', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    vi.stubGlobal('navigator', { ...navigator, onLine: false });
    try {
      for (const origin of ['http://127.0.0.1:8787', 'http://localhost:8787']) {
        expect(failureOf(await connect(origin))).toEqual({ code: 'relay-silent-here' });
      }
      expect(failureOf(await connect('https://relay.example'))).toEqual({ code: 'offline' });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('is what answers as one, an old one too; what else listens there is not offered', async () => {
    const [one = '', old = '', other = '', web = ''] = localRelays;
    const answers = new Map([
      [one, JSON.stringify({ status: 'ok', ready: true, version: '4.0.0' })],
      [old, JSON.stringify({ status: 'ok', version: '3.4.0' })],
      [other, JSON.stringify({ hello: 'world' })],
      [web, '<h1>Router</h1>'],
    ]);
    vi.stubGlobal('fetch', async (address: URL) => {
      const body = answers.get(address.origin);
      if (body === undefined) throw new TypeError('Failed to fetch');
      return new Response(body);
    });
    try {
      expect(await findLocalRelays()).toEqual([one, old]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('is looked for only where that was allowed', async () => {
    permitted = false;
    expect(await findLocalRelays()).toEqual([]);
  });
});

describe('a wrong certificate', () => {
  it.each([
    'net::ERR_CERT_AUTHORITY_INVALID',
    'SEC_ERROR_UNKNOWN_ISSUER',
    'Le certificat du pair a expiré.',
  ])('is told from a relay that is down: %s', async (error) => {
    relay.answer((response) => {
      for (const listener of networkErrors) listener({ error });
      response.destroy();
    });
    expect(failureOf(await connect())).toMatchObject({ code: 'relay-certificate' });
    expect(networkErrors.size).toBe(0);
  });

  it('is told too when the browser says it after the failure', async () => {
    relay.answer((response) => {
      response.destroy();
      setTimeout(() => {
        for (const listener of networkErrors) listener({ error: 'net::ERR_CERT_DATE_INVALID' });
      }, 50);
    });
    expect(failureOf(await connect())).toMatchObject({ code: 'relay-certificate' });
  });

  it('is one of two possible reasons when the browser says nothing', async () => {
    const origin = 'https://127.0.0.1:1';
    expect(failureOf(await connect(origin))).toEqual({ code: 'relay-unclear', detail: origin });
    expect(networkErrors.size).toBe(0);
  });

  it('is not blamed for a connection that was closed', async () => {
    relay.answer((response) => {
      for (const listener of networkErrors) listener({ error: 'net::ERR_CONNECTION_RESET' });
      response.destroy();
    });
    expect(failureOf(await connect())).toMatchObject({ code: 'relay-silent-here' });
  });
});

describe('afterwards', () => {
  beforeEach(async () => {
    relay.answer(health, code(), granted, account);
    await connect();
  });

  it('disconnecting ends the token on the relay and forgets it here', async () => {
    relay.answer(json({}));
    expect(await disconnectRelay()).toEqual({ revoked: true });
    expect(relay.seen.at(-1)).toMatchObject({ path: '/api/auth/revoke' });
    expect(JSON.parse(relay.seen.at(-1)?.body ?? '')).toEqual({ token });
    expect(await relayStatus()).toMatchObject({ state: 'none' });
    expect(await readSecret('relay')).toBe('');
  });

  it('connecting again ends the token of before on the relay', async () => {
    const fresh = token.replace('0123', '9876');
    const asked = relay.seen.length;
    relay.answer(
      health,
      code(),
      json({ access_token: fresh, token_type: 'Bearer', scope: 'send' }),
      json({}),
      account,
    );
    await connect();
    const revoked = relay.seen.slice(asked).filter(({ path }) => path === '/api/auth/revoke');
    expect(revoked.map(({ body }) => JSON.parse(body))).toEqual([{ token }]);
    expect(JSON.parse(await readSecret('relay'))).toMatchObject({ token: fresh });
  });

  it('an answer about the relay that comes after a disconnection does not bring it back', async () => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    relay.answer(async (response, request) => {
      asked.resolve();
      await answered.promise;
      const me = { email: 'somebody-new@x.test', scopes: ['send'], device: 'd' };
      const sender = { address: 'me@x.test', delivers: true, perMinute: null, perDay: null };
      await json({ ...me, sender, ai: false, version: '4.0.0' })(response, request);
    }, json({}));
    const status = relayStatus();
    await asked.promise;
    await disconnectRelay();
    answered.resolve();
    await status;
    expect(await readSecret('relay')).toBe('');
    expect(await relayStatus()).toMatchObject({ state: 'none' });
  });

  it('forgets it here also when the relay is down, and says so', async () => {
    await relay.close();
    expect(await disconnectRelay()).toEqual({ revoked: false });
    expect(await readSecret('relay')).toBe('');
    relay = await startFaultServer();
  });

  it('tells a relay that is silent from one that has ended the token, and pages that do not ask hear of it', async () => {
    const gone = new AbortController();
    let heard = 0;
    relayChanges.watch(() => {
      heard += 1;
    }, gone.signal);
    await relayStatus();
    relay.answer(json({ code: 'unauthorised', title: 'no' }, 401));
    expect(await relayStatus()).toMatchObject({
      state: 'refused',
      account: 'me@x.test',
    });
    relay.answer(json({ code: 'x' }, 500));
    // What it said of itself is kept for as long as it is silent.
    expect(await relayStatus()).toEqual({
      state: 'unreachable',
      url: relay.origin,
      account: 'me@x.test',
      scopes: ['send', 'ai', 'read'],
      device: 'IAPosteManager · Firefox',
      sender: { address: 'me@x.test', delivers: true, perMinute: null, perDay: 500 },
      ai: true,
      publicUrl: 'https://relay.example.org',
    });
    // Once when it ended the token, once when it fell silent.
    await vi.waitFor(() => expect(heard).toBe(2));
    gone.abort();
  });
});
