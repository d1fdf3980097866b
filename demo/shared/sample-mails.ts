import type { Person } from './message-store.ts';
import { options } from './options.ts';

export interface Mail {
  id: string;
  from: Person;
  /** Who else got it: the people "reply all" adds. */
  cc: readonly Person[];
  subject: string;
  /** Paragraphs; a line break inside one is `\n`. */
  body: string[];
  sentAt: Date;
  unread: boolean;
  starred: boolean;
}

const owners: Record<string, Person> = {
  fr: { name: 'Camille Laurent', address: 'camille.laurent@exemple.fr' },
  en: { name: 'Alex Morgan', address: 'alex.morgan@example.com' },
  es: { name: 'Lucía Fernández', address: 'lucia.fernandez@example.com' },
  ar: { name: 'Alex Morgan', address: 'alex.morgan@example.com' },
};

/** The person whose mailbox this is. */
export const owner: Person = owners[options.language]!;

/** Lines of the owner's signature. */
export const signatureLines: readonly string[] =
  options.language === 'fr'
    ? [owner.name, 'Atelier Lumen · 04 72 00 00 00']
    : [owner.name, 'Lumen Studio · +44 20 7946 0000'];

type Written = Omit<Mail, 'id' | 'sentAt' | 'cc'>;

const french: Written[] = [
  {
    from: { name: 'Claire Martin', address: 'claire.martin@exemple.fr' },
    subject: 'Relance facture 2026-114',
    body: [
      'Bonjour Camille,',
      'Sauf erreur de notre part, la facture 2026-114 du 3 octobre (1 840 €) reste en attente. Pourriez-vous nous dire à quelle date le règlement est prévu ?',
      'Je vous joins de nouveau nos coordonnées bancaires. Si le virement est déjà parti, ne tenez pas compte de ce message.',
      'Bien cordialement,\nClaire Martin\nService comptabilité',
    ],
    unread: true,
    starred: false,
  },
  {
    from: { name: 'Julien Moreau', address: 'julien.moreau@atelier-nord.example' },
    subject: 'Réunion de jeudi : changement d’horaire',
    body: [
      'Salut,',
      'La salle est prise jeudi matin. Est-ce que 14 h te conviendrait ? Je peux aussi vendredi avant 11 h, mais Sophie sera absente.',
      'Dis-moi et je renvoie l’invitation à tout le monde.',
      'À bientôt,\nJulien',
    ],
    unread: true,
    starred: true,
  },
  {
    from: { name: 'Sophie Bernard', address: 'sophie.bernard@exemple.fr' },
    subject: 'Relecture du compte rendu',
    body: [
      'Bonjour,',
      'Voici le compte rendu de la visite du 12. J’ai un doute sur les surfaces de la page 3 : les deux plans ne disent pas la même chose.',
      'Peux-tu vérifier avant lundi ? Le client l’attend pour son conseil.',
      'Merci beaucoup,\nSophie',
    ],
    unread: false,
    starred: false,
  },
  {
    from: { name: 'Médiathèque municipale', address: 'bonjour@mediatheque.example' },
    subject: 'Vos documents sont à rendre dans trois jours',
    body: [
      'Bonjour,',
      'Deux documents empruntés sur votre carte sont à rendre samedi. Vous pouvez prolonger le prêt une fois depuis votre compte.',
      'La médiathèque est ouverte jusqu’à 19 h.',
    ],
    unread: false,
    starred: false,
  },
  {
    from: { name: 'Paul Girard', address: 'paul.girard@exemple.fr' },
    subject: 'Photos du week-end',
    body: [
      'Coucou !',
      'J’ai trié les photos de dimanche, il y en a une quarantaine de bonnes. Je t’apporte une clé mardi ?',
      'Bises,\nPaul',
    ],
    unread: false,
    starred: true,
  },
];

const english: Written[] = [
  {
    from: { name: 'Priya Shah', address: 'priya.shah@example.com' },
    subject: 'Numbers for the spring catalogue',
    body: [
      'Hi,',
      'The printer needs final page counts by Wednesday noon. We are at 64 pages now; the garden chapter could grow by four without changing the price.',
      'Could you look at the attached plan and tell me which version you prefer? A short answer is enough.',
      'Thanks,\nPriya',
    ],
    unread: true,
    starred: false,
  },
  {
    from: { name: 'Daniel Weber', address: 'daniel.weber@northlight.example' },
    subject: 'Site visit next Tuesday',
    body: [
      'Good morning,',
      'I would like to confirm our visit on Tuesday at 9:30. Parking is behind the building; please ring at the second door.',
      'Will you bring the samples, or shall we order our own?',
      'Kind regards,\nDaniel',
    ],
    unread: false,
    starred: false,
  },
  {
    from: { name: 'Maya Okafor', address: 'maya.okafor@example.com' },
    subject: 'Re: Interview questions',
    body: [
      'Hello,',
      'Your second question is the one our readers will remember. I would move it to the top and drop the one about budgets.',
      'Happy to talk it through tomorrow afternoon.',
      'Best,\nMaya',
    ],
    unread: false,
    starred: true,
  },
  {
    from: { name: 'Harbour Rowing Club', address: 'hello@harbour-rowing.example' },
    subject: 'Winter training starts on Saturday',
    body: [
      'Dear members,',
      'The boathouse opens at eight. Bring warm clothes and a flask of tea; beginners are welcome.',
      'See you on the water!',
    ],
    unread: false,
    starred: false,
  },
];

const hour = 3_600_000;
const ages = [1.2, 3.5, 21, 27, 50, 74, 99, 146, 220];

/** The inbox, newest first; mails in the reader's language lead. */
export const inbox: readonly Mail[] = (
  options.language === 'fr' ? [...french, ...english] : [...english, ...french]
).map((mail, index, all) => ({
  ...mail,
  // The newest went to two more people, the next to one, the others to nobody else.
  cc: index > 1 ? [] : all.slice(index + 1, 3).map(({ from }) => from),
  id: `18f${(0xa1b2c3d4e5 + index * 7919).toString(16)}`,
  sentAt: new Date(Date.now() - ages[index]! * hour),
}));

export const findMail = (id: string): Mail | undefined => inbox.find((mail) => mail.id === id);

/** Everybody known to the mailbox: what the recipient fields suggest. */
export const people: readonly Person[] = inbox.map(({ from }) => from);
