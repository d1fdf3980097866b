import type { QuickRecipient } from '@/lib/core/quick-compose/quick-draft';
import { checkAddress } from '@/lib/platform/table/check-address';

/**
 * `"Petit, Claire" <c@x.fr>, luc@y.fr` → two recipients; what is no address stays as it was typed. Commas,
 * semicolons and line ends separate, but not inside the quotation marks of a name.
 */
export function splitRecipients(text: string): QuickRecipient[] {
  return (text.match(/(?:"[^"\r\n]*"|[^,;\r\n])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const check = checkAddress(part);
      return check.ok
        ? { address: check.address, name: check.name ?? '' }
        : { address: part, name: '' };
    });
}
