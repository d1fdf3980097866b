import { isIP } from 'node:net';

/** True for a name or address of this machine itself; an IPv6 address may stand in brackets. */
export const isLoopback = (host: string) =>
  host === 'localhost' || /^\[?::1\]?$/.test(host) || (isIP(host) === 4 && host.startsWith('127.'));
