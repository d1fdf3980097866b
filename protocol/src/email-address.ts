import { z } from 'zod';
import { isEmailAddress, MAX_ADDRESS_LENGTH } from './email-syntax.ts';

/** One strict address, see {@link isEmailAddress}. */
export const emailAddress = z
  .string()
  .max(MAX_ADDRESS_LENGTH)
  .refine(isEmailAddress, 'not a plain e-mail address');
