import { z } from 'zod';
import { emailAddress } from './email-address.ts';
import { header } from './one-line.ts';

/** Whose token service renews the access token. `other` needs `tokenUrl`. */
const oauthProvider = z.enum(['google', 'microsoft', 'other']);
export type OauthProvider = z.infer<typeof oauthProvider>;

const secret = z.string().min(1).max(5_000);

export const mailAccountAuth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('password'), password: secret }),
  z
    .strictObject({
      type: z.literal('oauth2'),
      provider: oauthProvider,
      tokenUrl: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .optional(),
      clientId: secret,
      clientSecret: z.string().max(5_000).optional(),
      refreshToken: secret,
    })
    .refine((auth) => auth.provider !== 'other' || auth.tokenUrl !== undefined, {
      path: ['tokenUrl'],
      message: 'is needed',
    }),
]);
export type MailAccountAuth = z.infer<typeof mailAccountAuth>;

/** A ceiling; null: none. */
const ceiling = (max: number) => z.number().int().min(1).max(max).nullable();

/** What an account may send, over all its batches: mails a minute, in any 24 hours, and a minute to one domain. */
export const sendingLimits = z.strictObject({
  perMinute: ceiling(1_000_000),
  perDay: ceiling(100_000_000),
  perDomainMinute: ceiling(1_000_000),
});
export type SendingLimits = z.infer<typeof sendingLimits>;

/** Body of `POST /api/email/accounts`: a mail account of one's own to send from. Secrets go in and never come out. */
export const newMailAccount = z.strictObject({
  name: header(100).trim().min(1),
  from: emailAddress,
  /** What readers see before the address; absent: the address alone. */
  fromName: header(100).trim().min(1).optional(),
  host: z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be the name of a server'),
  port: z.number().int().min(1).max(65_535).default(587),
  user: header(254).min(1),
  auth: mailAccountAuth,
  /** Absent: what the provider is known for. */
  limits: sendingLimits.optional(),
});
export type NewMailAccount = z.infer<typeof newMailAccount>;

/** Body of `PUT /api/email/accounts/:id`: all of it but the limits. Without `auth` the secrets stay, on the same server. */
export const changedMailAccount = newMailAccount
  .omit({ limits: true })
  .extend({ auth: mailAccountAuth.optional() });
export type ChangedMailAccount = z.infer<typeof changedMailAccount>;

export const mailAccount = z.object({
  id: z.string(),
  name: z.string(),
  from: z.string(),
  fromName: z.string().nullable(),
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  auth: z.enum(['password', 'oauth2']),
  limits: sendingLimits,
});
export type MailAccount = z.infer<typeof mailAccount>;
