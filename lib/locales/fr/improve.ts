export const improve = {
  'improve.name': 'Amélioration',
  'improve.improve': 'Améliorer',
  'improve.improveOffline': 'Améliorer sur cet appareil',
  'improve.title': 'Améliorer le brouillon',
  'improve.titleSelection': 'Améliorer la sélection',
  'improve.close': 'Fermer sans rien changer',
  'improve.improved': 'Proposition',
  'improve.noChanges': 'Rien à changer : votre texte est bien ainsi.',
  'improve.waiting': 'Lecture de votre texte…',
  'improve.insert': 'Mettre dans le brouillon',
  'improve.startAgain': 'Recommencer',
  'improve.offlineInstead': 'Améliorer plutôt sur cet appareil',
  'improve.copyPartial': 'Copier ce qui était arrivé',
  'improve.ready': 'La proposition est prête : {count} {count|changement|changements}.',
  'improve.inserted': 'Le brouillon est modifié. {undo} annule.',
  'improve.unchanged': 'Rien n’a été changé.',
  'improve.sent':
    'Le message est parti entre-temps : rien n’a été écrit. Vous pouvez encore copier la proposition.',
  'improve.windowClosed':
    'La fenêtre de rédaction est fermée : rien n’a été écrit. Vous pouvez encore copier la proposition.',
  'improve.composing':
    'Un caractère est en cours de saisie dans le brouillon. Terminez-le, puis recommencez.',
  'improve.notRestored':
    'La page n’a pris qu’une partie du texte. Regardez votre brouillon : {undo} la retire, et toute la proposition peut être copiée ici.',
  'improve.retryAfter': 'Attendez {seconds} {seconds|seconde|secondes}.',
  'improve.serverSaid': 'Le serveur dit : {words}',
  'improve.newContact': 'Absent de votre brouillon : {contact}. Vérifiez avant de garder.',
  'improve.provenancePending': 'Rien n’a encore été envoyé.',
  'improve.provenanceOffline':
    'Traité sur cet appareil · espaces, majuscules, ponctuation ; pas l’orthographe · rien n’a été envoyé',
  'improve.provenanceServer': 'Envoyé à {destination} · {model}',
  'improve.skippedNoKey': 'Votre serveur n’a pas servi : sa clé manque (réglages).',
  'improve.skippedPermission':
    'Votre serveur n’a pas servi : le navigateur n’a pas le droit de le joindre (réglages).',
  'improve.baseUrlEmpty': 'Entrez l’adresse du serveur, par exemple https://api.openai.com/v1',
  'improve.baseUrlNoScheme':
    'Commencez l’adresse par https:// (ou http://localhost pour un serveur sur cette machine).',
  'improve.baseUrlNotAUrl': 'Ce n’est pas une adresse web.',
  'improve.baseUrlCredentials':
    'Retirez le nom et le mot de passe devant « @ » : la clé a son propre champ.',
  'improve.baseUrlInsecure':
    'En http, votre clé et vos messages seraient lisibles sur le réseau. Utilisez https://, sauf sur cette machine.',
  'improve.baseUrlQuery': 'Retirez de l’adresse ce qui suit « ? » ou « # ».',
} as const;
