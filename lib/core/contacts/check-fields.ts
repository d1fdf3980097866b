import { fieldName } from '@/lib/core/contacts/contact-content';

/** Why a free field could not be kept as it was typed. `reserved`: a name that no field can have. */
export type FieldFault = 'unnamed' | 'double' | 'reserved';

/** What is wrong with each of the free fields of one contact, in their order; null: nothing. */
export function checkFields(
  rows: readonly { name: string; value: string }[],
): (FieldFault | null)[] {
  const seen = new Set<string>();
  return rows.map(({ name, value }) => {
    const kept = fieldName(name);
    if (kept === '') return value.trim() === '' ? null : 'unnamed';
    if (kept === '__proto__') return 'reserved';
    if (seen.has(kept)) return 'double';
    seen.add(kept);
    return null;
  });
}
