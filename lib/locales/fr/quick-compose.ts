export const quickCompose = {
  'quick-compose.name': 'Composition rapide',
  'quick-compose.to': 'À',
  'quick-compose.subject': 'Objet',
  'quick-compose.body': 'Texte du message',
  'quick-compose.bodyHint':
    'Écrivez, dictez ou insérez un modèle. Tout est gardé au fur et à mesure.',
  'quick-compose.suggestions': 'Contacts',
  'quick-compose.remove': 'Retirer {name}',
  'quick-compose.badAddress': '{address} : {why}. Cliquez dessus pour corriger.',
  'quick-compose.mend': 'Corriger {name}',
  'quick-compose.openTab': 'Ouvrir dans un onglet',
  'quick-compose.send': 'Envoyer',
  'quick-compose.sendTo': 'Envoyer à {count}',
  'quick-compose.openIn': 'Ouvrir dans',
  'quick-compose.clear': 'Recommencer à zéro',
  'quick-compose.cleared': 'Le message a été effacé.',
  'quick-compose.notCleared':
    'Le message n’a pas été effacé : il n’a pas pu être gardé au cas où vous voudriez le reprendre. {why}',
  'quick-compose.notClearedElsewhere':
    'Le message a changé dans une autre fenêtre, ou il en est déjà parti : rien n’a été effacé. Relisez ce qui reste.',
  'quick-compose.opened':
    'Ouvert avec tout rempli. Le message reste ici jusqu’à ce que vous recommenciez.',
  'quick-compose.openedFewer':
    'Tous les destinataires ne tenaient pas : il en manque {left}, à la fin de votre liste.',
  'quick-compose.openedLong':
    'Le texte est trop long pour être transmis : il est dans le presse-papiers. Collez-le avec Ctrl+V.',
  'quick-compose.noRecipient': 'Indiquez à qui le message est destiné.',
  'quick-compose.badRecipient':
    '{count|Cette adresse est inutilisable|Ces adresses sont inutilisables} : {names}. Cliquez dessus dans la liste pour corriger.',
  'quick-compose.noText': 'Il n’y a ni objet ni texte : écrivez l’un ou l’autre.',
  'quick-compose.sent': '{count} {count|message remis|messages remis} au relais.',
  'quick-compose.sending': 'Envoi en cours',
  'quick-compose.progress': 'Envoi : {done} sur {total}',
  'quick-compose.goesOn': 'L’envoi continue même si vous fermez cette fenêtre.',
  'quick-compose.stop': 'Arrêter',
  'quick-compose.stopping': 'Arrêt en cours : on attend la réponse pour le message en route.',
  'quick-compose.stopped': 'Envoi arrêté, comme demandé.',
  'quick-compose.badge.partly':
    '{sent} {sent|message remis|messages remis} au relais sur {total}. Ouvrez pour voir le reste.',
  'quick-compose.kept':
    '{count} {count|message gardé|messages gardés} dans la boîte d’envoi du relais. Il n’a pas de serveur de mail : rien n’est parti.',
  'quick-compose.elsewhere':
    'Le message a changé dans une autre fenêtre, ou il en est déjà parti : rien n’a été envoyé d’ici. Relisez ce qui reste.',
  'quick-compose.writtenSince': 'La suite écrite entre-temps n’est pas partie : elle reste ici.',
  'quick-compose.unreachable':
    'Le relais ne répond pas. Le message est gardé ici : réessayez, ou ouvrez-le dans votre messagerie.',
  'quick-compose.unreachableHere':
    'Le relais de cet ordinateur ne répond pas. Démarrez-le et réessayez, ou ouvrez le message dans votre messagerie : il est gardé ici.',
  'quick-compose.notKnown':
    'Le relais ne reconnaît plus ce navigateur. Le message est gardé ici : connectez à nouveau le relais dans les réglages.',
  'quick-compose.takenBefore':
    'Le relais avait déjà accepté une version précédente pour {names} ; elle n’est pas renvoyée.',
  'quick-compose.refused': 'Le relais a refusé le message pour {names}.',
  'quick-compose.undelivered': 'Le message « {subject} » n’est pas arrivé : {list}.',
  'quick-compose.doubtful':
    'On ne sait pas si le message « {subject} » est arrivé : {list}. Demandez avant de le renvoyer.',
  'quick-compose.aside': 'Mis de côté : « {subject} ».',
  'quick-compose.because': '{address} ({why})',
  'quick-compose.andMore': '{count} {count|autre|autres}',
  'quick-compose.noSubject': 'sans objet',
  'quick-compose.takeUp': 'Reprendre le message',
  'quick-compose.forget': 'Supprimer',
  'quick-compose.forgotten': 'Le message a été supprimé.',
  'quick-compose.why.failed': 'refusé par le serveur de mail',
  'quick-compose.why.server': 'refusé par le serveur de mail : {said}',
  'quick-compose.why.line':
    'le serveur de mail n’a pas pu être joint, ou la connexion s’est rompue',
  'quick-compose.why.empty': 'ni objet ni texte',
  'quick-compose.why.unmade': 'le relais n’a pas pu faire le mail : {said}',
  'quick-compose.why.suppressed':
    's’est désinscrit, ou figure parmi les adresses à ne plus contacter',
  'quick-compose.why.cancelled': 'annulé sur le relais',
  'quick-compose.why.invalid': 'adresse à laquelle le relais ne peut pas écrire',
  'quick-compose.onceOnly': 'Appuyez à nouveau sur Envoyer : personne ne le recevra deux fois.',
  'quick-compose.unfinished':
    'Pour {count} {count|destinataire|destinataires}, on ne sait pas encore si le relais a accepté le message.',
  'quick-compose.untried':
    'Rien n’est encore parti vers {count} {count|destinataire|destinataires}.',
  'quick-compose.relayChanged':
    'Ce message a commencé avec un autre relais ou un autre compte ({relay}), et personne ne sait si {names} {count|l’a|l’ont} reçu par là. Reconnectez-le dans les réglages, mettez {count|ce destinataire|ces destinataires} de côté, ou faites-en un nouveau message.',
  'quick-compose.relaySwitched': 'Un autre relais ou un autre compte a été connecté entre-temps.',
  'quick-compose.putAside': 'Mettre de côté {count|ce destinataire|ces destinataires}',
  'quick-compose.asNew': 'En faire un nouveau message',
  'quick-compose.nowNew':
    'C’est maintenant un nouveau message. Qui l’a reçu par l’autre relais le recevra deux fois : demandez à {names} avant d’envoyer.',
  'quick-compose.sameText':
    'Envoyer écrit à chacun séparément, avec le même texte. Ouvert ailleurs, c’est un seul message où tous se voient. Pour un texte propre à chacun, passez par un envoi.',
  'quick-compose.openBatches': 'Ouvrir les envois',
  'quick-compose.barMissing':
    'Les boutons de dictée, d’amélioration et de modèles n’ont pas pu s’ouvrir. Votre message est gardé.',
  'quick-compose.notSaved':
    'Le message n’a pas pu être enregistré. Gardez cette fenêtre ouverte et copiez votre texte.',
  'quick-compose.keptAside':
    'Le stockage du navigateur est plein ou refuse d’écrire. Votre message est gardé à part et sera enregistré dès qu’il y aura de la place : supprimez par exemple d’anciens enregistrements.',
} as const;
