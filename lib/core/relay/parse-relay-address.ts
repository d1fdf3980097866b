import { type BaseUrlProblem, parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import { localRelayPorts } from '@/lib/core/relay/local-relay-ports';

export const localRelays: readonly string[] = localRelayPorts.map(
  (port) => `http://127.0.0.1:${port}`,
);

export type RelayAddress =
  | { ok: true /** e.g. `https://relay.example.org` */; origin: string; host: string }
  | { ok: false; problem: BaseUrlProblem };

/**
 * Reads what a person typed as the address of a relay. A missing scheme is put in front (`http` on this
 * machine only, else `https`); a path such as `/account`, copied with the address, is left out.
 */
export function parseRelayAddress(typed: string): RelayAddress {
  const text = typed.trim();
  const bare = text !== '' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const local = /^(localhost|127\.0\.0\.1)(:|\/|$)/i.test(text);
  const parsed = parseBaseUrl(bare ? `${local ? 'http' : 'https'}://${text}` : text);
  if (!parsed.ok) return parsed;
  return { ok: true, origin: parsed.origin, host: parsed.host };
}
