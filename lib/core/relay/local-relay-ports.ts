/**
 * Where a relay on this computer listens unless told otherwise, then where the practice relay goes when that is taken,
 * in this order. Imports nothing: the scripts read it without a bundler.
 */
export const localRelayPorts: readonly number[] = [
  8787, 8788, 8789, 8790, 8791, 8792, 8793, 8794, 8795, 8796,
];
