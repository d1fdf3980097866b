import { z } from 'zod';
import { emailAddress } from './email-address.ts';

/** Body of `POST /api/email/suppressions`: no mail of this account to this address any more. */
export const newSuppression = z.strictObject({
  address: emailAddress,
  reason: z.string().max(200).default('by hand'),
});

/** `reason` is `unsubscribed` for who used the link in a mail. */
export const suppression = z.object({
  address: z.string(),
  reason: z.string(),
  createdAt: z.string(),
});

export const suppressionPage = z.object({
  items: z.array(suppression),
  next: z.string().nullable(),
});
