import { Mic } from 'lucide-preact';
import type { DictationItem, DictationListLabels } from '@/components/dictation-types';
import type { ReviewSegment } from '@/components/review-types';
import { barLabels, liveLabels, reviewLabels } from '@/lib/features/compose-labels';
import { en } from '@/lib/locales/en';
import { es } from '@/lib/locales/es';
import { fr } from '@/lib/locales/fr';
import { createTranslate } from '@/lib/platform/translate';

export type Locale = 'fr' | 'en' | 'es';

const same = (text: string): ReviewSegment => ({ kind: 'same', text });
const change = (id: number, before: string, after: string): ReviewSegment => ({
  kind: 'change',
  id,
  before,
  after,
});

const segments: ReviewSegment[] = [
  change(1, 'bonjour', 'Bonjour'),
  same(' Madame Martin,\n\n'),
  change(2, 'je veux', 'Je souhaiterais'),
  same(' savoir '),
  change(3, 'quand est ce que', 'à quelle date'),
  same(' le règlement de la facture 2026-114 '),
  change(4, 'va être fait', 'sera effectué'),
  change(5, '', '.'),
  same('\nVous trouverez le détail dans ⟦1⟧'),
  change(6, ' euh', ''),
  same(' et je reste à votre disposition'),
  change(7, '.', '.\n'),
  same('\nBien à vous,\nClaire'),
];

const nothing = (): void => {};
const play = { url: null, onPlay: nothing };

const items: DictationItem[] = [
  {
    id: '1',
    kind: 'transcription',
    text: 'Bonjour Claire, merci pour votre retour rapide. Je vous confirme notre rendez-vous de jeudi à 14 h, dans nos bureaux de la rue des Lilas. Pensez à apporter le contrat signé.',
    host: 'Gmail',
    when: 'aujourd’hui 10:42',
    duration: '38 s',
    words: '96 mots',
    engine: '',
    audio: play,
    actions: [
      { id: 'copy', label: 'Copier', run: nothing },
      { id: 'again', label: 'Transcrire à nouveau', run: nothing },
      { id: 'delete', label: 'Supprimer', danger: true, run: nothing },
    ],
  },
  {
    id: '2',
    kind: 'pending',
    text: 'Enregistrement de 1 min 12 s en attente : le serveur vocal ne répond pas. L’audio est gardé.',
    host: '',
    when: 'nouvel essai dans 30 s',
    duration: '',
    words: '',
    engine: '',
    status: 'En attente',
    audio: play,
    actions: [{ id: 'retry', label: 'Réessayer', place: 'main', run: nothing }],
  },
  {
    id: '3',
    kind: 'failed',
    text: 'Le serveur a refusé la clé. Votre enregistrement est gardé.',
    host: 'Outlook',
    when: 'hier 18:20',
    duration: '14 s',
    words: '',
    engine: '',
    status: 'À reprendre',
    audio: play,
    actions: [{ id: 'retry', label: 'Réessayer', place: 'main', run: nothing }],
  },
  {
    id: '4',
    kind: 'transcription',
    text: 'Monsieur le Directeur, par la présente je sollicite un congé du 12 au 19 décembre inclus.',
    host: 'Outlook',
    when: 'hier 17:05',
    duration: '1 min 03',
    words: '142 mots',
    engine: 'gpt-transcribe',
    audio: play,
    actions: [],
  },
];

const listLabels: DictationListLabels = {
  search: 'Chercher dans 412 dictées',
  clearSearch: 'Effacer la recherche',
  found: (count) => `${count} trouvées`,
  nothingFound: (query) => `Rien ne contient « ${query} ».`,
  loading: 'Chargement…',
  more: 'Montrer les plus anciennes',
  play: 'Écouter',
  pause: 'Pause',
  position: 'Position',
  showAll: 'Tout lire',
  showLess: 'Replier',
};

const empty = {
  icon: <Mic size={26} strokeWidth={1.9} />,
  title: 'Vos dictées seront ici',
  text: 'Tout ce que vous dictez est gardé sur cet ordinateur, texte et voix.',
  steps: [
    'Ouvrez un message dans Gmail ou Outlook.',
    'Touchez le micro à côté d’Envoyer et parlez.',
    'Relisez, insérez : c’est dans le brouillon.',
  ],
};

/** All that the parts need in one language. */
export async function samples(locale: Locale) {
  const t = createTranslate({ en, es, fr }[locale], locale);
  return {
    t,
    bar: barLabels(t),
    live: liveLabels(t),
    review: reviewLabels(t),
    segments,
    items,
    listLabels,
    empty,
    original:
      'bonjour Madame Martin,\n\nje veux savoir quand est ce que le règlement de la facture 2026-114 va être fait\nVous trouverez le détail dans ⟦1⟧ euh et je reste à votre disposition.\nBien à vous,\nClaire',
    nothing,
  };
}

export type Samples = Awaited<ReturnType<typeof samples>>;
