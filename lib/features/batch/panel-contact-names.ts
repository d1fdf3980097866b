import { database } from '@/lib/platform/database';

/** The names that contacts with these addresses have, by address in lower case. */
export async function readContactNames(
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))];
  const rows = await database.contacts.where('email').anyOf(wanted).toArray();
  return new Map(
    rows.filter(({ name }) => name !== '').map(({ email, name }) => [email.toLowerCase(), name]),
  );
}
