import { z } from 'zod';
import { tokenScope } from './device-authorization.ts';

/** 200 of `GET /api/account`: who the caller is here, and how this relay sends. */
export const relayAccount = z.object({
  /** Address the person signs in with. */
  email: z.string(),
  scopes: z.array(tokenScope),
  /** Name of the device the token was made for; null for a signed-in person. */
  device: z.string().nullable(),
  sender: z.object({
    /** What stands in From. */
    address: z.string(),
    /** What readers see before it; null: the address alone. An older relay does not say it. */
    name: z.string().nullable().optional(),
    /** False: mails are kept in the relay's outbox and reach nobody. */
    delivers: z.boolean(),
    /** Ceilings over all batches; null when there is none. */
    perMinute: z.number().int().nullable(),
    perDay: z.number().int().nullable(),
  }),
  /** Has this relay an AI provider behind `/v1`? */
  ai: z.boolean(),
  /** Where the links of its mails lead, e.g. to unsubscribe. An older relay does not say it. */
  publicUrl: z.string().optional(),
  version: z.string(),
});
export type RelayAccount = z.infer<typeof relayAccount>;

/** RFC 7009 §2.1: the token itself is the proof that one may revoke it. */
export const revokeRequest = z.object({ token: z.string().min(1).max(200) });
