// Serves the practice mailbox over TLS under the names of the real mail sites. The certificate is made
// at start and never written down; nothing here ever contacts a real host.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import selfsigned from 'selfsigned';
import { buildMailbox } from './build.mjs';

/** Every host name under which the mailbox is served. */
export const mailHosts = [
  'mail.google.com',
  'outlook.live.com',
  'outlook.office.com',
  'outlook.office365.com',
  'outlook.cloud.microsoft',
];

const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

async function makeCertificate() {
  const altNames = [...mailHosts, 'localhost'].map((value) => ({ type: 2, value }));
  return selfsigned.generate([{ name: 'commonName', value: 'practice mailbox' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [...altNames, { type: 7, ip: '127.0.0.1' }] }],
  });
}

/** Headers in the spirit of the real sites: no inline script, no eval, Trusted Types demanded. */
function pageHeaders(nonce, mayBeKept) {
  return {
    'content-type': 'text/html; charset=utf-8',
    // `no-store` keeps a page out of the back-forward cache, as on the real sites.
    'cache-control': mayBeKept ? 'private, max-age=0' : 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}' 'self'`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
  };
}

/** Which mailbox an address shows; null when none. */
function mailboxOf(host, pathname) {
  if (host === 'mail.google.com') return 'gmail';
  if (host.startsWith('outlook.')) return 'outlook';
  if (pathname.startsWith('/gmail')) return 'gmail';
  if (pathname.startsWith('/outlook')) return 'outlook';
  return null;
}

const homes = { gmail: '/mail/u/0/', outlook: '/mail/' };

function redirectOf(host, url) {
  if (mailHosts.includes(host)) {
    if (url.pathname === '/') return homes[mailboxOf(host, '/')] + url.search;
    if (host === 'outlook.office.com' && url.searchParams.get('redirect') === '1') {
      const query = new URLSearchParams(url.search);
      query.delete('redirect');
      const port = url.port ? `:${url.port}` : '';
      return `https://outlook.cloud.microsoft${port}${url.pathname}?${query}`;
    }
    return null;
  }
  return url.pathname === '/' ? `/gmail/${url.search}` : null;
}

function serveAsset(folder, pathname, response) {
  const file = path.join(folder, path.basename(pathname));
  if (!fs.existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': `${types[path.extname(file)] ?? 'application/octet-stream'}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  fs.createReadStream(file).pipe(response);
}

function answer(folder, pages, request, response) {
  const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
  const redirect = redirectOf(url.hostname, url);
  if (redirect) {
    response.writeHead(302, { location: redirect }).end();
    return;
  }
  if (url.pathname.startsWith('/assets/')) {
    serveAsset(folder, url.pathname, response);
    return;
  }
  const mailbox = mailboxOf(url.hostname, url.pathname);
  if (!mailbox || (mailHosts.includes(url.hostname) && !/^\/(mail|owa)\b/.test(url.pathname))) {
    response.writeHead(404).end();
    return;
  }
  const nonce = randomBytes(16).toString('base64url');
  const page = pages[url.pathname] ?? fs.readFileSync(path.join(folder, `${mailbox}.html`), 'utf8');
  const headers = pageHeaders(nonce, url.searchParams.get('cache') === '1');
  response.writeHead(200, headers).end(page.replaceAll('%NONCE%', nonce));
}

/**
 * Builds the mailbox when needed and serves it on 127.0.0.1.
 * @param {{ port?: number, pages?: Record<string, string> }} [settings] port 0 (the default) takes a free
 *   one; `pages` are other pages for the mail hosts, path → HTML
 * @returns {Promise<{ port: number, origin: string, close(): Promise<void> }>} `origin` is the plain
 *   address for a person (`https://localhost:PORT`, with /gmail/ and /outlook/)
 */
export async function startMailboxServer({ port = 0, pages = {} } = {}) {
  const [{ folder }, certificate] = await Promise.all([buildMailbox(), makeCertificate()]);
  const server = https.createServer(
    { key: certificate.private, cert: certificate.cert },
    (request, response) => answer(folder, pages, request, response),
  );
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const actual = server.address().port;
  return {
    port: actual,
    origin: `https://localhost:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await startMailboxServer({ port: Number(process.env.PORT) || 8443 });
  console.log(
    `Practice mailbox: ${origin}/gmail/ and ${origin}/outlook/ (self-signed certificate)`,
  );
}
