import { isEmailAddress, MAX_ADDRESS_LENGTH } from '@iapostemanager/protocol/email-syntax';

export type AddressFault =
  | 'empty'
  | 'several'
  | 'no-at'
  | 'accent'
  | 'domain'
  | 'too-long'
  | 'syntax';

export type AddressCheck =
  /** `name` when it came as `Claire <claire@example.org>`; `suggestion` when it looks mistyped all the same. */
  | { ok: true; address: string; name?: string; suggestion?: string }
  | { ok: false; fault: AddressFault; suggestion?: string };

/** Endings and providers as they are mistyped, and what was meant. */
const mistyped: readonly (readonly [RegExp, string])[] = [
  [/@g(?:mial|mai|mal|amil|nail|mil|maill)\.com$/, '@gmail.com'],
  [/@(?:hotmial|hotmal|hotmai|homail|hotmil)\.(com|fr|es)$/, '@hotmail.$1'],
  [/@(?:outlok|outloo|outllok|oulook)\.(com|fr|es)$/, '@outlook.$1'],
  [/@(?:yaho|yahho|yhaoo|yahou)\.(com|fr|es)$/, '@yahoo.$1'],
  [/@orange\.f$/, '@orange.fr'],
  [/\.(?:con|cmo|ocm|vom|comm|cim)$/, '.com'],
  [/\.(?:fe|frr|ffr)$/, '.fr'],
];

/**
 * Reads what somebody wrote where an address belongs. The address comes back lower-cased and without
 * `mailto:`, name, brackets or invisible characters. What the relay would refuse is refused here, with a
 * reason and, where it is plain what was meant, a suggestion. Never throws.
 */
export function checkAddress(written: string): AddressCheck {
  // Nearly all of a hundred thousand are plain: no need to unwrap them.
  const plain = written.toLowerCase();
  const { text, name } = isEmailAddress(plain) ? { text: plain } : unwrap(written);
  if (text === '') return { ok: false, fault: 'empty' };
  if (isEmailAddress(text)) {
    const suggestion = correctDomain(text);
    return { ok: true, address: text, ...(name && { name }), ...(suggestion && { suggestion }) };
  }
  const suggestion = repair(text);
  return { ok: false, fault: faultOf(text), ...(suggestion && { suggestion }) };
}

function unwrap(written: string): { text: string; name?: string } {
  const plain = written.replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '').trim();
  const bracketed = /^"?([^"<>]*?)"?\s*<([^<>]*)>$/.exec(plain);
  const text = (bracketed?.[2] ?? plain)
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  return { text, name: bracketed?.[1]?.trim() || undefined };
}

function faultOf(text: string): AddressFault {
  const ats = text.split('@').length - 1;
  if (ats === 0) return 'no-at';
  if (ats > 1 && /[;,\s/]/.test(text)) return 'several';
  if (text.length > MAX_ADDRESS_LENGTH) return 'too-long';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is meant
  if (/[^\u0000-\u007f]/.test(text)) return 'accent';
  return ats === 1 && isEmailAddress(`${text.split('@')[0]}@example.org`) ? 'domain' : 'syntax';
}

/** Undefined unless something was changed and the outcome is an address. */
function repair(text: string): string | undefined {
  const tidied = text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replace(/\s*(?:\(at\)|\[at\]|\sat\s|\sarobase\s)\s*/, '@')
    .replace(/\s+/g, '')
    .replace(/^[<("'.,;:]+|[>)"'.,;:]+$/g, '')
    .replace(/,/g, '.')
    .replace(/\.{2,}/g, '.')
    .replace(/@\.|\.@/g, '@')
    .replace(/@{2,}/g, '@');
  if (tidied.split('@').length !== 2 || !isEmailAddress(tidied)) return undefined;
  return correctDomain(tidied) ?? tidied;
}

function correctDomain(address: string): string | undefined {
  for (const [wrong, right] of mistyped) {
    if (wrong.test(address)) return address.replace(wrong, right);
  }
  return undefined;
}
