export const settings = {
  'settings.name': 'Réglages',
  'settings.lead': 'Chaque choix est gardé aussitôt.',
  'settings.saved': 'Enregistré',
  'settings.sections': 'Rubriques',
  'settings.auto': 'Automatique',
  'settings.general.title': 'Langue et apparence',
  'settings.general.language': 'Langue',
  'settings.general.theme': 'Thème',
  'settings.general.light': 'Clair',
  'settings.general.dark': 'Sombre',
  'settings.hosts.title': 'Où l’extension travaille',
  'settings.hosts.lead':
    'Désactivée, l’extension ne fait rien et ne montre rien sur ce site. Les onglets ouverts suivent aussitôt.',
  'settings.hosts.gmail': 'Gmail',
  'settings.hosts.outlook': 'Outlook sur le web',
  'settings.features.title': 'Fonctions',
  'settings.features.lead':
    'Ce que vous désactivez disparaît du panneau et des fenêtres de rédaction ouvertes ensuite. Ce qui a été gardé reste ici.',
  'settings.features.dictation': 'Parler au lieu de taper.',
  'settings.features.improve': 'Proposer un meilleur texte, changement par changement.',
  'settings.features.templates':
    'Des messages à réutiliser, et des /raccourcis dans les brouillons.',
  'settings.features.contacts': 'Les personnes à qui écrire.',
  'settings.features.batch':
    'Un message à beaucoup de personnes, chacune avec ses propres valeurs.',
  'settings.dictation.title': 'Dictée',
  'settings.dictation.lead': 'Comment votre voix est entendue et devient du texte.',
  'settings.dictation.language': 'Langue parlée',
  'settings.dictation.asInterface': 'Comme l’interface',
  'settings.dictation.service': 'Le service vocal de votre navigateur peut-il écouter ?',
  'settings.dictation.serviceHint':
    'Il affiche les mots pendant que vous parlez. Pendant ce temps, votre voix part chez l’éditeur du navigateur (Google pour Chrome), selon ses conditions. La reconnaissance sur l’appareil ne demande pas d’accord et passe d’abord là où elle existe.',
  'settings.dictation.serviceAsk': 'Me demander',
  'settings.dictation.serviceAllowed': 'Oui',
  'settings.dictation.serviceRefused': 'Non',
  'settings.dictation.serviceMissing':
    'Ce navigateur n’a pas de service vocal : c’est votre serveur qui transcrit.',
  'settings.dictation.prefer': 'Texte final par',
  'settings.dictation.preferServer': 'Mon serveur',
  'settings.dictation.preferBrowser': 'Le navigateur',
  'settings.dictation.preferHint':
    'Quand les deux sont là, l’autre prend le relais si le premier échoue.',
  'settings.dictation.keepAudio': 'Garder l’audio à côté du texte',
  'settings.dictation.keepAudioHint':
    'Sur cet ordinateur seulement. Vous pourrez réécouter et transcrire à nouveau.',
  'settings.microphone.title': 'Micro',
  'settings.microphone.granted': 'Autorisé. Il n’est ouvert que pendant la dictée.',
  'settings.microphone.prompt': 'Pas encore autorisé.',
  'settings.microphone.denied': 'Refusé pour cette extension.',
  'settings.microphone.missing': 'Aucun micro trouvé. Branchez-en un, puis vérifiez à nouveau.',
  'settings.microphone.allow': 'Autoriser le micro',
  'settings.microphone.check': 'Vérifier à nouveau',
  'settings.microphone.test': 'Essayer le micro',
  'settings.microphone.stopTest': 'Arrêter',
  'settings.microphone.speak': 'Dites quelque chose…',
  'settings.microphone.heard': 'On vous entend.',
  'settings.microphone.undoTitle': 'Pour revenir sur ce refus',
  'settings.microphone.undoChrome1': 'Cliquez sur l’icône à gauche de l’adresse de cette page.',
  'settings.microphone.undoChrome2': 'Mettez « Micro » sur « Autoriser ».',
  'settings.microphone.undoChrome3': 'Revenez ici et appuyez sur « Vérifier à nouveau ».',
  'settings.microphone.undoFirefox1': 'Cliquez sur le micro barré à gauche de la barre d’adresse.',
  'settings.microphone.undoFirefox2': 'Retirez « Bloqué » à côté de « Utiliser le microphone ».',
  'settings.microphone.undoFirefox3':
    'Appuyez sur « Vérifier à nouveau » et cochez « Se souvenir de cette décision ».',
  'settings.server.title': 'Serveur d’IA',
  'settings.server.lead':
    'Facultatif. Il transcrit les enregistrements et améliore les textes mieux que les règles de cet appareil. Tout serveur compatible OpenAI convient.',
  'settings.server.preset': 'Fournisseur',
  'settings.server.none': 'Aucun',
  'settings.server.other': 'Autre',
  'settings.server.onDevice': '{name} · sur cet ordinateur',
  'settings.server.baseUrl': 'Adresse',
  'settings.server.baseUrlHint': 'Avec sa version, comme https://api.openai.com/v1',
  'settings.server.missingVersion':
    'La plupart des serveurs attendent une version à la fin, comme /v1.',
  'settings.server.key': 'Clé',
  'settings.server.keyHint':
    'Gardée dans ce navigateur, envoyée à ce seul serveur, jamais réaffichée, jamais donnée à une page de courrier.',
  'settings.server.keyLocal': 'Un serveur sur cet ordinateur n’a en général pas besoin de clé.',
  'settings.server.keySaved': 'Une clé est enregistrée pour ce serveur',
  'settings.server.keyReplace': 'Remplacer',
  'settings.server.keyRemove': 'Retirer',
  'settings.server.keySave': 'Enregistrer la clé',
  'settings.server.keyPlaceholder': 'Collez la clé',
  'settings.server.chatModel': 'Modèle pour améliorer',
  'settings.server.transcriptionModel': 'Modèle pour la dictée',
  'settings.server.modelsHint': 'Le test propose les modèles de ce serveur.',
  'settings.server.noTranscription':
    'Ce serveur ne transcrit pas, à notre connaissance ; la reconnaissance du navigateur peut le faire.',
  'settings.server.test': 'Tester la connexion',
  'settings.server.testing': 'On interroge {host}…',
  'settings.server.testHint':
    'Le navigateur demande d’abord si cette extension peut joindre le serveur.',
  'settings.server.connected': 'Tout marche : {host} répond, avec {count} {count|modèle|modèles}.',
  'settings.server.connectedNoList': 'Tout marche : {host} répond.',
  'settings.server.modelUnknown': '{model} n’est pas dans sa liste. Choisissez un autre modèle.',
  'settings.server.notAllowed':
    'Le navigateur n’a pas reçu le droit de joindre {host}. Rien n’a été envoyé. Relancez le test pour que la question revienne.',
  'settings.server.ollama':
    'Ollama refuse les extensions tant qu’on ne lui dit pas le contraire. Lancez-le avec ce réglage, puis testez à nouveau :',
  'settings.server.said': 'Le serveur a dit : {words}',
  'settings.status.title': 'Ce qui est prêt',
  'settings.status.microphone': 'Micro',
  'settings.status.voice': 'Voix vers texte',
  'settings.status.voiceServer': 'Par votre serveur {host}, à la fin de la dictée.',
  'settings.status.voiceBrowser': 'Par votre navigateur, pendant que vous parlez.',
  'settings.status.voiceAsk': 'Votre navigateur peut le faire ; il vous sera demandé une fois.',
  'settings.status.voiceNone': 'Rien encore : les enregistrements sont gardés et attendent.',
  'settings.status.improve': 'Amélioration',
  'settings.status.improveServer':
    'Par votre serveur {host} ; les règles de cet appareil en secours.',
  'settings.status.improveOffline':
    'Par des règles sur cet appareil. Rien n’est envoyé. Un serveur peut faire mieux.',
  'settings.status.server': 'Serveur d’IA',
  'settings.status.serverReady': '{host} est réglé et autorisé.',
  'settings.status.serverNoPermission':
    'Le navigateur ne peut pas encore joindre {host} : testez la connexion.',
  'settings.status.serverNoKey': '{host} n’a pas encore de clé.',
  'settings.status.serverNone': 'Aucun. Facultatif.',
  'settings.status.ready': 'prêt',
  'settings.status.missing': 'à faire',
  'settings.status.optional': 'facultatif',
  'settings.status.setUp': 'Régler',
  'settings.shortcuts.title': 'Raccourcis',
  'settings.shortcuts.lead': 'Tels qu’ils sont réglés dans votre navigateur.',
  'settings.shortcuts.none': 'aucun',
  'settings.shortcuts.change': 'Les changer dans le navigateur',
  'settings.shortcuts.openPanel': 'Ouvrir le panneau latéral',
  'settings.shortcuts.dictate': 'Dicter dans le brouillon',
  'settings.shortcuts.improve': 'Améliorer le brouillon',
  'settings.selfCheck.title': 'Autocontrôle',
  'settings.selfCheck.lead':
    'Les sites de courrier changent. Ceci regarde les pages de courrier ouvertes et dit ce qui y est trouvé, sans lire un mot de vos messages.',
  'settings.selfCheck.run': 'Contrôler les pages de courrier ouvertes',
  'settings.selfCheck.none':
    'Aucune page de courrier n’est ouverte. Ouvrez Gmail ou Outlook avec un message en cours, puis recommencez.',
  'settings.selfCheck.failed':
    'Le contrôle n’a pas pu se faire. Rechargez cette page et recommencez.',
  'settings.selfCheck.silent': 'Pas de réponse. Rechargez cet onglet, puis recommencez.',
  'settings.selfCheck.off': 'Désactivée pour ce site, sous « Où l’extension travaille ».',
  'settings.selfCheck.empty':
    'Aucune fenêtre de rédaction n’y est ouverte. Ouvrez-en une, puis recommencez.',
  'settings.selfCheck.good': 'Tout est trouvé : {count} {count|fenêtre|fenêtres} de rédaction.',
  'settings.selfCheck.partial':
    'La fenêtre est trouvée et fonctionne. Pas trouvé dedans : {parts}.',
  'settings.selfCheck.doubt':
    'Quelque chose ressemble à une fenêtre de rédaction, mais trop de choses ont changé autour pour que la barre s’affiche. Rechargez l’onglet ; si cela reste, copiez le rapport dans un signalement.',
  'settings.selfCheck.differs':
    'Le second détecteur voit {theirs} {theirs|fenêtre|fenêtres}, le nôtre {ours}.',
  'settings.selfCheck.part': 'Élément',
  'settings.selfCheck.found': 'Trouvé par',
  'settings.selfCheck.rank': 'repère {rank} de la liste',
  'settings.selfCheck.missing': 'pas trouvé',
  'settings.selfCheck.window': 'Fenêtre de rédaction {number}',
  'settings.selfCheck.details': 'Ce que dit le rapport',
  'settings.selfCheck.copy': 'Copier le rapport',
  'settings.selfCheck.copied': 'Copié',
  'settings.selfCheck.parts.body': 'texte',
  'settings.selfCheck.parts.send': 'Envoyer',
  'settings.selfCheck.parts.recipients': 'destinataires',
  'settings.privacy.title': 'Où vont vos mots',
  'settings.privacy.here':
    'Enregistrements, textes et réglages restent dans ce navigateur. Pas de compte, rien n’est compté.',
  'settings.privacy.server':
    'Avec un serveur : l’enregistrement ou le texte à améliorer part chez {host}, quand vous le demandez et pas avant.',
  'settings.privacy.serverNone':
    'Aucun serveur n’est réglé : rien n’est envoyé pour améliorer ou transcrire.',
  'settings.privacy.browserOn':
    'Le service vocal du navigateur peut écouter pendant la dictée : votre voix part alors chez son éditeur.',
  'settings.privacy.browserOff': 'Le service vocal du navigateur n’écoute pas.',
  'settings.privacy.page':
    'La page de courrier ne voit jamais votre clé, vos enregistrements ni vos autres textes.',
  'settings.panel.views': 'Vues',
  'settings.welcome.title': 'Parlez, c’est écrit',
  'settings.welcome.one':
    'Dans Gmail et Outlook, un petit micro se tient à côté d’Envoyer : touchez-le et parlez.',
  'settings.welcome.two':
    'Vous voyez le texte, le corrigez, le faites améliorer et comparez avant que rien n’entre dans le brouillon.',
  'settings.welcome.three': 'Ce que vous dites est gardé sur cet ordinateur : rien ne se perd.',
  'settings.welcome.stepMicrophone': 'Votre micro',
  'settings.welcome.microphoneLead':
    'Le navigateur demande une fois. Le micro n’est ouvert que pendant la dictée.',
  'settings.welcome.microphoneFirefox':
    'Cochez « Se souvenir de cette décision » ; les pages de courrier demanderont une fois aussi.',
  'settings.welcome.stepVoice': 'Votre voix devient du texte',
  'settings.welcome.voiceBrowser': 'Par ce navigateur',
  'settings.welcome.voiceBrowserHint':
    'Les mots apparaissent pendant que vous parlez. Si l’appareil ne sait pas le faire seul, votre voix part chez l’éditeur du navigateur.',
  'settings.welcome.voiceBrowserMissing': 'Ce navigateur n’a pas de reconnaissance vocale.',
  'settings.welcome.voiceServer': 'Par mon serveur',
  'settings.welcome.voiceServerHint':
    'OpenAI, Mistral, Groq ou un serveur sur votre ordinateur. Son adresse et sa clé se règlent ensuite.',
  'settings.welcome.voiceNone': 'Seulement enregistrer pour l’instant',
  'settings.welcome.voiceNoneHint':
    'Rien ne quitte cet ordinateur. Les enregistrements attendent dans le panneau.',
  'settings.welcome.serverOpen': 'Régler mon serveur',
  'settings.welcome.stepStart': 'C’est parti',
  'settings.welcome.startLead': 'Ouvrez un nouveau message et touchez le micro, ou {keys}.',
  'settings.welcome.reload': 'Rechargez les onglets de courrier déjà ouverts.',
  'settings.welcome.gmail': 'Ouvrir Gmail',
  'settings.welcome.outlook': 'Ouvrir Outlook',
  'settings.welcome.done': 'Fait',
} as const;
