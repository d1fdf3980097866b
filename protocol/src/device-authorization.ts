import { z } from 'zod';

/** What a token may do: send mail, use the AI proxy, read status and history. */
export const tokenScope = z.enum(['send', 'ai', 'read']);
export type TokenScope = z.infer<typeof tokenScope>;

/** RFC 8628 §3.1. `scope` is a space-separated list of {@link tokenScope}. */
export const deviceCodeRequest = z.object({
  client_id: z.string().min(1).max(100),
  scope: z.string().max(100).default('send ai read'),
});

/** RFC 8628 §3.2. Times are seconds. */
export const deviceCodeAnswer = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.number().int(),
  interval: z.number().int(),
});

/** RFC 8628 §3.4. */
export const deviceTokenRequest = z.object({
  grant_type: z.literal('urn:ietf:params:oauth:grant-type:device_code'),
  device_code: z.string().max(200),
  client_id: z.string().max(100),
});

/** RFC 6749 §5.1. */
export const deviceTokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  scope: z.string(),
});

/** RFC 8628 §3.5: `authorization_pending`, `slow_down`, `access_denied`, `expired_token`. */
export const deviceTokenError = z.object({ error: z.string(), error_description: z.string() });
