import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { OauthProvider } from '@iapostemanager/protocol/mail-account';
import { z } from 'zod';
import { guardHost, type HostGuard, HostRefusedError } from './guard-host.ts';

const TOKEN_URLS: Record<Exclude<OauthProvider, 'other'>, string> = {
  google: 'https://oauth2.googleapis.com/token',
  microsoft: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
};

/** What renews access to one mail account. */
export type OauthGrant = {
  provider: OauthProvider;
  tokenUrl?: string;
  clientId: string;
  clientSecret?: string;
  refreshToken: string;
};

/** The token service refuses the grant (`refused`), or cannot be used now. */
export class TokenError extends Error {
  readonly refused: boolean;
  constructor(message: string, refused: boolean) {
    super(message);
    this.name = 'TokenError';
    this.refused = refused;
  }
}

const DEADLINE_MS = 15_000;
const MAX_ANSWER = 64 * 1024;
/** Renewed this long before its end, so that it does not run out between here and the mail server. */
const EARLY_MS = 60_000;

const answerShape = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().default(300),
  refresh_token: z.string().optional(),
});

/** Access tokens of one mail account, renewed when they run out (RFC 6749 §6); many connections share one renewal. */
export class OauthTokens {
  readonly #guard: HostGuard;
  readonly #keepRefreshToken: (token: string) => Promise<void>;
  #grant: OauthGrant;
  #token = '';
  #endsAt = 0;
  #renewal: Promise<string> | undefined;

  /** @param keepRefreshToken told when the service hands out a new refresh token and the old one may die. */
  constructor(
    grant: OauthGrant,
    guard: HostGuard,
    keepRefreshToken: (token: string) => Promise<void> = async () => {},
  ) {
    this.#grant = grant;
    this.#guard = guard;
    this.#keepRefreshToken = keepRefreshToken;
  }

  /** @param renew the mail server did not take the last one. @throws {TokenError} {@link HostRefusedError} */
  async accessToken(renew = false): Promise<string> {
    if (!renew && Date.now() < this.#endsAt - EARLY_MS) return this.#token;
    this.#renewal ??= this.#fetch().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #fetch(): Promise<string> {
    const { provider, tokenUrl, clientId, clientSecret, refreshToken } = this.#grant;
    const url = provider === 'other' ? tokenUrl : TOKEN_URLS[provider];
    if (!url) throw new TokenError('no token service is named', true);
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      refresh_token: refreshToken,
      ...(clientSecret ? { client_secret: clientSecret } : {}),
    });
    const { status, body } = await postForm(this.#guard, url, form.toString());
    if (status >= 400 && status < 500 && status !== 429) {
      throw new TokenError(`the token service refuses the grant (${status})`, true);
    }
    const parsed = answerShape.safeParse(status === 200 ? parseJson(body) : undefined);
    if (!parsed.success) throw new TokenError(`the token service fails (${status})`, false);
    const { access_token, expires_in, refresh_token } = parsed.data;
    if (refresh_token && refresh_token !== refreshToken) {
      this.#grant = { ...this.#grant, refreshToken: refresh_token };
      // Not kept: asked again with the new one. In use already, it would be lost with this process, and the account.
      await this.#keepRefreshToken(refresh_token);
    }
    this.#token = access_token;
    this.#endsAt = Date.now() + expires_in * 1_000;
    return access_token;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Posts to the address that was checked, follows no redirect, and hands nothing of the answer to the user. */
async function postForm(guard: HostGuard, address: string, form: string) {
  const url = new URL(address);
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (!secure && !guard.trusted.some((host) => host === name || host === `${name}:${port}`)) {
    throw new HostRefusedError('the token service must speak https');
  }
  const pinned = await guardHost(guard, name, port);
  const pinnedLookup: LookupFunction = (_name, options, done) => {
    const family = isIP(pinned);
    if (options.all) done(null, [{ address: pinned, family }]);
    else done(null, pinned, family);
  };
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const call = (secure ? httpsRequest : httpRequest)(
      url,
      {
        method: 'POST',
        lookup: pinnedLookup,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(form),
          accept: 'application/json',
        },
        signal: AbortSignal.timeout(DEADLINE_MS),
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          body += chunk;
          if (body.length > MAX_ANSWER) call.destroy(new Error('the answer is too long'));
        });
        answer.on('error', fail);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      },
    );
    function fail() {
      reject(new TokenError('the token service cannot be reached', false));
    }
    call.on('error', fail);
    call.end(form);
  });
}
