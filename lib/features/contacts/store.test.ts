import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { foundField, searchContacts } from '@/lib/core/contacts/search-contacts';
import { database } from '@/lib/platform/database';
import { importContacts } from './import-store';
import {
  findByAddress,
  putBack,
  readAllContacts,
  readDoubles,
  readIndex,
  readRecent,
  removeContacts,
  replaceContacts,
  saveContact,
  saveEdit,
} from './store';

const someone = (email: string, rest: Partial<ContactContent> = {}): ContactContent => ({
  email,
  name: '',
  organisation: '',
  category: '',
  fields: {},
  ...rest,
});
const never = new AbortController().signal;
const ignore = (): void => undefined;
const emails = async () => (await readAllContacts()).map(({ email }) => email).sort();
/** Everything but the revision. */
const contents = async () => (await readAllContacts()).map((row) => ({ ...row, updatedAt: 0 }));

beforeEach(() => database.contacts.clear());

describe('contacts in the database', () => {
  it('that were added or changed last come first where nothing is asked for', async () => {
    const [anna] = [
      await saveContact(someone('anna@x.fr')),
      await saveContact(someone('bob@x.fr')),
    ];
    await saveContact(someone('carl@x.fr'));
    const recent = async (limit: number) => (await readRecent(limit)).map(({ email }) => email);
    expect(await recent(2)).toEqual(['carl@x.fr', 'bob@x.fr']);
    await saveContact(someone('anna@x.fr', { name: 'Anna' }), anna.id);
    expect(await recent(9)).toEqual(['anna@x.fr', 'carl@x.fr', 'bob@x.fr']);
  });

  it('are tidied when saved, changed under the same id, removed and put back', async () => {
    const row = await saveContact(
      someone(' Claire@Exemple.FR', {
        name: ' Claire \n Martin ',
        fields: { ' Ville ': 'Nantes', vide: ' ' },
      }),
    );
    expect(row).toMatchObject({
      email: 'claire@exemple.fr',
      name: 'Claire Martin',
      fields: { Ville: 'Nantes' },
    });
    const changed = await saveContact({ ...row, organisation: 'Nord' }, row.id);
    expect(changed).toMatchObject({ id: row.id, createdAt: row.createdAt, organisation: 'Nord' });
    expect(changed.updatedAt).toBeGreaterThan(row.updatedAt);
    const removed = await removeContacts([row.id]);
    expect(await emails()).toEqual([]);
    await putBack({ before: removed });
    expect(await contents()).toEqual([{ ...changed, updatedAt: 0 }]);
  });

  it('are found by name, address, organisation and free field, whatever the accents; the index follows changes', async () => {
    const first = await saveContact(
      someone('a@x.fr', {
        name: 'Élodie Garçon',
        category: 'Client',
        fields: { Ville: 'Saint-Étienne', Suivi: 'l’atelier du lundi' },
      }),
    );
    await saveContact(someone('elodie@y.fr', { name: 'Zoé', organisation: 'Atelier' }));
    const find = async (query: string, category = '') =>
      searchContacts(await readIndex(), query, category).map(({ email }) => email);
    expect(await find('elodie')).toEqual(['a@x.fr', 'elodie@y.fr']);
    expect(await find('garcon elo')).toEqual(['a@x.fr']);
    // A free field comes after what the list shows; its name alone finds nobody.
    expect(await find('atelier')).toEqual(['elodie@y.fr', 'a@x.fr']);
    expect(await find('etienne garc')).toEqual(['a@x.fr']);
    expect(await find('ville')).toEqual([]);
    expect(foundField(first, ['garçon', 'étienne'])).toEqual(['Ville', 'Saint-Étienne']);
    expect(foundField(first, ['garçon'])).toBeUndefined();
    expect(await find('', 'Client')).toEqual(['a@x.fr']);
    await saveContact({ ...first, name: 'Anna' }, first.id);
    expect(await find('anna')).toEqual(['a@x.fr']);
    await removeContacts([first.id]);
    expect(await find('anna')).toEqual([]);
  });

  it('that are doubles are found by address and by name, merged in one step, and parted again', async () => {
    const one = await saveContact(
      someone('a@x.fr', { name: 'Claire Martin', fields: { Ville: 'Nantes' } }),
    );
    const two = await saveContact(
      someone('b@x.fr', { name: 'MARTIN Clairé', organisation: 'Nord' }),
    );
    await saveContact(someone('c@x.fr', { name: 'Claire' }));
    await saveContact(someone('d@x.fr', { name: 'Claire' }));
    const [group, ...rest] = await readDoubles();
    expect(rest).toEqual([]);
    expect(group?.reason).toBe('name');
    expect(group?.contacts.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
    const undo = await replaceContacts([one.id, two.id], { ...one, organisation: 'Nord' });
    expect(await emails()).toEqual(['a@x.fr', 'c@x.fr', 'd@x.fr']);
    await putBack(undo);
    expect(await emails()).toEqual(['a@x.fr', 'b@x.fr', 'c@x.fr', 'd@x.fr']);
  });
});

describe('a clock that goes back', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('hides no change: names are new everywhere, after an edit, a delete and its undo', async () => {
    const first = await saveContact(someone('a@x.fr', { name: 'Anne' }));
    const second = await saveContact(someone('b@x.fr', { name: 'Bob' }));
    const names = async () => (await readIndex()).map(({ contact }) => contact.name).sort();
    expect(await names()).toEqual(['Anne', 'Bob']);
    vi.spyOn(Date, 'now').mockReturnValue(1_000);
    await saveContact({ ...first, name: 'Anna' }, first.id);
    expect(await names()).toEqual(['Anna', 'Bob']);
    const removed = await removeContacts([first.id]);
    expect(await names()).toEqual(['Bob']);
    await putBack({ before: removed });
    await saveContact({ ...second, name: 'Bobby' }, second.id);
    expect(await names()).toEqual(['Anna', 'Bobby']);
    await importContacts([someone('b@x.fr', { name: 'Robert' })], 'replace', never, ignore);
    expect(await names()).toEqual(['Anna', 'Robert']);
  });
});

