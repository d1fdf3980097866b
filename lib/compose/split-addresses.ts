/**
 * The mail addresses inside free text ("Ann <ann@x.test>, bob@x.test; half-typed"), in their order. What
 * is not an address yet is left out.
 */
export function splitAddresses(text: string): string[] {
  return text.match(/[^\s<>,;:"'()[\]]+@[^\s<>,;:"'()[\]]+/g) ?? [];
}
