import type { TextLanguage } from './detect-language';

interface GoldenCase {
  language: TextLanguage | 'auto';
  title: string;
  before: string;
  /** `⍽` stands for U+202F, `␣` for U+00A0. */
  after: string;
}

/** What the offline polish must do, as a table: written by hand, one idea a row. */
export const goldenCases: GoldenCase[] = [
  // French: capitals and end punctuation
  {
    language: 'fr',
    title: 'a plain sentence',
    before: 'je vous envoie le dossier demain',
    after: 'Je vous envoie le dossier demain.',
  },
  {
    language: 'fr',
    title: 'two sentences',
    before: 'merci pour votre retour. je regarde cela demain',
    after: 'Merci pour votre retour. Je regarde cela demain.',
  },
  {
    language: 'fr',
    title: 'a question by inversion',
    before: 'pouvez-vous me confirmer la date',
    after: 'Pouvez-vous me confirmer la date⍽?',
  },
  {
    language: 'fr',
    title: 'a question by est-ce que',
    before: 'est-ce que mardi à 14h30 vous convient',
    after: 'Est-ce que mardi à 14h30 vous convient⍽?',
  },
  {
    language: 'fr',
    title: 'quand with inversion',
    before: 'quand pouvez-vous passer au bureau',
    after: 'Quand pouvez-vous passer au bureau⍽?',
  },
  {
    language: 'fr',
    title: 'quand without inversion asks nothing',
    before: 'quand vous serez prêts, je passerai vous voir',
    after: 'Quand vous serez prêts, je passerai vous voir.',
  },
  {
    language: 'fr',
    title: 'dites-nous asks nothing',
    before: 'dites-nous si vous venez',
    after: 'Dites-nous si vous venez.',
  },
  {
    language: 'fr',
    title: 'a title gets no full stop',
    before: 'Compte rendu de réunion',
    after: 'Compte rendu de réunion',
  },
  {
    language: 'fr',
    title: 'a line wrapped by hand goes on',
    before: 'Je vous écris pour le\ndossier Martin.',
    after: 'Je vous écris pour le\ndossier Martin.',
  },
  {
    language: 'fr',
    title: 'after an abbreviation no capital',
    before: 'Je verrai M. dupont et env. trois personnes.',
    after: 'Je verrai M. dupont et env. trois personnes.',
  },
  {
    language: 'fr',
    title: 'after three dots no capital',
    before: 'Je ne sais pas... peut-être demain.',
    after: 'Je ne sais pas... peut-être demain.',
  },
  {
    language: 'fr',
    title: 'capital after ? and !',
    before: 'Vous venez ? je vous attends ! merci',
    after: 'Vous venez⍽? Je vous attends⍽! Merci',
  },
  {
    language: 'fr',
    title: 'accented capital',
    before: 'êtes-vous disponible lundi',
    after: 'Êtes-vous disponible lundi⍽?',
  },
  {
    language: 'fr',
    title: 'iPhone keeps its letters',
    before: 'iPhone et iPad sont livrés lundi.',
    after: 'iPhone et iPad sont livrés lundi.',
  },
  {
    language: 'fr',
    title: 'list items stay as they are',
    before: 'Il faut prévoir :\n- du papier\n- des stylos',
    after: 'Il faut prévoir␣:\n- du papier\n- des stylos',
  },
  {
    language: 'fr',
    title: 'a question after a colon',
    before: 'je vous relance au sujet de mon dossier : avez-vous pu le lire',
    after: 'Je vous relance au sujet de mon dossier␣: avez-vous pu le lire⍽?',
  },
  {
    language: 'fr',
    title: 'a short question',
    before: 'laquelle préférez-vous',
    after: 'Laquelle préférez-vous⍽?',
  },
  // French: spacing and typography
  {
    language: 'fr',
    title: 'doubled spaces',
    before: 'Je  vous   remercie.',
    after: 'Je vous remercie.',
  },
  {
    language: 'fr',
    title: 'space before a comma',
    before: 'Merci , à demain.',
    after: 'Merci, à demain.',
  },
  {
    language: 'fr',
    title: 'no space after a comma',
    before: 'Merci,à demain.',
    after: 'Merci, à demain.',
  },
  {
    language: 'fr',
    title: 'no space after a full stop',
    before: 'Le dossier est fini.Je vous écris.',
    after: 'Le dossier est fini. Je vous écris.',
  },
  {
    language: 'fr',
    title: 'glued exclamation mark',
    before: 'Merci beaucoup!',
    after: 'Merci beaucoup⍽!',
  },
  {
    language: 'fr',
    title: 'plain space before a question mark',
    before: 'Vous venez ?',
    after: 'Vous venez⍽?',
  },
  { language: 'fr', title: 'several marks', before: 'Vraiment ?!', after: 'Vraiment⍽?!' },
  {
    language: 'fr',
    title: 'semicolon',
    before: 'Il est tard; je rentre.',
    after: 'Il est tard⍽; je rentre.',
  },
  {
    language: 'fr',
    title: 'colon',
    before: 'Voici la liste: papier et stylos.',
    after: 'Voici la liste␣: papier et stylos.',
  },
  {
    language: 'fr',
    title: 'a time keeps its colon',
    before: 'Rendez-vous à 10:30 demain.',
    after: 'Rendez-vous à 10:30 demain.',
  },
  {
    language: 'fr',
    title: 'Re: keeps its colon',
    before: 'Re: votre demande',
    after: 'Re: votre demande',
  },
  {
    language: 'fr',
    title: 'guillemets',
    before: 'Il a dit «oui» hier.',
    after: 'Il a dit «␣oui␣» hier.',
  },
  {
    language: 'fr',
    title: 'guillemets with plain spaces',
    before: 'Il a dit « oui » hier.',
    after: 'Il a dit «␣oui␣» hier.',
  },
  {
    language: 'fr',
    title: 'apostrophes',
    before: "Je n'ai pas l'adresse d'Anne.",
    after: 'Je n’ai pas l’adresse d’Anne.',
  },
  {
    language: 'fr',
    title: 'aujourd’hui',
    before: "C'est pour aujourd'hui.",
    after: 'C’est pour aujourd’hui.',
  },
  {
    language: 'fr',
    title: 'an emoticon stays',
    before: 'Merci beaucoup :) à demain.',
    after: 'Merci beaucoup :) à demain.',
  },
  // French: repeated words and fillers
  {
    language: 'fr',
    title: 'le le',
    before: 'Je vous envoie le le dossier.',
    after: 'Je vous envoie le dossier.',
  },
  {
    language: 'fr',
    title: 'three times',
    before: 'Je passe chez le le le client.',
    after: 'Je passe chez le client.',
  },
  {
    language: 'fr',
    title: 'nous nous is right',
    before: 'Nous nous verrons lundi.',
    after: 'Nous nous verrons lundi.',
  },
  {
    language: 'fr',
    title: 'vous vous is right',
    before: 'Si vous vous absentez, dites-le.',
    after: 'Si vous vous absentez, dites-le.',
  },
  {
    language: 'fr',
    title: 'emphasis is right',
    before: 'C’est très très bien.',
    after: 'C’est très très bien.',
  },
  {
    language: 'fr',
    title: 'a name with a particle',
    before: 'Le discours de De Gaulle est prêt.',
    after: 'Le discours de De Gaulle est prêt.',
  },
  {
    language: 'fr',
    title: 'euh inside',
    before: 'Je pense euh que oui.',
    after: 'Je pense que oui.',
  },
  {
    language: 'fr',
    title: 'euh between commas',
    before: 'Je pense, euh, que c’est bon.',
    after: 'Je pense que c’est bon.',
  },
  { language: 'fr', title: 'euh at the start', before: 'Euh, je suis là.', after: 'Je suis là.' },
  { language: 'fr', title: 'euh at the end', before: 'je suis là, euh', after: 'Je suis là.' },
  {
    language: 'fr',
    title: 'ben at the start',
    before: 'ben je ne sais pas',
    after: 'Je ne sais pas.',
  },
  {
    language: 'fr',
    title: 'Ben is a person',
    before: 'Ben arrive demain et je pars.',
    after: 'Ben arrive demain et je pars.',
  },
  {
    language: 'fr',
    title: 'du coup at the start',
    before: 'Du coup, je vous rappelle.',
    after: 'Je vous rappelle.',
  },
  {
    language: 'fr',
    title: 'du coup de fil',
    before: 'Du coup de fil à la réunion, il est partout.',
    after: 'Du coup de fil à la réunion, il est partout.',
  },
  // French: layout
  {
    language: 'fr',
    title: 'greeting with a comma',
    before: 'Bonjour Marie, je vous envoie le dossier.',
    after: 'Bonjour Marie,\n\nJe vous envoie le dossier.',
  },
  {
    language: 'fr',
    title: 'spoken greeting',
    before: 'bonjour je vous envoie le dossier',
    after: 'Bonjour,\n\nJe vous envoie le dossier.',
  },
  {
    language: 'fr',
    title: 'Madame, Monsieur',
    before: 'Madame, Monsieur, je vous écris pour mon contrat.',
    after: 'Madame, Monsieur,\n\nJe vous écris pour mon contrat.',
  },
  {
    language: 'fr',
    title: 'a short greeting stays on its line',
    before: 'Bonjour Marie, merci⍽!'.replace('⍽', '\u202f'),
    after: 'Bonjour Marie, merci⍽!',
  },
  {
    language: 'fr',
    title: 'closing and name',
    before: 'Je reste à votre disposition. Cordialement, Paul Martin',
    after: 'Je reste à votre disposition.\n\nCordialement,\nPaul Martin',
  },
  {
    language: 'fr',
    title: 'closing after a comma',
    before: 'je reste à votre disposition, bien cordialement',
    after: 'Je reste à votre disposition.\n\nBien cordialement,',
  },
  {
    language: 'fr',
    title: 'cordialement as an adverb',
    before: 'Il nous a reçus cordialement.',
    after: 'Il nous a reçus cordialement.',
  },
  {
    language: 'fr',
    title: 'a whole dictated mail',
    before:
      "bonjour madame Durand, euh je vous confirme le le rendez-vous du 12/05/2026 à 14:30. est-ce que vous pouvez m'envoyer contrat_v2.pdf à paul.martin@exemple.fr ? merci d'avance. cordialement, Paul",
    after:
      'Bonjour madame Durand,\n\nJe vous confirme le rendez-vous du 12/05/2026 à 14:30. Est-ce que vous pouvez m’envoyer contrat_v2.pdf à paul.martin@exemple.fr⍽? Merci d’avance.\n\nCordialement,\nPaul',
  },
  {
    language: 'fr',
    title: 'what follows a closing is not touched',
    before:
      'Je vous remercie.\n\nCordialement,\npaul martin\nservice achats, 12 rue de la Paix 75002 Paris',
    after:
      'Je vous remercie.\n\nCordialement,\npaul martin\nservice achats, 12 rue de la Paix 75002 Paris',
  },
  // French: never touched
  {
    language: 'fr',
    title: 'an address of a page',
    before: 'voici https://exemple.fr/a?b=1;c=2!d merci',
    after: 'Voici https://exemple.fr/a?b=1;c=2!d merci.',
  },
  {
    language: 'fr',
    title: 'amounts',
    before: 'le total est de 1 250,50 € pour 3 jours',
    after: 'Le total est de 1 250,50 € pour 3 jours.',
  },
  {
    language: 'fr',
    title: 'atoms',
    before: 'je vous envoie ⟦1⟧ et ⟦2⟧ demain',
    after: 'Je vous envoie ⟦1⟧ et ⟦2⟧ demain.',
  },
  {
    language: 'fr',
    title: 'quoted lines',
    before: 'Merci pour votre mot.\n> je  pense que oui !',
    after: 'Merci pour votre mot.\n> je  pense que oui !',
  },
  // English
  {
    language: 'en',
    title: 'a plain sentence',
    before: 'i will send the report tomorrow',
    after: 'I will send the report tomorrow.',
  },
  {
    language: 'en',
    title: 'i with a verb',
    before: "I think i'm late and i'll call.",
    after: "I think I'm late and I'll call.",
  },
  {
    language: 'en',
    title: 'i.e. is not I',
    before: 'The plan, i.e. the draft, is ready.',
    after: 'The plan, i.e. the draft, is ready.',
  },
  {
    language: 'en',
    title: 'a question',
    before: 'could you send me the file',
    after: 'Could you send me the file?',
  },
  {
    language: 'en',
    title: 'when with an auxiliary',
    before: 'when are you free next week',
    after: 'When are you free next week?',
  },
  {
    language: 'en',
    title: 'when without one asks nothing',
    before: 'when you are free, please call me',
    after: 'When you are free, please call me.',
  },
  {
    language: 'en',
    title: 'space before marks',
    before: 'Are you there ? Yes !',
    after: 'Are you there? Yes!',
  },
  {
    language: 'en',
    title: 'the the',
    before: 'Here is the the invoice.',
    after: 'Here is the invoice.',
  },
  {
    language: 'en',
    title: 'had had is right',
    before: 'He had had enough of it.',
    after: 'He had had enough of it.',
  },
  {
    language: 'en',
    title: 'that that is right',
    before: 'I know that that is true.',
    after: 'I know that that is true.',
  },
  {
    language: 'en',
    title: 'you you is right',
    before: 'I told you you are late.',
    after: 'I told you you are late.',
  },
  {
    language: 'en',
    title: 'um and uh',
    before: 'Um, I think, uh, we are done.',
    after: 'I think we are done.',
  },
  {
    language: 'en',
    title: 'you know as an aside',
    before: 'It was, you know, too late.',
    after: 'It was too late.',
  },
  {
    language: 'en',
    title: 'you know as a verb',
    before: 'Do you know Anne?',
    after: 'Do you know Anne?',
  },
  {
    language: 'en',
    title: 'greeting and closing',
    before: 'hi John, thanks for your mail. I will call you at 10:30. Best regards, Mary Smith',
    after:
      'Hi John,\n\nThanks for your mail. I will call you at 10:30.\n\nBest regards,\nMary Smith',
  },
  {
    language: 'en',
    title: 'Mr. ends no sentence',
    before: 'Please call Mr. smith at 10 a.m. today.',
    after: 'Please call Mr. smith at 10 a.m. today.',
  },
  {
    language: 'en',
    title: 'apostrophes and quotes stay',
    before: 'It\'s "fine", don\'t worry.',
    after: 'It\'s "fine", don\'t worry.',
  },
  {
    language: 'en',
    title: 'amounts and addresses',
    before: 'please pay $1,250.00 to billing@example.com by 2026-05-12',
    after: 'Please pay $1,250.00 to billing@example.com by 2026-05-12.',
  },
  {
    language: 'en',
    title: 'file name before a full stop',
    before: 'I opened report.final.pdf. it is fine.',
    after: 'I opened report.final.pdf. It is fine.',
  },
  {
    language: 'en',
    title: 'numbered list',
    before: 'We need:\n1. paper\n2. pens',
    after: 'We need:\n1. paper\n2. pens',
  },
  // Spanish
  {
    language: 'es',
    title: 'a plain sentence',
    before: 'le envío el el informe mañana',
    after: 'Le envío el informe mañana.',
  },
  {
    language: 'es',
    title: 'greeting and closing',
    before: 'hola Ana, le envío el informe. Un saludo, Luis',
    after: 'Hola Ana,\n\nLe envío el informe.\n\nUn saludo,\nLuis',
  },
  { language: 'es', title: 'space before marks', before: '¿Puede venir ?', after: '¿Puede venir?' },
  // Language found out
  {
    language: 'auto',
    title: 'an address in French with a code',
    before: "L'adresse: 12 rue de la Paix, 75002 Paris; code 45A12.",
    after: 'L’adresse␣: 12 rue de la Paix, 75002 Paris⍽; code 45A12.',
  },
  {
    language: 'auto',
    title: 'French',
    before: 'je vous remercie pour votre aide!',
    after: 'Je vous remercie pour votre aide⍽!',
  },
  {
    language: 'auto',
    title: 'English',
    before: 'thank you for your help !',
    after: 'Thank you for your help!',
  },
  {
    language: 'auto',
    title: 'another language: spaces only',
    before: 'Ich  komme morgen , danke',
    after: 'Ich komme morgen, danke',
  },
  { language: 'auto', title: 'nothing', before: '', after: '' },
];

