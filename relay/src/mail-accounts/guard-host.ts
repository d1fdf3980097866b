import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** A user named a server the relay must not connect to; `message` is for that user. */
export class HostRefusedError extends Error {
  constructor(message = 'this server cannot be used') {
    super(message);
    this.name = 'HostRefusedError';
  }
}

/** Nothing has the name the user gave: probably misspelt. */
export class HostNotFoundError extends HostRefusedError {
  constructor() {
    super('this server has no address');
    this.name = 'HostNotFoundError';
  }
}

/** Everything that is not the public internet (IANA special-purpose registries). */
const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  closed.addSubnet(net, bits, 'ipv4');
}

/** IPv6 is open only where addresses are really given out, without the parts that lead back to IPv4 or nowhere. */
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');
const closed6 = new BlockList();
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed6.addSubnet(net, bits, 'ipv6');
}

/** True for an address on the public internet. IPv4 in any IPv6 clothing is not: no server is named that way. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  if (family === 6) return open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
  return false;
}

export type HostGuard = {
  /** Hosts, or `host:port`, that the operator lets users reach although they are private. */
  trusted: readonly string[];
  /** Answers all addresses of a name. Default: the system's resolver. */
  resolve?: (host: string) => Promise<string[]>;
};

const systemResolve = async (host: string) =>
  (await lookup(host, { all: true, verbatim: true })).map((found) => found.address);

/** What the system's resolver would take for an address, e.g. `2130706433`, `0x7f.1`, `127.1`. */
const isNumeric = (host: string) => /^(0x[0-9a-f]*|\d+)$/i.test(host.split('.').at(-1) ?? '');

/**
 * Resolves a host a user named, once, and says to which address to connect; whoever connects must use this address and
 * not ask again, or the name may lead elsewhere the second time (DNS rebinding).
 * @throws {HostRefusedError} for anything that is not on the public internet. It does not say what is there, only, as
 * {@link HostNotFoundError}, when there is no such name.
 */
export async function guardHost(
  { trusted, resolve = systemResolve }: HostGuard,
  host: string,
  port: number,
): Promise<string> {
  const name = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const isTrusted = trusted.includes(name) || trusted.includes(`${name}:${port}`);
  if (!isTrusted && isIP(name) === 0 && (isNumeric(name) || !name.includes('.'))) {
    throw new HostRefusedError();
  }
  let addresses: string[];
  try {
    addresses = isIP(name) ? [name] : await resolve(name);
  } catch {
    throw new HostNotFoundError();
  }
  const [first] = addresses;
  if (first === undefined) throw new HostNotFoundError();
  // One private address among public ones is reason enough: the next connection might take it.
  if (!isTrusted && !addresses.every(isPublicAddress)) throw new HostRefusedError();
  return first;
}
