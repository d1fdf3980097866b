import type { ContactContent } from '@/lib/core/contacts/contact-content';
import { looksLikeAddress } from '@/lib/core/table/looks-like-address';
import { familyName, nameForm, partOfVariable } from '@/lib/core/templates/recipient-values';

/** Holds `name;value` of a free field that no property of a vCard is made for. */
export const ownFieldProperty = 'X-IAPOSTEMANAGER-FIELD';

/** Says which program wrote a card: one of ours with the address for its name has no name. */
export const ownProduct = '-//IAPosteManager//Contacts//EN';

/** What free fields are called whose content a property is made for: in the three languages, as `nameForm` writes them. */
const names: Readonly<Record<string, string>> = {
  TEL:
    'tel telephone telephoneportable telportable portable mobile gsm phone phonenumber mobilephone cell cellphone ' +
    'telefono telefonomovil movil celular',
  EMAIL:
    'email mail courriel correo correoelectronico emailaddress adressecourriel adressemail adresseemail ' +
    'adresseelectronique',
  TITLE: 'title jobtitle position fonction poste cargo puesto',
  ROLE: 'role rol',
  ORG: 'organisation organization organizacion societe entreprise company empresa',
  ADR: 'address postaladdress adresse adressepostale direccion direccionpostal',
  URL: 'url site siteweb website web sitioweb paginaweb',
  BDAY: 'birthday birthdate dateofbirth datedenaissance anniversaire cumpleanos fechadenacimiento',
  NICKNAME: 'nickname surnom apodo',
  NOTE: 'note notes remarque remarques nota notas',
};

const properties = new Map(
  Object.entries(names).flatMap(([property, forms]) =>
    forms.split(' ').map((form) => [form, property] as const),
  ),
);

/** The property that a field of this name means (`Téléphone 2` → `TEL`); undefined: none. */
export function propertyOfName(name: string): string | undefined {
  return properties.get(nameForm(name).replace(/\d+$/, ''));
}

/** The property in which other programs find this field of the contact; null when none is made for it. */
export function propertyOfField(
  { organisation }: Pick<ContactContent, 'organisation'>,
  name: string,
  value: string,
): string | null {
  const property = propertyOfName(name);
  if (property === undefined || property === 'NOTE') return null;
  if (property === 'EMAIL' && !looksLikeAddress(value)) return null;
  if (property === 'BDAY' && !/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  // A card has one organisation, and the contact's own comes first.
  if (property === 'ORG' && organisation !== '') return null;
  return property;
}

/** What the note of a card says of such fields, for other programs: first the notes, then the others by their names. */
export function noteOfFields(fields: readonly (readonly [name: string, value: string])[]): string {
  const isNote = (name: string): boolean => propertyOfName(name) === 'NOTE';
  const notes = fields.filter(([name]) => isNote(name)).map(([, value]) => value);
  const others = fields
    .filter(([name]) => !isNote(name) && !isNamePart(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [...notes, ...others].join('\n').replace(/\r\n?/g, '\n').trim();
}

/** First and family name of a card are in its `N`. */
function isNamePart(field: string): boolean {
  const part = partOfVariable(field);
  return part === 'first' || part === 'last';
}

/**
 * Family and first name where fields of the contact tell them, the other one then by what is left of the whole name.
 * A name that nobody has taken apart stays whole, as the first.
 */
export function namePartsOf({ name, fields }: ContactContent): { family: string; given: string } {
  const field = (wanted: 'first' | 'last'): string =>
    Object.entries(fields).find(([key]) => partOfVariable(key) === wanted)?.[1] ?? '';
  const first = field('first');
  const last = field('last');
  if (first === '' && last === '') return { family: '', given: name };
  return {
    family: last || (familyName(name, first) ?? ''),
    given: first || (familyName(name, last) ?? ''),
  };
}
