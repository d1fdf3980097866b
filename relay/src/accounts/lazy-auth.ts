import type { Database } from '../database/open-database.ts';
import { lazily } from '../lazily.ts';
import type { Auth, AuthSettings } from './create-auth.ts';

/** better-auth, once somebody needs it. */
export type LazyAuth = () => Promise<Auth>;

/**
 * better-auth is the biggest thing a relay could load, and one that only sends for devices never needs it: it is loaded
 * for the first cookie or the first sign-in.
 */
export const lazyAuth = (config: AuthSettings, database: Database): LazyAuth =>
  lazily(async () => (await import('./create-auth.ts')).createAuth(config, database));
