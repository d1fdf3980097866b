export const improve = {
  'improve.name': 'Mejora',
  'improve.improve': 'Mejorar',
  'improve.improveOffline': 'Mejorar en este dispositivo',
  'improve.title': 'Mejorar el borrador',
  'improve.titleSelection': 'Mejorar la selección',
  'improve.close': 'Cerrar sin cambiar nada',
  'improve.improved': 'Propuesta',
  'improve.noChanges': 'Nada que cambiar: su texto está bien así.',
  'improve.waiting': 'Leyendo su texto…',
  'improve.insert': 'Poner en el borrador',
  'improve.startAgain': 'Empezar de nuevo',
  'improve.offlineInstead': 'Mejorar aquí, en este dispositivo',
  'improve.copyPartial': 'Copiar lo que había llegado',
  'improve.ready': 'La propuesta está lista: {count} {count|cambio|cambios}.',
  'improve.inserted': 'El borrador ha cambiado. {undo} lo deshace.',
  'improve.unchanged': 'No se ha cambiado nada.',
  'improve.sent':
    'El mensaje se envió entretanto: no se escribió nada. Aún puede copiar la propuesta.',
  'improve.windowClosed':
    'La ventana de redacción se cerró: no se escribió nada. Aún puede copiar la propuesta.',
  'improve.composing':
    'Se está componiendo un carácter en el borrador. Termínelo e inténtelo de nuevo.',
  'improve.notRestored':
    'La página solo tomó una parte del texto. Mire su borrador: {undo} la quita, y toda la propuesta puede copiarse aquí.',
  'improve.retryAfter': 'Espere {seconds} {seconds|segundo|segundos}.',
  'improve.serverSaid': 'El servidor dice: {words}',
  'improve.newContact': 'No estaba en su borrador: {contact}. Compruébelo antes de aceptarlo.',
  'improve.provenancePending': 'Aún no se ha enviado nada.',
  'improve.provenanceOffline':
    'Procesado en este dispositivo · espacios, mayúsculas, puntuación; no ortografía · no se envió nada',
  'improve.provenanceServer': 'Enviado a {destination} · {model}',
  'improve.skippedNoKey': 'No se usó su servidor: falta su clave (ajustes).',
  'improve.skippedPermission':
    'No se usó su servidor: el navegador no tiene permiso para alcanzarlo (ajustes).',
  'improve.baseUrlEmpty':
    'Escriba la dirección del servidor, por ejemplo https://api.openai.com/v1',
  'improve.baseUrlNoScheme':
    'Empiece la dirección con https:// (o http://localhost para un servidor en este equipo).',
  'improve.baseUrlNotAUrl': 'No es una dirección web.',
  'improve.baseUrlCredentials':
    'Quite el nombre y la contraseña antes de «@»: la clave tiene su propio campo.',
  'improve.baseUrlInsecure':
    'Con http, su clave y sus mensajes serían visibles en la red. Use https://, salvo en este equipo.',
  'improve.baseUrlQuery': 'Quite de la dirección lo que sigue a «?» o «#».',
} as const;
