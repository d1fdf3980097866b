/** Something somebody meant as an address. Not whether it is a good one: see `checkAddress`. */
export function looksLikeAddress(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && /\S@\S+\.\S/.test(text.length > 320 ? text.slice(0, 320) : text);
}