describe('Undo overwrites nothing that was written meanwhile', () => {
  it('of a delete: what another window has saved of that contact stays', async () => {
    const anne = await saveContact(someone('a@x.fr', { name: 'Anne' }));
    const other = await saveContact(someone('b@x.fr'));
    const removed = await removeContacts([anne.id, other.id]);
    await saveEdit({ ...anne, name: 'Anna' }, anne.id, anne);
    expect(await putBack({ before: removed })).toBe(1);
    expect((await contents()).map(({ email, name }) => [email, name]).sort()).toEqual([
      ['a@x.fr', 'Anna'],
      ['b@x.fr', ''],
    ]);
  });

  it('of an import: contacts that were edited since stay, changed and added ones', async () => {
    await saveContact(someone('a@x.fr', { name: 'Anne' }));
    await saveContact(someone('b@x.fr', { name: 'Bob' }));
    const incoming = ['a@x.fr', 'b@x.fr', 'c@x.fr', 'd@x.fr'].map((email) =>
      someone(email, { name: 'Imported' }),
    );
    const outcome = await importContacts(incoming, 'replace', never, ignore);
    for (const row of await readAllContacts()) {
      if (/^[ac]/.test(row.email)) await saveEdit({ ...row, name: 'Edited' }, row.id, row);
    }
    await putBack({ ...outcome, before: outcome.changed });
    expect((await contents()).map(({ email, name }) => [email, name]).sort()).toEqual([
      ['a@x.fr', 'Edited'],
      ['b@x.fr', 'Bob'],
      ['c@x.fr', 'Edited'],
    ]);
  });
});

it('an address that somebody else has already is found, whatever its case', async () => {
  const anne = await saveContact(someone('a@x.fr'));
  expect(await findByAddress(' A@X.fr', null)).toEqual(anne);
  expect(await findByAddress('a@x.fr', anne.id)).toBeUndefined();
});

