import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import { browser } from '@/lib/platform/browser';

/**
 * The match pattern that covers a server, e.g. `https://api.openai.com/*`; null when the address is
 * not usable. Without the port: Firefox's patterns have none.
 */
export function originPattern(baseUrl: string): string | null {
  const parsed = parseBaseUrl(baseUrl);
  if (!parsed.ok) return null;
  const url = new URL(parsed.url);
  return `${url.protocol}//${url.hostname}/*`;
}

/** May the background reach this server? */
export async function hasHostPermission(baseUrl: string): Promise<boolean> {
  const pattern = originPattern(baseUrl);
  if (!pattern) return false;
  return browser.permissions.contains({ origins: [pattern] });
}

/**
 * Asks the user for permission to reach this server; answers what they chose. Call it first thing in a
 * click handler of one of our own pages: anything awaited before it loses the user gesture.
 */
export function requestHostPermission(baseUrl: string): Promise<boolean> {
  const pattern = originPattern(baseUrl);
  if (!pattern) return Promise.resolve(false);
  return browser.permissions.request({ origins: [pattern] });
}

/**
 * The same for a relay, with the right to see why a connection to it fails (lib/platform/certificate-watch).
 * That one has no warning of its own, so the browser still asks one question.
 */
export function requestRelayPermission(origin: string): Promise<boolean> {
  const pattern = originPattern(origin);
  if (!pattern) return Promise.resolve(false);
  return browser.permissions.request({ origins: [pattern], permissions: ['webRequest'] });
}
