/** What a person may click, write to, call or pay. */
const patterns: readonly RegExp[] = [
  /\b(?:https?:\/\/|www\.)[^\s<>"«»⟦⟧]*[^\s<>"«»⟦⟧.,;:!?)\]}'’]/giu,
  /\b(?:mailto|javascript|data|tel|ftp|file):[^\s<>"«»]+/giu,
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu,
  // A bare domain (evil.example/path): at least two labels, the last of letters only.
  /(?<![\p{L}\p{N}@./-])(?:[\p{L}\p{N}-]{2,}\.)+(?:com|net|org|io|co|fr|de|es|uk|eu|be|ch|ca|info|biz|app|dev|ru|cn|xyz|top|link|site|online|shop|example|test)(?:\/[^\s<>"«»)]*)?(?![\p{L}\p{N}-])/giu,
  // IBAN (ISO 13616): two letters, two digits, 11 to 30 letters or digits, often in groups of four.
  /\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{4}){2,7}(?:[ \u00a0\u202f]?[A-Z0-9]{1,3})?\b/g,
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
      found.push(contact);
      return ' '.repeat(contact.length);
    });
  }
  return [...new Set(found)];
}

/** The contacts of `answer` that `source` does not hold; separators and letter case do not count. */
export function newContacts(source: string, answer: string): string[] {
  const known = new Set(findContacts(source).map(plain));
  const sourcePlain = plain(source);
  return findContacts(answer).filter((contact) => {
    const key = plain(contact);
    if (known.has(key)) return false;
    // A number or IBAN spelled with other gaps is still the author's own.
    return !(/^[+\d\s().\u00a0\u202f/-]+$/.test(contact) && sourcePlain.includes(key));
  });
}

function plain(contact: string): string {
  return contact
    .replace(/[\s\u00a0\u202f().-]/g, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
