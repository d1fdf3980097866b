export const quickCompose = {
  'quick-compose.name': 'Redacción rápida',
  'quick-compose.to': 'Para',
  'quick-compose.subject': 'Asunto',
  'quick-compose.body': 'Texto del mensaje',
  'quick-compose.bodyHint':
    'Escriba, dicte o inserte una plantilla. Todo se guarda sobre la marcha.',
  'quick-compose.suggestions': 'Contactos',
  'quick-compose.remove': 'Quitar a {name}',
  'quick-compose.badAddress': '{address}: {why}. Púlsela para corregirla.',
  'quick-compose.mend': 'Corregir {name}',
  'quick-compose.openTab': 'Abrir en una pestaña',
  'quick-compose.send': 'Enviar',
  'quick-compose.sendTo': 'Enviar a {count}',
  'quick-compose.openIn': 'Abrir en',
  'quick-compose.clear': 'Empezar de nuevo',
  'quick-compose.cleared': 'El mensaje se ha borrado.',
  'quick-compose.notCleared':
    'El mensaje no se ha borrado, porque no se pudo guardar por si quisiera recuperarlo. {why}',
  'quick-compose.notClearedElsewhere':
    'El mensaje cambió en otra ventana, o ya salió de ella: no se borró nada. Relea lo que queda.',
  'quick-compose.opened':
    'Abierto con todo rellenado. El mensaje se queda aquí hasta que empiece de nuevo.',
  'quick-compose.openedFewer':
    'No cabían todos los destinatarios: faltan {left}, los últimos de su lista.',
  'quick-compose.openedLong':
    'El texto es demasiado largo para pasarlo: está en el portapapeles. Péguelo con Ctrl+V.',
  'quick-compose.noRecipient': 'Indique a quién va el mensaje.',
  'quick-compose.badRecipient':
    '{count|Esta dirección no sirve|Estas direcciones no sirven}: {names}. {count|Púlsela|Púlselas} en la lista para {count|corregirla|corregirlas}.',
  'quick-compose.noText': 'No hay asunto ni texto: escriba uno u otro.',
  'quick-compose.sent': '{count} {count|mensaje entregado|mensajes entregados} al relé.',
  'quick-compose.sending': 'Enviando',
  'quick-compose.progress': 'Enviando: {done} de {total}',
  'quick-compose.goesOn': 'El envío continúa aunque cierre esta ventana.',
  'quick-compose.stop': 'Detener',
  'quick-compose.stopping': 'Deteniendo: se espera la respuesta del mensaje en camino.',
  'quick-compose.stopped': 'Envío detenido, como pidió.',
  'quick-compose.badge.partly':
    '{sent} de {total} {total|mensaje entregado|mensajes entregados} al relé. Abra para ver el resto.',
  'quick-compose.kept':
    '{count} {count|mensaje guardado|mensajes guardados} en la bandeja de salida del relé. No tiene servidor de correo: no salió nada.',
  'quick-compose.elsewhere':
    'El mensaje cambió en otra ventana, o ya salió de ella: desde aquí no se envió nada. Relea lo que queda.',
  'quick-compose.writtenSince': 'Lo que se escribió entretanto no salió: se queda aquí.',
  'quick-compose.unreachable':
    'El relé no responde. El mensaje se guarda aquí: inténtelo otra vez o ábralo en su correo.',
  'quick-compose.unreachableHere':
    'El relé de este ordenador no responde. Inícielo e inténtelo otra vez, o abra el mensaje en su correo: se guarda aquí.',
  'quick-compose.notKnown':
    'El relé ya no reconoce este navegador. El mensaje se guarda aquí: conecte de nuevo el relé en los ajustes.',
  'quick-compose.takenBefore':
    'El relé ya había aceptado una versión anterior para {names}; no se vuelve a enviar.',
  'quick-compose.refused': 'El relé ha rechazado el mensaje para {names}.',
  'quick-compose.undelivered': 'El mensaje «{subject}» no ha llegado: {list}.',
  'quick-compose.doubtful':
    'No se sabe si el mensaje «{subject}» ha llegado: {list}. Pregunte antes de enviarlo otra vez.',
  'quick-compose.aside': 'Apartado: «{subject}».',
  'quick-compose.because': '{address} ({why})',
  'quick-compose.andMore': '{count} más',
  'quick-compose.noSubject': 'sin asunto',
  'quick-compose.takeUp': 'Retomar el mensaje',
  'quick-compose.forget': 'Eliminar',
  'quick-compose.forgotten': 'El mensaje se ha eliminado.',
  'quick-compose.why.failed': 'rechazado por el servidor de correo',
  'quick-compose.why.server': 'rechazado por el servidor de correo: {said}',
  'quick-compose.why.line': 'no se pudo llegar al servidor de correo, o se cortó la conexión',
  'quick-compose.why.empty': 'sin asunto ni texto',
  'quick-compose.why.unmade': 'el relé no pudo componer el correo: {said}',
  'quick-compose.why.suppressed':
    'se ha dado de baja, o está entre las direcciones a las que no se escribe',
  'quick-compose.why.cancelled': 'cancelado en el relé',
  'quick-compose.why.invalid': 'dirección a la que el relé no puede escribir',
  'quick-compose.onceOnly': 'Pulse Enviar otra vez: nadie lo recibirá dos veces.',
  'quick-compose.unfinished':
    'Para {count} {count|destinatario|destinatarios} aún no se sabe si el relé ha aceptado el mensaje.',
  'quick-compose.untried':
    'Aún no ha salido nada hacia {count} {count|destinatario|destinatarios}.',
  'quick-compose.relayChanged':
    'Este mensaje empezó con otro relé u otra cuenta ({relay}), y nadie sabe si {names} lo {count|ha|han} recibido por allí. Conecte de nuevo ese relé en los ajustes, aparte {count|a este destinatario|a estos destinatarios}, o haga de él un mensaje nuevo.',
  'quick-compose.relaySwitched': 'Entretanto se ha conectado otro relé u otra cuenta.',
  'quick-compose.putAside': 'Apartar {count|a este destinatario|a estos destinatarios}',
  'quick-compose.asNew': 'Hacer un mensaje nuevo',
  'quick-compose.nowNew':
    'Ahora es un mensaje nuevo. Quien lo recibió por el otro relé lo recibirá dos veces: pregunte a {names} antes de enviarlo.',
  'quick-compose.sameText':
    'Enviar escribe a cada uno por separado, con el mismo texto. Abierto en otro lugar es un solo mensaje en el que todos se ven. Para un texto propio de cada uno, use un envío.',
  'quick-compose.openBatches': 'Abrir los envíos',
  'quick-compose.barMissing':
    'Los botones de dictado, mejora y plantillas no se han podido abrir. Su mensaje se conserva.',
  'quick-compose.notSaved':
    'No se ha podido guardar el mensaje. Deje esta ventana abierta y copie su texto.',
  'quick-compose.keptAside':
    'El almacenamiento del navegador está lleno o no permite escribir. Su mensaje queda guardado aparte y se guardará en cuanto haya sitio: borre, por ejemplo, grabaciones antiguas.',
} as const;
