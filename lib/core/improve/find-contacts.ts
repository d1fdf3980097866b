// Labels with dots between them, perhaps a domain (evil.example/path): isHost decides.
const bareHost =
  /(?<![\p{L}\p{N}\p{M}_-])[\p{L}\p{N}\p{M}_-]+(?:[.。．｡][\p{L}\p{N}\p{M}_-]+)+(?::\d{1,5}(?!\d))?(?:\/(?:[^\s<>"«»⟦⟧)]*[^\s<>"«»⟦⟧).,;:!?\]}'’])?)?/gu;

/**
 * What a person may click, write to, call or pay. Each pattern takes time in proportion to the text: no
 * two neighbouring repetitions can match the same character, or they are bounded.
 */
const patterns: readonly RegExp[] = [
  /\b(?:https?:\/\/|www\.)[^\s<>"«»⟦⟧]*[^\s<>"«»⟦⟧.,;:!?)\]}'’]/giu,
  /\b(?:mailto|javascript|data|tel|ftp|file):[^\s<>"«»]+/giu,
  // A link that takes the scheme of the page it stands in (//host/x).
  /(?<![\p{L}\p{N}:/])\/\/[\p{L}\p{N}-]{1,63}[.。．｡][^\s<>"«»⟦⟧]*[^\s<>"«»⟦⟧.,;:!?)\]}'’]/gu,
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:[.。．｡][\p{L}\p{N}-]{1,63})+/gu,
  bareHost,
  // IBAN (ISO 13616): two letters, two digits, 11 to 30 letters or digits, often in groups of four.
  /\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{4}){2,7}(?:[ \u00a0\u202f]?[A-Z0-9]{1,3})?\b/g,
  // The same in small letters, where a group without a digit is a word of the sentence.
  /\b[a-z]{2}\d{2}(?:[ \u00a0\u202f]?[a-z]{4})?(?:[ \u00a0\u202f]?(?=[a-z]{0,3}\d)[a-z0-9]{4}){2,7}(?:[ \u00a0\u202f]?(?=[a-z]{0,2}\d)[a-z0-9]{1,3})?\b/gi,
  // A telephone number: 8 digits or more with its usual separators, and not a date.
  /(?<![\p{L}\p{N}/.-])(?!\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?!\d|[/.-]\d))\+?\(?\d(?:[ \u00a0\u202f.()/-]{0,2}\d){7,14}(?![\p{L}\p{N}])/gu,
];

/** Links, e-mail addresses, telephone numbers and IBANs of a text, each once, as written. */
export function findContacts(text: string): string[] {
  const found: string[] = [];
  let rest = text;
  for (const pattern of patterns) {
    // Found stretches are blanked, so that a domain inside an address is not counted again.
    rest = rest.replace(pattern, (contact) => {
      if (pattern === bareHost && !isHost(contact)) return contact;
      found.push(contact);
      return ' '.repeat(contact.length);
    });
  }
  return [...new Set(found)];
}

const generic = /^(?:com|net|org|info|biz|io|co|me|fr)$/i;

/**
 * Whether dotted labels are a domain rather than a sentence without its space ("fin.Le"). The list of
 * top-level domains grows every month, so any word may be one; a false alarm costs the author a line.
 */
function isHost(found: string): boolean {
  const [host = '', ...path] = found.normalize('NFKC').split(/[:/]/);
  const labels = host.replace(/[-_]+$/, '').split(/[.。]/);
  const top = labels.at(-1) ?? '';
  if (labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label))) {
    return path.length > 0;
  }
  if (!/^(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,24})$/iu.test(top)) return false;
  if (path.length > 0 || generic.test(top)) return true;
  // Ideographic full stops end sentences as well.
  if (host.includes('。') && !/^[a-z0-9-]+$/i.test(top)) return false;
  const oneCase = top === top.toLowerCase() || host === host.toUpperCase();
  return oneCase && (labels.at(-2) ?? '').length > 1;
}

/** The contacts of `answer` that `source` does not hold; letter case and the gaps of a number do not count. */
export function newContacts(source: string, answer: string): string[] {
  const known = new Set(findContacts(source).map(plain));
  const sourcePlain = digits(source);
  return findContacts(answer).filter((contact) => {
    const key = plain(contact);
    if (known.has(key)) return false;
    // A number or IBAN spelled with other gaps is still the author's own.
    return !(/^[+\d\s().\u00a0\u202f/-]+$/.test(contact) && sourcePlain.includes(digits(contact)));
  });
}

/** Dots and hyphens count, except in numbers: pay-pal.com is not paypal.com. */
function plain(contact: string): string {
  const number = /^(?:[+\d(]|[a-z]{2}\d{2})[a-z\d\s().\u00a0\u202f/-]*$/i.test(contact);
  const bare = number && !/[a-z]\./i.test(contact) ? digits(contact) : contact;
  return bare.replace(/\/$/, '').toLowerCase();
}

function digits(text: string): string {
  return text.replace(/[\s\u00a0\u202f().-]/g, '');
}
