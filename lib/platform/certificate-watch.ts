import { browser } from '@/lib/platform/browser';
import { originPattern } from '@/lib/platform/host-permission';

export interface CertificateWatch {
  /** True when a request ended because the browser does not trust the server's certificate. */
  refused(): boolean;
  stop(): void;
}

/** Chrome: `net::ERR_CERT_…`. Firefox: a code, or a sentence in the browser's language. */
const words = /certif|cert_|_cert|ssl|sec_error|mozilla_pkix|issuer/i;

/**
 * Watches why requests to one server fail. `fetch` tells nobody ("Failed to fetch"), `webRequest` does; that
 * permission is asked for together with the host, and without it nothing is ever refused here.
 */
export function watchCertificate(origin: string): CertificateWatch {
  const pattern = originPattern(origin);
  const errors = browser.webRequest?.onErrorOccurred;
  let refused = false;
  const listener = ({ error }: { error: string }): undefined => {
    refused ||= words.test(error);
  };
  if (errors && pattern) errors.addListener(listener, { urls: [pattern] });
  return {
    refused: () => refused,
    stop: () => errors?.removeListener(listener),
  };
}
