import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { type ColumnUse, contactFromRow } from '@/lib/core/contacts/contact-from-row';
import { checkAddress } from '@/lib/platform/table/check-address';
import { type RowCheck, rowFlag } from '@/lib/platform/table/check-rows';
import type { OpenTable } from '@/lib/platform/table/open-table';

/**
 * All rows with a good address as contacts; the others are left out, and so are those hidden in the file where that
 * is wished. Portions keep the page free.
 */
export async function contactsOfTable(
  table: OpenTable,
  uses: readonly ColumnUse[],
  signal: AbortSignal,
  withHidden = true,
): Promise<ContactContent[]> {
  const { headers } = table.summary;
  const address = uses.indexOf('address');
  const contacts: ContactContent[] = [];
  await table.eachRows((rows) => {
    for (const { cells, hidden } of rows) {
      if (hidden && !withHidden) continue;
      const check = checkAddress(cells[address] ?? '');
      if (!check.ok) continue;
      const read = { address: check.address, nameInCell: check.name };
      contacts.push(contactFromRow(headers, uses, cells, read));
    }
  }, signal);
  return contacts;
}

/** The same check without what it says of these rows, which are left out; doubles were told without them already. */
export function checkWithout(check: RowCheck, rows: readonly number[]): RowCheck {
  if (rows.length === 0) return check;
  const out = new Set(rows);
  const flags = check.flags.map((flag, row) => (out.has(row) ? 0 : flag));
  const count = (flag: number): number =>
    flags.reduce((total, one) => total + (one & flag ? 1 : 0), 0);
  return {
    flags,
    counts: {
      invalid: count(rowFlag.invalid),
      double: count(rowFlag.double),
      missing: count(rowFlag.missing),
      doubtful: count(rowFlag.doubtful),
    },
    findings: check.findings.filter(({ row }) => !out.has(row)),
  };
}
