import {
  nameForm,
  partOfVariable,
  type RecipientPart,
} from '@/lib/core/templates/recipient-values';

/** What variables often mean, beside the recipient; each has a word in every language. */
const names = {
  action: 'action tarea tache task',
  amount: 'montant amount importe prix price precio',
  colleague: 'remplacant colleague sustituto',
  date: 'date fecha',
  deadline: 'datelimite deadline fechalimite',
  decision: 'decision',
  delay: 'delai delay plazo',
  document: 'piece document documento',
  dueDate: 'echeance duedate vencimiento',
  end: 'fin end',
  explanation: 'explication explanation explicacion',
  file: 'dossier filenumber expediente',
  meeting: 'reunion meeting',
  nextDate: 'prochainedate nextdate proximafecha',
  nextStep: 'suite nextstep siguientepaso',
  number: 'numero number',
  place: 'lieu place lugar',
  project: 'projet project proyecto',
  reason: 'raison motif reason motivo',
  reference: 'reference referencia',
  slot: 'creneau slot opcion',
  solution: 'solution solucion',
  start: 'debut start inicio',
  time: 'heure time hora',
  topic: 'sujet objet topic tema asunto',
  validity: 'validite validity validez',
  when: 'quand when cuando',
} as const;

export type VariableConcept = RecipientPart | keyof typeof names;

const concepts = new Map(
  Object.entries(names).flatMap(([concept, forms]) =>
    forms.split(' ').map((form) => [form, concept as keyof typeof names] as const),
  ),
);

/** How a variable is called in a form. */
export interface VariableWords {
  /** What it is known to mean; its word stands in the catalogues. */
  concept: VariableConcept | null;
  /** Its own name as words (`prenom_contact` → `Prenom contact`), or what follows the known word (`2`). */
  words: string;
}

/** What to call a variable before a person. */
export function variableWords(name: string): VariableWords {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, (_both, low, high) => `${low} ${high.toLowerCase()}`)
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(Boolean)
    .join(' ');
  const number = / (\d+)$/.exec(words)?.[1] ?? '';
  const form = nameForm(number === '' ? words : words.slice(0, -number.length));
  const concept = partOfVariable(form) ?? concepts.get(form) ?? null;
  if (concept !== null) return { concept, words: number };
  const lower = words === words.toUpperCase() ? words.toLowerCase() : words;
  return { concept: null, words: lower.charAt(0).toUpperCase() + lower.slice(1) };
}