/** Mails as careful people write them: nothing may change. */
export const correctMails = [
  {
    title: 'French, formal',
    text: 'Madame, Monsieur,\n\nJe fais suite à notre échange du 12 mai et vous confirme la livraison de 3 palettes (réf. AB-1234) le 18/05/2026 à 8 h 30.\n\nLe montant s’élève à 1\u202f250,50\u00a0€\u00a0: vous trouverez la facture F-2026-118.pdf ci-jointe.\n\nJe vous prie d’agréer mes salutations distinguées.\n\nPaul Martin\nResponsable logistique\n12, rue de la Paix\n75002 Paris',
  },
  {
    title: 'French, friendly',
    text: 'Salut Marie,\n\nTu viens samedi\u202f? On se retrouve chez Ben vers 19h30, comme d’hab\u202f! J’apporte le dessert :)\n\nBises\nLéa',
  },
  {
    title: 'French with a list and no-break spaces of the wide kind',
    text: 'Bonjour à tous,\n\nVoici l’ordre du jour\u00a0:\n- budget 2027\n- recrutement\n- questions diverses\n\nQui peut apporter un vidéoprojecteur\u00a0?\n\nBonne journée,\nÉric',
  },
  {
    title: 'French with quoted words and a page',
    text: 'Bonjour Anne,\n\nLe module «\u00a0Contacts\u00a0» est en ligne\u202f; la page https://exemple.fr/aide?x=1#contacts explique tout. M. Petit et Mme Roux l’ont relu.\n\nCordialement,\nJ. Dupont',
  },
  {
    title: 'English, formal',
    text: "Dear Ms. Jones,\n\nThank you for your message of 3 May. I've attached the signed contract (contract_v2.docx) and will call you on Tuesday at 10:30 a.m.\n\nCould you confirm the amount of $1,250.00?\n\nKind regards,\nJohn Smith\nHead of Sales, Acme Inc.",
  },
  {
    title: 'English, short and friendly',
    text: "Hey Tom,\n\nThat that is hard is no secret. You know what I mean... anyway, let's talk tomorrow!\n\nCheers,\nAnna",
  },
  {
    title: 'English with a list',
    text: 'Hi all,\n\nWe still need:\n1. the venue\n2. catering for 40\n3. a projector\n\nPlease reply to events@example.com by Friday.\n\nThanks,\nMaria',
  },
  {
    title: 'Spanish',
    text: 'Estimada señora López:\n\nLe confirmo la reunión del 12 de mayo a las 10:30. ¿Puede enviarme el documento antes?\n\nUn cordial saludo,\nLuis Pérez',
  },
];
