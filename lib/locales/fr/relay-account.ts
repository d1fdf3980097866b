export const relayAccount = {
  'relay-account.title': 'Relais',
  'relay-account.lead':
    'Facultatif. Un petit serveur à vous ou à votre organisation : il fait vos envois, même quand cet ordinateur est éteint s’il tourne sur une autre machine, et peut prêter son IA.',
  'relay-account.connected': 'Connecté',
  'relay-account.panelConnected': 'relais connecté',
  'relay-account.panelUnreachable': 'relais injoignable',
  'relay-account.panelRefused': 'relais à reconnecter',
  'relay-account.address': 'Adresse du relais',
  'relay-account.addressHint':
    'Celle que vous a donnée la personne qui s’en occupe, comme https://relais.exemple.fr',
  'relay-account.addressEmpty': 'Indiquez d’abord l’adresse du relais.',
  'relay-account.addressWrong':
    'Ce n’est pas une adresse web. On l’écrit ainsi\u00a0: https://relais.exemple.fr',
  'relay-account.addressCredentials':
    'Retirez le nom et le mot de passe de l’adresse. Vous vous identifiez sur la page du relais.',
  'relay-account.addressInsecure':
    'Hors de cet ordinateur, seul https est sûr. Demandez l’adresse https du relais.',
  'relay-account.connect': 'Connecter',
  'relay-account.localHint': 'Un relais tourne sur cet ordinateur ?',
  'relay-account.connectLocal': 'Connecter le relais de cet ordinateur',
  'relay-account.whichLocal': 'Plusieurs relais répondent sur cet ordinateur. Lequel ?',
  'relay-account.openAddress': 'Ouvrir {host}',
  'relay-account.notAllowed':
    'Le navigateur n’a pas eu le droit de joindre ce relais : rien n’y a été demandé. Appuyez à nouveau sur Connecter et acceptez.',
  'relay-account.approve':
    'Identifiez-vous sur la page de {host} qui vient de s’ouvrir, et approuvez ce navigateur si elle montre le même code :',
  'relay-account.waiting': 'En attente de votre accord. Le code est valable jusqu’à {time}.',
  'relay-account.openAgain': 'Rouvrir la page',
  'relay-account.who': '{account} sur {host}',
  'relay-account.device': 'Ce navigateur y porte le nom « {device} »',
  'relay-account.scope.send': 'envoie des mails',
  'relay-account.scope.ai': 'utilise son IA',
  'relay-account.scope.read': 'voit vos envois',
  'relay-account.sendsAs': 'Les mails partent de {address}',
  'relay-account.outbox':
    'Ce relais n’a pas encore de serveur de mail : il garde les mails dans sa boîte d’envoi et n’envoie rien.',
  'relay-account.noAi':
    'Ce relais n’a pas encore d’IA : la dictée et l’amélioration se font sans lui.',
  'relay-account.useAi': 'Utiliser l’IA du relais',
  'relay-account.useAiHint':
    'Elle transcrit vos dictées et améliore vos textes. Enregistrements et textes vont alors au relais, puis chez son fournisseur d’IA.',
  'relay-account.disconnect': 'Déconnecter',
  'relay-account.ended': 'Déconnecté. {host} a mis fin à l’accès de ce navigateur.',
  'relay-account.endedHereOnly':
    'Déconnecté ici, mais {host} n’a pas pu être prévenu. Retirez « {device} » sur sa page de compte dès qu’il répond.',
} as const;
