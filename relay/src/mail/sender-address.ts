import { isEmailAddress } from '@iapostemanager/protocol/email-syntax';

/** Who mails come from: the address decides about envelope, signature and unsubscribing, the name is only shown. */
export type SenderAddress = { address: string; name?: string };

/** As in a header of a mail: one name, quoted or not, before the address in angle brackets. */
const NAMED = /^(?:"([^"\\<>]*)"|([^"\\<>]*))\s*<([^<>]+)>$/;
const MAX_NAME = 100;

/**
 * Reads `me@example.org` or `My Association <me@example.org>`.
 * @returns undefined for anything else: two addresses, a line break, a name beyond 100 characters.
 */
export function parseSender(text: string): SenderAddress | undefined {
  const whole = text.trim();
  if (isEmailAddress(whole)) return { address: whole };
  const [, quoted, bare, address = ''] = NAMED.exec(whole) ?? [];
  const name = (quoted ?? bare ?? '').trim();
  if (!isEmailAddress(address) || name.length > MAX_NAME || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) {
    return undefined;
  }
  return name ? { address, name } : { address };
}
