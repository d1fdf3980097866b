import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../relay/test/free-port.ts';
import { plantMailAccount } from '../../relay/test/plant-mail-account.ts';
import {
  type Env,
  type RelayProcess,
  runRelay,
  startRelay,
} from '../../relay/test/relay-process.ts';
import { type SmtpPeer, smtpError, startSmtpPeer } from '../../relay/test/smtp-peer.ts';
import { fill } from './fill-fields.ts';
import { type MailPage, waitUntil } from './mail-page.ts';
import { type RelayFront, startRelayFront } from './relay-front.ts';
import type { BrowserSession } from './session.ts';

/** A relay process with an account, and the mail server that it sends to. */
export interface RelayWorld {
  url: string;
  email: string;
  password: string;
  smtp: SmtpPeer;
  /** The mail server answers 550 to these. */
  refused: Set<string>;
  /** The mail server takes these whole and says nothing: nobody knows whether they were delivered. */
  silenced: Set<string>;
  /** Once it has so many mails the mail server answers to no other until it is let go by what this answers. */
  holdAfter(count: number): () => void;
  /** Between the browser and the relay. */
  front: RelayFront;
  /** What the relay itself says at this path. */
  ask(path: string): Promise<unknown>;
  /** Hands a batch over as another program of the same person does, and answers its id. */
  handOver(batch: object): Promise<string>;
  /** Ends everything that may use the account, as the person does on the relay's page in another browser. */
  endDevices(): Promise<void>;
  /** From now on the person has a mail account of one's own there (`planted`), which no server has seen. */
  plantSender(): void;
  /** Ends the relay as a crash does; `restart` starts it on the same data. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

const sender = 'lettre@atelier-nord.example';

/** Is this port of the machine free? Answers it, or throws. */
function tryPort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** The first free one. */
export async function freePortAmong(ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const got = await tryPort(port).catch(() => 0);
    if (got !== 0) return got;
  }
  throw new Error(`None of these ports is free: ${ports.join()}`);
}

function readToken(env: Env, email: string): string {
  const { status, stdout, stderr } = runRelay(
    ['create-token', '--email', email, '--name', 'test', '--scopes', 'read,send'],
    env,
  );
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Starts both on free ports of this machine (the relay on `relayPort`, if told), with data of their own. */
export async function startRelayWorld(relayPort?: number): Promise<RelayWorld> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-relay-'));
  const refused = new Set<string>();
  const silenced = new Set<string>();
  let held: { after: number; until: Promise<void> } | undefined;
  const smtp: SmtpPeer = await startSmtpPeer({
    onRcptTo: (address) =>
      refused.has(address) ? smtpError(550, '5.1.1 no such mailbox') : undefined,
    afterDot({ to: [address = ''] }) {
      if (silenced.has(address)) return 'drop';
      return held && smtp.received.length >= held.after ? held.until : undefined;
    },
  });
  const port = relayPort ?? (await freePort());
  const front = await startRelayFront(port);
  // Where it is told to be itself, since the relay sends people only there.
  const url = `http://127.0.0.1:${relayPort ?? front.port}`;
  const env = {
    RELAY_DATA_DIR: data,
    RELAY_PORT: String(port),
    RELAY_PUBLIC_URL: url,
    SMTP_SERVER: '127.0.0.1',
    SMTP_PORT: String(smtp.port),
    SMTP_FROM: sender,
  };
  const [email, password] = ['claire@atelier-nord.example', 'a long enough password'];
  const made = runRelay(['create-user', '--email', email, '--password-stdin'], env, password);
  if (made.status !== 0) throw new Error(made.stderr);
  let relay: RelayProcess = await startRelay(env);
  let token = '';
  const asProgram = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    token ||= readToken(env, email);
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers })).json();
  };
  return {
    url,
    email,
    password,
    smtp,
    refused,
    silenced,
    holdAfter(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = { after: count, until: promise };
      return () => {
        held = undefined;
        resolve();
      };
    },
    front,
    ask: (path) => asProgram(path),
    async handOver(batch) {
      const answer = (await asProgram('/api/email/send-batch', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(batch),
      })) as { batchId?: string };
      if (!answer.batchId) throw new Error(JSON.stringify(answer));
      return answer.batchId;
    },
    async endDevices() {
      const call = (path: string, init: RequestInit): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          ...init,
          redirect: 'manual',
          headers: { origin: url, ...init.headers },
        });
      const signedIn = await call('/api/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      const cookie = signedIn.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
      const page = await (await call('/account/devices', { headers: { cookie } })).text();
      const ids = [...page.matchAll(/name="id" value="([^"]+)"/g)].map(([, id = '']) => id);
      if (ids.length === 0) throw new Error('no device to end');
      for (const id of ids) {
        const body = new URLSearchParams({ id });
        await call('/account/devices/revoke', { method: 'POST', headers: { cookie }, body });
      }
      token = '';
    },
    plantSender: () => plantMailAccount(data),
    kill: () => relay.kill(),
    async restart() {
      relay = await startRelay(env);
    },
    async close() {
      await relay.kill();
      await front.close();
      await smtp.close();
      fs.rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Signs in on a page of the relay, if it asks for it, and waits until it shows what it was opened for. */
async function signInTo(page: MailPage, world: RelayWorld, wanted: string): Promise<void> {
  await page.waitFor(`#email, ${wanted}`, { timeout: 20_000 });
  if ((await page.count('#email')) > 0) {
    await page.click('#email');
    await page.type(world.email);
    await page.click('#password');
    await page.type(world.password);
    await page.press('Enter');
  }
  await page.waitFor(wanted, { timeout: 20_000 });
}

/**
 * Types the address of the relay, signs in on its page, approves, and waits until the options say connected.
 * @param onCode called with the options while they show the code that has to be compared
 */
export async function connectRelay(
  session: BrowserSession,
  world: RelayWorld,
  onCode?: (options: MailPage) => Promise<void>,
): Promise<MailPage> {
  const options = await session.openExtensionPage('options.html#relay');
  await fill(options, 'input[name="relay-address"]', world.url);
  await approveRelay(session, world, options, onCode);
  return options;
}

/** The same from the press on; the address stands there already. */
export async function approveRelay(
  session: BrowserSession,
  world: RelayWorld,
  options: MailPage,
  onCode?: (options: MailPage) => Promise<void>,
): Promise<void> {
  const approval = await session.pageOpenedBy(() =>
    options.click('[data-action="connect-relay"]', { timeout: 20_000 }),
  );
  await signInTo(approval, world, 'button[value="approve"]');
  await options.bringToFront();
  const code = await options.waitForText('.approval-code', /\S{4}-\S{4}/);
  await onCode?.(options);
  await approval.bringToFront();
  await approval.waitForText('main', code.trim());
  await approval.click('button[value="approve"]');
  await options.bringToFront();
  await options.waitFor('.relay-account[data-state="connected"]', { timeout: 30_000 });
  await approval.close();
}

/** Gives a file to the file field of a page, as choosing it does. */
export async function giveFile(page: MailPage, file: string): Promise<void> {
  const bytes = fs.readFileSync(file).toString('base64');
  await waitUntil(
    async () => (await page.count('input[type="file"]')) > 0,
    () => 'a field for a file',
  );
  await page.evaluate(
    (base64, name) => {
      const input = document.querySelector('input[type="file"]') as HTMLInputElement;
      const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], name));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    bytes,
    path.basename(file),
  );
}
