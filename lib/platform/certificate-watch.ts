import { browser } from '@/lib/platform/browser';
import { originPattern } from '@/lib/platform/host-permission';

export interface CertificateWatch {
  /**
   * After a request has failed: why, as the browser tells it. `unknown` when it tells nothing: without the
   * permission, and in Chrome until its next start after that was given.
   */
  reason(): Promise<'certificate' | 'other' | 'unknown'>;
  stop(): void;
}

/** Chrome: `net::ERR_CERT_…`. Firefox: a code, or a sentence in the browser's language. */
const words = /certif|cert_|_cert|ssl|sec_error|mozilla_pkix|issuer/i;

/** The event comes on a way of its own, a few milliseconds before or after fetch has given up. */
const patienceMs = 1_000;

/**
 * Watches why requests to one server fail. `fetch` tells nobody ("Failed to fetch"), `webRequest` does; that
 * permission is asked for together with the host.
 */
export function watchCertificate(origin: string): CertificateWatch {
  const pattern = originPattern(origin);
  const errors = browser.webRequest?.onErrorOccurred;
  const told = Promise.withResolvers<'certificate' | 'other'>();
  const listener = ({ error }: { error: string }): undefined => {
    told.resolve(words.test(error) ? 'certificate' : 'other');
  };
  const listening = errors !== undefined && pattern !== null;
  if (listening) errors.addListener(listener, { urls: [pattern] });
  return {
    async reason() {
      if (!listening) return 'unknown';
      const over = Promise.withResolvers<'unknown'>();
      const timer = setTimeout(() => over.resolve('unknown'), patienceMs);
      const reason = await Promise.race([told.promise, over.promise]);
      clearTimeout(timer);
      return reason;
    },
    stop: () => errors?.removeListener(listener),
  };
}
