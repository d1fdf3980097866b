import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { type ColumnUse, contactFromRow } from '@/lib/core/contacts/contact-from-row';
import { undefuseCell } from '@/lib/core/table/write-csv';
import { checkAddress } from '@/lib/platform/table/check-address';
import type { OpenTable } from '@/lib/platform/table/open-table';

/** All rows with a good address as contacts; the others are left out. Portions keep the page free. */
export async function contactsOfTable(
  table: OpenTable,
  uses: readonly ColumnUse[],
  signal: AbortSignal,
): Promise<ContactContent[]> {
  const { headers } = table.summary;
  const address = uses.indexOf('address');
  const contacts: ContactContent[] = [];
  await table.eachRows((rows) => {
    for (const { cells } of rows) {
      const check = checkAddress(cells[address] ?? '');
      if (!check.ok) continue;
      const texts = cells.map(undefuseCell);
      const read = { address: check.address, nameInCell: check.name };
      contacts.push(contactFromRow(headers, uses, texts, read));
    }
  }, signal);
  return contacts;
}
