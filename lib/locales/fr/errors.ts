export const errors = {
  'error.microphone-refused':
    'Le navigateur n’a pas le droit d’utiliser le micro. Autorisez-le depuis la page d’accueil, puis dictez à nouveau.',
  'error.microphone-missing': 'Aucun micro trouvé. Branchez-en un, puis dictez à nouveau.',
  'error.microphone-busy': 'Un autre programme occupe le micro. Fermez-le, puis dictez à nouveau.',
  'error.microphone-muted':
    'Le micro n’entend rien : il est peut-être coupé. Ce qui a été enregistré est gardé.',
  'error.no-engine':
    'Votre enregistrement est gardé dans le panneau latéral. Rien ne peut encore le transcrire ici : choisissez une reconnaissance ou un serveur dans les réglages.',
  'error.recogniser-unreachable':
    'La reconnaissance du navigateur n’a pas pu joindre son service. Votre enregistrement est gardé : dictez à nouveau une fois connecté, ou choisissez un serveur dans les réglages pour le transcrire.',
  'error.no-key': 'Ce serveur demande une clé. Ajoutez-la dans les réglages ; rien n’est perdu.',
  'error.permission-missing':
    'Le navigateur n’a pas encore le droit de joindre ce serveur. Autorisez-le dans les réglages ; rien n’est perdu.',
  'error.unauthorized':
    'Le serveur a refusé la clé. Vérifiez-la dans les réglages ; texte et enregistrement sont gardés.',
  'error.model-missing':
    'Le serveur ne connaît pas cette adresse ou ce modèle. Vérifiez-les dans les réglages ; texte et enregistrement sont gardés.',
  'error.rate-limited':
    'Le serveur demande d’attendre avant un nouvel essai. Texte et enregistrement sont gardés.',
  'error.server-failed':
    'Le serveur a eu un problème. Texte et enregistrement sont gardés ; réessayez dans un instant.',
  'error.bad-answer': 'La réponse du serveur est illisible. Texte et enregistrement sont gardés.',
  'error.answer-cut': 'La réponse s’est arrêtée en chemin. Votre brouillon est intact ; réessayez.',
  'error.answer-lost-token':
    'La réponse a perdu un lien ou une image de votre brouillon : elle est refusée. Votre brouillon est intact.',
  'error.offline':
    'Vous êtes hors ligne. Texte et enregistrement sont gardés ; réessayez une fois connecté.',
  'error.server-silent-here':
    'Le serveur de cet ordinateur ne répond pas. Démarrez-le, puis réessayez : il se passe de réseau. Texte et enregistrement sont gardés.',
  'error.timed-out':
    'Le serveur n’a pas répondu à temps. Texte et enregistrement sont gardés ; réessayez.',
  'error.aborted': 'Arrêté. Rien n’a été changé.',
  'error.storage-full':
    'Le stockage du navigateur est plein. Supprimez d’anciens enregistrements ; ce qui est déjà enregistré est gardé, et ce que vous avez écrit est toujours là.',
  'error.storage-failed':
    'Le navigateur n’a pas pu enregistrer. La dictée est arrêtée pour que rien ne se perde en silence.',
  'error.nothing-heard': 'Aucune parole entendue. L’enregistrement est gardé dans le panneau.',
  'error.nothing-to-improve': 'Il n’y a encore rien à améliorer : écrivez ou dictez d’abord.',
  'error.draft-changed':
    'Le brouillon a changé entre-temps : rien n’a été écrit par-dessus. Copiez le résultat ou recommencez.',
  'error.draft-gone': 'Cette fenêtre de rédaction est fermée. Le texte est gardé dans le panneau.',
  'error.not-inserted':
    'La page n’a pas pris le texte. Votre brouillon est comme avant ; copiez plutôt le texte.',
  'error.text-too-long':
    'Ce texte est trop long pour cette page, qui se figerait. Rien n’a été inséré ; vous pouvez le copier.',
  'error.relay-none':
    'Aucun relais n’est connecté. Connectez-en un dans les réglages ; rien n’est perdu.',
  'error.relay-none-local':
    'Aucun relais ne répond sur cet ordinateur. Démarrez-le, ou indiquez son adresse s’il écoute sur un autre port.',
  'error.relay-unreachable':
    'Le relais ne répond pas. Il est peut-être arrêté, ou l’adresse est fausse. Tout est gardé.',
  'error.relay-silent-here':
    'Le relais de cet ordinateur ne répond pas : il est peut-être arrêté. Démarrez-le avec « npm run relay » dans son dossier, ou vérifiez le port dans son adresse, puis réessayez. Tout est gardé.',
  'error.relay-certificate':
    'Le navigateur ne fait pas confiance au certificat de ce relais : rien n’a été envoyé. La personne qui s’en occupe doit le renouveler ou en installer un valable.',
  'error.relay-unclear':
    'Soit le relais ne répond pas, soit ce navigateur ne fait pas confiance à son certificat : il ne dit pas lequel des deux. Ouvrez l’adresse dans un onglet, il le dira.',
  'error.relay-not-one':
    'Quelque chose répond à cette adresse, mais ce n’est pas un relais. Vérifiez l’adresse avec la personne qui s’en occupe.',
  'error.relay-old':
    'Ce relais est trop ancien pour cette extension. La personne qui s’en occupe doit passer à la version 4.',
  'error.relay-elsewhere':
    'Ce relais annonce une autre adresse que la sienne ici. Connectez-vous à celle-là, ou faites corriger son adresse publique.',
  'error.relay-refused':
    'Le relais ne connaît plus ce navigateur. Connectez-vous à nouveau dans les réglages ; tout est gardé.',
  'error.relay-scope':
    'Ce navigateur n’a pas le droit de faire cela sur le relais. Connectez-vous à nouveau dans les réglages et autorisez-le.',
  'error.relay-switched':
    'Un autre relais ou un autre compte a été connecté entre-temps, et rien n’a été envoyé. Voici qui envoie à présent : vérifiez avant d’envoyer.',
  'error.relay-changed':
    'Cet envoi a commencé avec un autre relais ou un autre compte, et y est peut-être parti. Reconnectez celui-là pour continuer, ou arrêtez les essais : rien ne part deux fois.',
  'error.batch-draft-gone':
    'Cet envoi a été lancé ou supprimé dans une autre fenêtre. Rien n’est parti d’ici.',
  'error.batch-draft-changed':
    'Ce brouillon a changé dans une autre fenêtre, et rien n’a été envoyé. Voici la version la plus récente : relisez-la avant de l’envoyer.',
  'error.batch-too-late':
    'Le départ était prévu il y a plus d’un jour : le relais ne l’a pas pris, et rien n’a été envoyé. Choisissez un autre moment, ou envoyez maintenant.',
  'error.relay-gone': 'Le relais ne connaît pas (ou plus) cet envoi.',
  'error.relay-invalid': 'Le relais n’a pas accepté cette demande. Rien n’a été envoyé.',
  'error.relay-failed': 'Le relais a eu un problème. Tout est gardé ; réessayez dans un instant.',
  'error.approval-denied': 'La connexion a été refusée sur le relais. Rien n’a changé.',
  'error.approval-expired': 'Le code a expiré avant d’être approuvé. Demandez-en un nouveau.',
  'error.template-broken':
    'Les variables de ce modèle ne peuvent pas être remplies : l’une n’est pas fermée ou est mal écrite. Rien n’a été inséré ; ouvrez le modèle pour la corriger.',
  'error.template-gone': 'Ce modèle n’existe plus. Rien n’a été inséré.',
  'error.extension-updated':
    'L’extension vient d’être mise à jour. Rechargez cette page pour continuer ; votre brouillon est intact.',
  'error.table-empty':
    'Ce fichier ne contient aucune ligne. Choisissez-en un autre ; rien n’a été modifié.',
  'error.table-too-large':
    'Ce fichier est trop gros pour être lu ici. Découpez-le, puis choisissez chaque partie ; rien n’a été modifié.',
  'error.table-too-many-rows':
    'Ce fichier a plus de 200 000 lignes. Découpez-le, puis choisissez chaque partie ; rien n’a été modifié.',
  'error.table-unreadable':
    'Ce fichier n’est pas un tableau lisible. Enregistrez-le en CSV ou en XLSX, puis choisissez-le à nouveau ; rien n’a été modifié.',
  'error.table-old-excel':
    'Ce fichier est dans l’ancien format d’Excel, ou protégé par un mot de passe. Enregistrez-le en XLSX sans mot de passe ou en CSV, puis choisissez-le à nouveau.',
  'error.table-locked':
    'Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis choisissez-le à nouveau.',
  'error.unknown': 'Un imprévu est survenu. Texte et enregistrement sont gardés.',
} as const;