describe('an import', () => {
  it('adds the new, completes the known and can be undone as a whole', async () => {
    await saveContact(someone('a@x.fr', { name: 'Anna' }));
    const before = await contents();
    const incoming = [
      someone('a@x.fr', { name: 'Other', organisation: 'Nord' }),
      someone('b@x.fr'),
      someone('b@x.fr', { name: 'Béa' }),
    ];
    const outcome = await importContacts(incoming, 'complete', never, ignore);
    expect(outcome.added).toHaveLength(1);
    const rows = await readAllContacts();
    expect(rows.map(({ email }) => email).sort()).toEqual(['a@x.fr', 'b@x.fr']);
    expect(rows.find(({ email }) => email === 'a@x.fr')).toMatchObject({
      name: 'Anna',
      organisation: 'Nord',
    });
    await putBack({ ...outcome, before: outcome.changed });
    expect(await contents()).toEqual(before);
  });

  it('counts as changed only what it changes, and leaves the others their revision', async () => {
    const fields = { Ville: 'Lille', Tel: '1' };
    const same = await saveContact(someone('a@x.fr', { name: 'Anna', fields }));
    const poor = await saveContact(someone('b@x.fr'));
    const incoming = [
      someone('a@x.fr', { name: 'Anna', fields: { Tel: '1', Ville: 'Lille' } }),
      someone('a@x.fr', { fields: { Tel: '2' } }),
      someone('b@x.fr', { name: 'Bob' }),
      someone('b@x.fr', { name: 'Bob' }),
      someone('c@x.fr'),
      someone('c@x.fr'),
    ];
    const outcome = await importContacts(incoming, 'complete', never, ignore);
    expect(outcome).toMatchObject({ changed: [poor], unchanged: 1 });
    expect(outcome.added).toHaveLength(1);
    const again = await importContacts(incoming, 'complete', never, ignore);
    expect(again).toMatchObject({ added: [], changed: [], kept: 0, unchanged: 3 });
    const rows = await readAllContacts();
    expect(rows.find(({ id }) => id === same.id)).toEqual(same);
    const replacing = await importContacts(incoming.slice(0, 1), 'replace', never, ignore);
    expect(replacing).toMatchObject({ changed: [], unchanged: 1 });
  });

  it('replaces or keeps the known when asked to', async () => {
    await saveContact(someone('a@x.fr', { name: 'Anna' }));
    await importContacts([someone('a@x.fr', { name: 'Nina' })], 'keep', never, ignore);
    expect((await readAllContacts())[0]?.name).toBe('Anna');
    await importContacts([someone('a@x.fr', { name: 'Nina' })], 'replace', never, ignore);
    expect((await readAllContacts())[0]?.name).toBe('Nina');
  });

  it('X21: cancelled midway leaves everything as it was', async () => {
    await saveContact(someone('a@x.fr', { name: 'Anna' }));
    const before = await readAllContacts();
    const many = Array.from({ length: 2_000 }, (_, number) => someone(`n${number}@x.fr`));
    const stop = new AbortController();
    const seen: number[] = [];
    const work = importContacts(
      [someone('a@x.fr', { name: 'X' }), ...many],
      'replace',
      stop.signal,
      (written) => {
        seen.push(written);
        if (written >= 1_000) stop.abort();
      },
    );
    await expect(work).rejects.toThrow('aborted');
    expect(seen).toEqual([500, 1_000]);
    expect(await readAllContacts()).toEqual(before);
    // Also when everything was written, and is not there for good yet.
    const late = new AbortController();
    const few = importContacts([someone('b@x.fr')], 'complete', late.signal, () => late.abort());
    await expect(few).rejects.toThrow('aborted');
    expect(await readAllContacts()).toEqual(before);
  });
});

describe('X19: two windows change one contact', () => {
  it('what only one has changed is put together; a contradiction writes nothing', async () => {
    const base = await saveContact(someone('a@x.fr', { name: 'Anne', organisation: 'Nord' }));
    expect(await saveEdit({ ...base, name: 'Anna' }, base.id, base)).toEqual({
      saved: true,
      merged: false,
    });
    expect(await saveEdit({ ...base, organisation: 'Sud' }, base.id, base)).toEqual({
      saved: true,
      merged: true,
    });
    const outcome = await saveEdit({ ...base, name: 'Annie' }, base.id, base);
    expect(outcome).toMatchObject({
      saved: false,
      theirs: { name: 'Anna' },
      conflicts: [{ place: 'name', mine: 'Annie', theirs: 'Anna' }],
    });
    expect((await readAllContacts())[0]).toMatchObject({ name: 'Anna', organisation: 'Sud' });
    if (outcome.saved) return;
    await saveEdit({ ...base, name: 'Annie' }, base.id, outcome.theirs);
    expect((await readAllContacts())[0]).toMatchObject({ name: 'Annie' });
  });

  it('a contact that the other window has deleted comes back with what was typed', async () => {
    const base = await saveContact(someone('a@x.fr', { name: 'Anne' }));
    await removeContacts([base.id]);
    expect(await saveEdit({ ...base, name: 'Anna' }, base.id, base)).toMatchObject({ saved: true });
    expect((await readAllContacts())[0]).toMatchObject({ id: base.id, name: 'Anna' });
  });
});
