import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deriveKey } from '../src/derive-key.ts';
import { signUnsubscribe } from '../src/mail/unsubscribe-token.ts';
import { type Env, runRelay, startRelay } from '../test/relay-process.ts';

export const EMAIL = 'claire.martin@exemple.fr';
export const PASSWORD = 'a long enough password';
const SECRET_KEY = 'a secret of a relay that lives for minutes';

export type PracticeRelay = {
  base: string;
  token: string;
  /** The path of an unsubscribe page. */
  unsubscribe: string;
  /** The cookie of a fresh sign-in of the administrator. */
  signIn(): Promise<string>;
  stop(): Promise<void>;
};

/** A relay on a free directory with one administrator, for tools that look at it from outside. */
export async function practiceRelay(port: number, env: Env = {}): Promise<PracticeRelay> {
  const dir = mkdtempSync(join(tmpdir(), 'relay-practice-'));
  const all = {
    RELAY_DATA_DIR: dir,
    RELAY_PORT: String(port),
    SECRET_KEY,
    RELAY_LOG_FILE: join(dir, 'log'),
    ...env,
  };
  const base = `http://127.0.0.1:${port}`;
  const must = (args: string[], input = '') => {
    const { status, stdout, stderr } = runRelay(args, all, input);
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  must(['create-user', '--email', EMAIL, '--admin', '--password-stdin'], PASSWORD);
  const token = must([
    'create-token',
    '--email',
    EMAIL,
    '--name',
    'Firefox du bureau',
    '--scopes',
    'send,ai,read',
  ]);
  const relay = await startRelay(all);
  const claim = { userId: 'nobody', address: 'lecteur@exemple.fr', from: 'agence@exemple.fr' };
  return {
    base,
    token,
    unsubscribe: `/u/${signUnsubscribe(deriveKey(SECRET_KEY, 'unsubscribe'), claim)}`,
    async signIn() {
      const once = () =>
        fetch(`${base}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: env.RELAY_PUBLIC_URL ?? base },
          body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
        });
      let answer = await once();
      // A scanner at the same address may just have used up what it may ask in a minute.
      for (let tries = 0; answer.status === 429 && tries < 12; tries += 1) {
        await sleep(10_000);
        answer = await once();
      }
      if (!answer.ok) throw new Error(`the sign-in was answered ${answer.status}`);
      return answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ');
    },
    async stop() {
      await relay.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
