import { z } from 'zod';
import { isEmailAddress, MAX_ADDRESS_LENGTH } from './email-syntax.ts';

/** One strict address, see {@link isEmailAddress}. */
export const emailAddress = z
  .string()
  .max(MAX_ADDRESS_LENGTH)
  .refine(isEmailAddress, 'must be one e-mail address and nothing else, like ada@example.org');
