/** Why an address cannot be used as the root of an AI server; each has a sentence in the locales. */
export type BaseUrlProblem =
  | 'empty'
  | 'no-scheme'
  | 'not-a-url'
  | 'credentials'
  | 'insecure'
  | 'query';

export type BaseUrl =
  | {
      ok: true;
      /** Without trailing slashes, e.g. `https://api.openai.com/v1`. */
      url: string;
      origin: string;
      host: string;
      /** On this machine: needs no key and may use plain http. */
      local: boolean;
      /** `missing-version`: the path is empty; most servers live under `/v1`. */
      hint?: 'missing-version';
    }
  | { ok: false; problem: BaseUrlProblem };

/** The loopback names that the manifest may ask permission for (`optional_host_permissions`). */
const loopbackHosts = new Set(['localhost', '127.0.0.1']);

/**
 * Reads what a person typed as the address of an OpenAI-compatible server. Plain http is refused except
 * on this machine, and so is `user:password@`, which would travel in every request (S42).
 */
export function parseBaseUrl(typed: string): BaseUrl {
  const text = typed.trim();
  if (text === '') return { ok: false, problem: 'empty' };
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { ok: false, problem: 'no-scheme' };
  if (!URL.canParse(text)) return { ok: false, problem: 'not-a-url' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { ok: false, problem: 'not-a-url' };
  }
  // As a permission pattern a star would cover every site.
  if (url.hostname.includes('*')) return { ok: false, problem: 'not-a-url' };
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'credentials' };
  if (url.search !== '' || url.hash !== '') return { ok: false, problem: 'query' };
  const local = loopbackHosts.has(url.hostname);
  if (url.protocol === 'http:' && !local) return { ok: false, problem: 'insecure' };
  const path = url.pathname.replace(/\/+$/, '');
  return {
    ok: true,
    url: url.origin + path,
    origin: url.origin,
    host: url.host,
    local,
    ...(path === '' ? { hint: 'missing-version' as const } : {}),
  };
}
