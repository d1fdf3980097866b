// @vitest-environment node
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { propertyOfName } from '@/lib/core/contacts/card-fields';
import { type ContactContent, tidyContact } from '@/lib/core/contacts/contact-content';
import { usesFromGuess } from '@/lib/core/contacts/contact-from-row';
import { writeVcards } from '@/lib/core/contacts/write-contacts';
import { seededNumbers } from '@/lib/core/seeded-numbers.test-data';
import { contacts as en } from '@/lib/locales/en/contacts';
import { contacts as es } from '@/lib/locales/es/contacts';
import { contacts as fr } from '@/lib/locales/fr/contacts';
import { database } from '@/lib/platform/database';
import { openFakeTable } from '@/lib/platform/table/fake-open-table';
import { createTranslate, type Translate } from '@/lib/platform/translate';
import { importContacts } from './import-store';
import { translatedCardNames } from './panel-card-names';
import { contactsOfTable } from './panel-import-rows';
import { readAllContacts, saveContact } from './store';

/** Names that mean something here or in a card, in each language and in several ways, and some that mean nothing. */
const fieldNames =
  'tel|Téléphone|Téléphone 2|Portable|phone|Móvil|Prénom|Nom|First name|Last name|Nombre|Apellidos|Ville|ville|VILLE|CP|A|' +
  'E|email|email 2|Courriel|Courriel 2|Courriel pro|name|Nom complet|Catégorie|category|organisation|Société|Empresa|' +
  'Type|note|Note|Notes|Adresse|Adresse postale|Postal address|Fonction|Puesto|Site web|url|Anniversaire|Birthday|' +
  'Surnom|constructor|1|2|item1.TEL|_$!<Home>!$_|Clé; "a", b:c\\n|=1+1|END:VCARD|été';
const texts =
  'Claire|Martin|MARTIN Claire|Le "Grand" Guillemets|d’Été, Jean; fils|O’Neil \\n|ligne 1\nligne 2|\nBEGIN:VCARD\n|' +
  "+33 6 12 34|06.12|second@exemple.fr|sansnom@exemple.fr|2001-02-03|3 rue du Port, 44000 Nantes|=1+1|’=1|'=1+1|@a|-1|a:b;c,d\\|" +
  'https://exemple.fr/?a=1|😀 👨‍👩‍👧 très très très très très très long où il faut couper la ligne entre deux signes|=|\\;|é=C3=A9=|' +
  'Ville: Nantes|note';

function someContacts(random: () => number): ContactContent[] {
  const pick = (from: string): string => {
    const all = from.split('|');
    return all[Math.floor(random() * all.length)] ?? '';
  };
  const maybe = (): string => (random() < 0.4 ? '' : pick(texts));
  return Array.from({ length: 5 }, (_, index) =>
    tidyContact({
      email: index === 0 ? 'sansnom@exemple.fr' : `a${index}@exemple.fr`,
      name: maybe(),
      organisation: maybe(),
      category: maybe(),
      fields: Object.fromEntries(
        Array.from({ length: Math.floor(random() * 6) }, () => [pick(fieldNames), pick(texts)]),
      ),
    }),
  );
}

async function readAgain(cards: string, t: Translate): Promise<ContactContent[]> {
  const options = { language: 'fr', cardNames: translatedCardNames(t), exactNames: true };
  const table = await openFakeTable(cards, options);
  const { summary } = table;
  const uses = usesFromGuess(summary.headers, summary.guess, true);
  return contactsOfTable(table, uses, new AbortController().signal);
}

const languages = [
  createTranslate(fr, 'fr'),
  createTranslate(en, 'en'),
  createTranslate(es, 'es'),
] as const;

it('contacts come back from their cards as they were, whatever they say, in each language', async () => {
  const random = seededNumbers(20261126);
  for (let round = 0; round < 400; round += 1) {
    const contacts = someContacts(random);
    const wanted = contacts.map((contact) =>
      // A card cannot tell it from a contact without a name, and as a name it is of no use.
      contact.name === contact.email ? { ...contact, name: '' } : contact,
    );
    const t = languages[round % 3] ?? languages[0];
    expect(await readAgain(writeVcards(contacts), t), `round ${round}`).toEqual(wanted);
  }
});

it('an export that is read again changes no contact, and says so', async () => {
  const random = seededNumbers(14);
  const never = new AbortController().signal;
  for (let round = 0; round < 20; round += 1) {
    await database.contacts.clear();
    // What somebody writes by hand may be a name that no import makes.
    for (const contact of someContacts(random)) await saveContact(contact);
    const before = await readAllContacts();
    const t = languages[round % 3] ?? languages[0];
    const contacts = await readAgain(writeVcards(before), t);
    const outcome = await importContacts(contacts, 'complete', never, () => undefined);
    expect(outcome).toMatchObject({ added: [], changed: [], unchanged: before.length });
    expect(await readAllContacts()).toEqual(before);
  }
});

it('a card of another program has the fields that its reader calls so, and gives them back as their properties', async () => {
  const properties = {
    TEL: '1',
    TITLE: 'a',
    ROLE: 'b',
    URL: 'c',
    NICKNAME: 'd',
    BDAY: '2001-02-03',
  };
  const lines = Object.entries(properties).map(([name, value]) => `${name}:${value}\r\n`);
  const card = `BEGIN:VCARD\r\nFN:Ada\r\nEMAIL:a@x.fr\r\nEMAIL:b@x.fr\r\n${lines.join('')}ADR:;;e;;;;\r\nNOTE:f\r\nEND:VCARD\r\n`;
  for (const t of languages) {
    const contacts = await readAgain(card, t);
    const written = writeVcards(contacts);
    for (const line of [...lines, 'EMAIL:b@x.fr\r\n', 'ADR:;;e;;;;\r\n']) {
      expect(written).toContain(`.${line}`);
    }
    expect(written).toContain('NOTE:f\r\n');
    const [contact] = contacts;
    expect(Object.keys(contact?.fields ?? {}).every((name) => propertyOfName(name))).toBe(true);
    expect(contact?.fields).toHaveProperty(t('contacts.card.note'), 'f');
  }
});
