export const settings = {
  'settings.name': 'Ajustes',
  'settings.lead': 'Cada cambio se guarda al momento.',
  'settings.saved': 'Guardado',
  'settings.sections': 'Secciones',
  'settings.auto': 'Automático',
  'settings.general.title': 'Idioma y apariencia',
  'settings.general.language': 'Idioma',
  'settings.general.theme': 'Tema',
  'settings.general.light': 'Claro',
  'settings.general.dark': 'Oscuro',
  'settings.dictation.title': 'Dictado',
  'settings.dictation.lead': 'Cómo se oye su voz y se convierte en texto.',
  'settings.dictation.language': 'Idioma hablado',
  'settings.dictation.asInterface': 'Como la interfaz',
  'settings.dictation.service': '¿Puede escuchar el servicio de voz de su navegador?',
  'settings.dictation.serviceHint':
    'Muestra las palabras mientras habla. Mientras escucha, su voz va al fabricante del navegador (Google en Chrome), según sus condiciones. El reconocimiento en el dispositivo no necesita permiso y se usa primero donde existe.',
  'settings.dictation.serviceAsk': 'Preguntarme',
  'settings.dictation.serviceAllowed': 'Sí',
  'settings.dictation.serviceRefused': 'No',
  'settings.dictation.serviceMissing':
    'Este navegador no tiene servicio de voz: transcribe su servidor.',
  'settings.dictation.prefer': 'Texto final por',
  'settings.dictation.preferServer': 'Mi servidor',
  'settings.dictation.preferBrowser': 'El navegador',
  'settings.dictation.preferHint': 'Si están los dos, el otro ayuda cuando el primero falla.',
  'settings.dictation.keepAudio': 'Guardar el audio junto al texto',
  'settings.dictation.keepAudioHint':
    'Solo en este ordenador. Permite volver a escuchar y a transcribir.',
  'settings.microphone.title': 'Micrófono',
  'settings.microphone.granted': 'Permitido. Solo se abre mientras dicta.',
  'settings.microphone.prompt': 'Todavía no permitido.',
  'settings.microphone.denied': 'Rechazado para esta extensión.',
  'settings.microphone.missing':
    'No se encontró ningún micrófono. Conecte uno y compruebe de nuevo.',
  'settings.microphone.allow': 'Permitir el micrófono',
  'settings.microphone.check': 'Comprobar de nuevo',
  'settings.microphone.test': 'Probar el micrófono',
  'settings.microphone.stopTest': 'Detener',
  'settings.microphone.speak': 'Diga algo…',
  'settings.microphone.heard': 'Le oímos.',
  'settings.microphone.undoTitle': 'Para anular el rechazo',
  'settings.microphone.undoChrome1':
    'Haga clic en el icono a la izquierda de la dirección de esta página.',
  'settings.microphone.undoChrome2': 'Ponga «Micrófono» en «Permitir».',
  'settings.microphone.undoChrome3': 'Vuelva aquí y pulse «Comprobar de nuevo».',
  'settings.microphone.undoFirefox1':
    'Haga clic en el micrófono tachado a la izquierda de la barra de direcciones.',
  'settings.microphone.undoFirefox2': 'Quite «Bloqueado» junto a «Usar el micrófono».',
  'settings.microphone.undoFirefox3':
    'Pulse «Comprobar de nuevo» y marque «Recordar esta decisión».',
  'settings.server.title': 'Servidor de IA',
  'settings.server.lead':
    'Opcional. Transcribe las grabaciones y mejora los textos mejor que las reglas de este dispositivo. Sirve cualquier servidor compatible con OpenAI.',
  'settings.server.preset': 'Proveedor',
  'settings.server.none': 'Ninguno',
  'settings.server.other': 'Otro',
  'settings.server.onDevice': '{name} · en este ordenador',
  'settings.server.baseUrl': 'Dirección',
  'settings.server.baseUrlHint': 'Con su versión, como https://api.openai.com/v1',
  'settings.server.missingVersion':
    'La mayoría de los servidores esperan una versión al final, como /v1.',
  'settings.server.key': 'Clave',
  'settings.server.keyHint':
    'Se guarda en este navegador, se envía solo a este servidor, no vuelve a mostrarse y nunca se da a una página de correo.',
  'settings.server.keyLocal': 'Un servidor en este ordenador no suele necesitar clave.',
  'settings.server.keySaved': 'Hay una clave guardada para este servidor',
  'settings.server.keyReplace': 'Sustituir',
  'settings.server.keyRemove': 'Quitar',
  'settings.server.keySave': 'Guardar la clave',
  'settings.server.keyPlaceholder': 'Pegue la clave',
  'settings.server.chatModel': 'Modelo para mejorar',
  'settings.server.transcriptionModel': 'Modelo para el dictado',
  'settings.server.modelsHint': 'La prueba sugiere los modelos de este servidor.',
  'settings.server.noTranscription':
    'Que sepamos, este servidor no transcribe; puede hacerlo el reconocimiento del navegador.',
  'settings.server.test': 'Probar la conexión',
  'settings.server.testing': 'Preguntando a {host}…',
  'settings.server.testHint':
    'El navegador pregunta antes si esta extensión puede acceder al servidor.',
  'settings.server.connected': 'Funciona: {host} responde, con {count} {count|modelo|modelos}.',
  'settings.server.connectedNoList': 'Funciona: {host} responde.',
  'settings.server.modelUnknown': '{model} no está en su lista. Elija otro modelo.',
  'settings.server.notAllowed':
    'El navegador no recibió permiso para acceder a {host}. No se envió nada. Repita la prueba para que vuelva a preguntar.',
  'settings.server.ollama':
    'Ollama rechaza las extensiones hasta que se le indique lo contrario. Inícielo con este ajuste y pruebe de nuevo:',
  'settings.server.said': 'El servidor dijo: {words}',
  'settings.status.title': 'Qué está listo',
  'settings.status.microphone': 'Micrófono',
  'settings.status.voice': 'Voz a texto',
  'settings.status.voiceServer': 'Por su servidor {host}, al terminar.',
  'settings.status.voiceBrowser': 'Por su navegador, mientras habla.',
  'settings.status.voiceAsk': 'Su navegador puede hacerlo; se le preguntará una vez.',
  'settings.status.voiceNone': 'Nada aún: las grabaciones se guardan y esperan.',
  'settings.status.improve': 'Mejora',
  'settings.status.improveServer':
    'Por su servidor {host}; las reglas de este dispositivo ayudan si falta.',
  'settings.status.improveOffline':
    'Por reglas en este dispositivo. No se envía nada. Un servidor puede hacer más.',
  'settings.status.server': 'Servidor de IA',
  'settings.status.serverReady': '{host} está configurado y permitido.',
  'settings.status.serverNoPermission':
    'El navegador aún no puede acceder a {host}: pruebe la conexión.',
  'settings.status.serverNoKey': '{host} aún no tiene clave.',
  'settings.status.serverNone': 'Ninguno. Opcional.',
  'settings.status.ready': 'listo',
  'settings.status.missing': 'pendiente',
  'settings.status.optional': 'opcional',
  'settings.status.setUp': 'Configurar',
  'settings.shortcuts.title': 'Atajos',
  'settings.shortcuts.lead': 'Tal como están ahora en su navegador.',
  'settings.shortcuts.none': 'sin asignar',
  'settings.shortcuts.change': 'Cambiarlos en el navegador',
  'settings.shortcuts.openPanel': 'Abrir el panel lateral',
  'settings.shortcuts.dictate': 'Dictar en el borrador',
  'settings.shortcuts.improve': 'Mejorar el borrador',
  'settings.selfCheck.title': 'Autocomprobación',
  'settings.selfCheck.lead':
    'Los sitios de correo cambian. Esto mira las páginas de correo abiertas y dice qué encuentra en ellas, sin leer una palabra de sus mensajes.',
  'settings.selfCheck.run': 'Comprobar las páginas de correo abiertas',
  'settings.selfCheck.none':
    'No hay ninguna página de correo abierta. Abra Gmail u Outlook con un mensaje en curso y vuelva a comprobar.',
  'settings.selfCheck.failed':
    'No se ha podido comprobar. Recargue esta página e inténtelo de nuevo.',
  'settings.selfCheck.silent': 'Sin respuesta. Recargue esa pestaña y vuelva a comprobar.',
  'settings.selfCheck.empty':
    'No hay ninguna ventana de redacción abierta. Abra una y vuelva a comprobar.',
  'settings.selfCheck.good': 'Se encuentra todo: {count} {count|ventana|ventanas} de redacción.',
  'settings.selfCheck.partial':
    'La ventana se encuentra y funciona. No se encuentra en ella: {parts}.',
  'settings.selfCheck.doubt':
    'Algo parece una ventana de redacción, pero ha cambiado demasiado a su alrededor para que aparezca la barra. Recargue la pestaña; si continúa, copie el informe en una incidencia.',
  'settings.selfCheck.differs':
    'El segundo detector ve {theirs} {theirs|ventana|ventanas}, el nuestro ve {ours}.',
  'settings.selfCheck.part': 'Parte',
  'settings.selfCheck.found': 'Encontrada por',
  'settings.selfCheck.rank': 'marca {rank} de la lista',
  'settings.selfCheck.missing': 'no encontrada',
  'settings.selfCheck.window': 'Ventana de redacción {number}',
  'settings.selfCheck.details': 'Qué dice el informe',
  'settings.selfCheck.copy': 'Copiar el informe',
  'settings.selfCheck.copied': 'Copiado',
  'settings.selfCheck.parts.body': 'texto',
  'settings.selfCheck.parts.send': 'Enviar',
  'settings.selfCheck.parts.recipients': 'destinatarios',
  'settings.privacy.title': 'Adónde van sus palabras',
  'settings.privacy.here':
    'Grabaciones, textos y ajustes se quedan en este navegador. No hay cuenta y no se cuenta nada.',
  'settings.privacy.server':
    'Con un servidor: la grabación o el texto que pide mejorar va a {host}, cuando lo pide y no antes.',
  'settings.privacy.serverNone': 'No hay servidor: no se envía nada para mejorar ni transcribir.',
  'settings.privacy.browserOn':
    'El servicio de voz del navegador puede escuchar mientras dicta: su voz va entonces a su fabricante.',
  'settings.privacy.browserOff': 'El servicio de voz del navegador no escucha.',
  'settings.privacy.page':
    'La página de correo nunca ve su clave, sus grabaciones ni sus otros textos.',
  'settings.panel.views': 'Vistas',
  'settings.welcome.title': 'Hable y queda escrito',
  'settings.welcome.one':
    'En Gmail y Outlook hay un pequeño micrófono junto a Enviar: púlselo y hable.',
  'settings.welcome.two':
    'Ve el texto, lo corrige, lo mejora y compara antes de que nada entre en su borrador.',
  'settings.welcome.three': 'Lo que dice se guarda en este ordenador: nada se pierde.',
  'settings.welcome.stepMicrophone': 'Su micrófono',
  'settings.welcome.microphoneLead':
    'El navegador pregunta una vez. El micrófono solo se abre mientras dicta.',
  'settings.welcome.microphoneFirefox':
    'Marque «Recordar esta decisión»; las páginas de correo también preguntarán una vez.',
  'settings.welcome.stepVoice': 'Su voz se convierte en texto',
  'settings.welcome.voiceBrowser': 'Con este navegador',
  'settings.welcome.voiceBrowserHint':
    'Las palabras aparecen mientras habla. Si el dispositivo no puede hacerlo solo, su voz va al fabricante del navegador.',
  'settings.welcome.voiceBrowserMissing': 'Este navegador no tiene reconocimiento de voz.',
  'settings.welcome.voiceServer': 'Con mi servidor',
  'settings.welcome.voiceServerHint':
    'OpenAI, Mistral, Groq o uno en su ordenador. Después introduce su dirección y clave.',
  'settings.welcome.voiceNone': 'Solo grabar por ahora',
  'settings.welcome.voiceNoneHint':
    'Nada sale de este ordenador. Las grabaciones esperan en el panel.',
  'settings.welcome.serverOpen': 'Configurar mi servidor',
  'settings.welcome.stepStart': 'Empezar',
  'settings.welcome.startLead': 'Abra un mensaje nuevo y pulse el micrófono, o {keys}.',
  'settings.welcome.reload': 'Recargue las pestañas de correo ya abiertas.',
  'settings.welcome.gmail': 'Abrir Gmail',
  'settings.welcome.outlook': 'Abrir Outlook',
  'settings.welcome.done': 'Hecho',
} as const;
