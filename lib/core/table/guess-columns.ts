import { foldText } from '@/lib/core/dictation/fold-text';
import { looksLikeAddress } from '@/lib/core/table/looks-like-address';

export const columnKinds = ['address', 'name', 'firstName', 'organisation', 'category'] as const;
/** What a column can mean for a contact. `name` is a whole name, or the family name beside `firstName`. */
export type ColumnKind = (typeof columnKinds)[number];

/** Index of the column for each meaning; null when there is none. */
export type ColumnGuess = Record<ColumnKind, number | null>;

/** Headers in French, English and Spanish, folded; a header is one of these or starts with one. */
const names: Record<ColumnKind, readonly string[]> = {
  address: [
    'e-mail address',
    'e-mail 1 - value',
    'email',
    'e-mail',
    'mail',
    'mel',
    'courriel',
    'adresse courriel',
    'adresse electronique',
    'adresse mail',
    'adresse e-mail',
    'adresse email',
    'adresse de messagerie',
    'email address',
    'correo',
    'correo electronico',
    'direccion de correo',
    'direccion',
    'address',
    'adresse',
  ],
  name: [
    'nom complet',
    'nom et prenom',
    'prenom et nom',
    'nom prenom',
    'full name',
    'display name',
    'nombre completo',
    'nombre y apellidos',
    'nom de famille',
    'nom',
    'name',
    'last name',
    'lastname',
    'surname',
    'family name',
    'apellidos',
    'apellido',
    'contact',
    'destinataire',
    'recipient',
    'destinatario',
  ],
  firstName: [
    'prenom',
    'prenoms',
    'first name',
    'firstname',
    'given name',
    'nombre',
    'nombre de pila',
  ],
  organisation: [
    'organisation',
    'organization',
    'organizacion',
    'organisme',
    'entreprise',
    'societe',
    'raison sociale',
    'company',
    'company name',
    'empresa',
    'compania',
    'employeur',
    'employer',
    'association',
    'structure',
    'account',
  ],
  category: [
    'categorie',
    'categories',
    'category',
    'categoria',
    'groupe',
    'group',
    'group membership',
    'grupo',
    'type',
    'tipo',
    'tag',
    'tags',
    'etiquette',
    'etiqueta',
    'label',
    'labels',
    'segment',
    'liste',
    'list',
    'lista',
  ],
};

/**
 * Which column is what: by its header, and where the headers say nothing, by what stands in it.
 * `sample` is a part of the rows (a few hundred are plenty).
 */
export function guessColumns(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
): ColumnGuess {
  const folded = headers.map(foldHeader);
  const taken = new Set<number>();
  const guess: ColumnGuess = {
    address: null,
    name: null,
    firstName: null,
    organisation: null,
    category: null,
  };
  const take = (kind: ColumnKind, index: number | null): void => {
    if (index === null) return;
    guess[kind] = index;
    taken.add(index);
  };
  take('address', addressColumn(folded, sample));
  for (const kind of ['firstName', 'name', 'organisation', 'category'] as const) {
    take(kind, byHeader(folded, names[kind], taken));
  }
  if (guess.name === null && guess.firstName === null) {
    take('name', nameColumn(headers.length, sample, taken, folded));
  }
  return guess;
}

function foldHeader(header: string): string {
  return foldText(header)
    .replace(/[\s_.:*()]+/g, ' ')
    .trim();
}

/** An exact header wins over one that begins with the word; the order of `wanted` decides the rest. */
function byHeader(
  headers: readonly string[],
  wanted: readonly string[],
  taken: ReadonlySet<number>,
): number | null {
  const find = (fits: (header: string, word: string) => boolean): number | null => {
    for (const word of wanted) {
      const index = headers.findIndex((header, at) => !taken.has(at) && fits(header, word));
      if (index >= 0) return index;
    }
    return null;
  };
  return (
    find((header, word) => header === word) ??
    find(
      (header, word) =>
        header.startsWith(`${word} `) && !/(postale?|postal|street|rue)/.test(header),
    )
  );
}

/** Addresses are told by what they are: a column called "Adresse" may be the street. */
function addressColumn(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
): number | null {
  const shares = headers.map((_, index) => shareOf(sample, index, looksLikeAddress));
  const named = byHeader(headers, names.address, new Set());
  if (named !== null && (shares[named] ?? 0) >= 0.3) return named;
  let best: number | null = null;
  for (const [index, share] of shares.entries()) {
    if (share >= 0.5 && (best === null || share > (shares[best] ?? 0))) best = index;
  }
  if (best !== null) return best;
  const plain = ['address', 'adresse'];
  return named !== null && !plain.includes(headers[named] ?? '') ? named : null;
}

/** Without a header: the first column of words that are not addresses, numbers or long texts. */
function nameColumn(
  width: number,
  sample: readonly (readonly string[])[],
  taken: ReadonlySet<number>,
  headers: readonly string[],
): number | null {
  for (let index = 0; index < width; index += 1) {
    if (taken.has(index) || !/^[a-z]{1,2}$/.test(headers[index] ?? '')) continue;
    if (shareOf(sample, index, isNameLike) >= 0.7) return index;
  }
  return null;
}

function isNameLike(cell: string): boolean {
  return cell.length <= 60 && /^\p{Lu}[\p{L}.'’-]*(?: [\p{L}.'’-]+){0,4}$/u.test(cell);
}

function shareOf(
  sample: readonly (readonly string[])[],
  column: number,
  fits: (cell: string) => boolean,
): number {
  let filled = 0;
  let fitting = 0;
  for (const row of sample) {
    const cell = row[column] ?? '';
    if (cell === '') continue;
    filled += 1;
    if (fits(cell)) fitting += 1;
  }
  return filled === 0 ? 0 : fitting / filled;
}
