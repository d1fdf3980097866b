import type { QuickRecipient } from '@/lib/core/quick-compose/quick-draft';
import { checkAddress } from '@/lib/platform/table/check-address';

/**
 * `"Petit, Claire" <c@x.fr>, luc@y.fr zoe@z.fr` → three recipients; what is no address stays as it was typed.
 * Commas, semicolons and line ends separate, but not inside the quotation marks of a name; spaces only
 * between what are addresses, each with or without its name.
 */
export function splitRecipients(text: string): QuickRecipient[] {
  return (text.match(/(?:"[^"\r\n]*"|[^,;\r\n])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => splitAtSpaces(part) ?? [readRecipient(part)]);
}

/** Null unless it parts into several addresses and nothing else. */
function splitAtSpaces(part: string): QuickRecipient[] | null {
  // `Name <a@b>` as a whole, or one word.
  const parts = part.match(/(?:"[^"]*"\s*|[^<>@"]*\s)?<[^<>]*>|\S+/g) ?? [];
  if (parts.length < 2) return null;
  const read = parts.map((one) => readRecipient(one.trim()));
  return read.every(({ address }) => checkAddress(address).ok) ? read : null;
}

function readRecipient(part: string): QuickRecipient {
  const check = checkAddress(part);
  return check.ok
    ? { address: check.address, name: check.name ?? '' }
    : { address: part, name: '' };
}
