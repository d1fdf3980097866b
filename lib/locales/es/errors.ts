export const errors = {
  'error.microphone-refused':
    'El navegador no puede usar el micrófono. Permítalo en la página de bienvenida y vuelva a dictar.',
  'error.microphone-missing': 'No se encontró ningún micrófono. Conecte uno y vuelva a dictar.',
  'error.microphone-busy': 'Otro programa usa el micrófono. Ciérrelo y vuelva a dictar.',
  'error.microphone-muted':
    'El micrófono está en silencio: quizá esté apagado. Lo grabado se conserva.',
  'error.no-engine':
    'Su grabación se conserva en el panel lateral. Aún no hay nada que la transcriba: elija un reconocimiento o un servidor en los ajustes.',
  'error.recogniser-unreachable':
    'El reconocimiento del navegador no pudo conectar con su servicio. Su grabación se conserva: dicte de nuevo cuando haya conexión o elija un servidor en los ajustes para transcribirla.',
  'error.no-key': 'Este servidor pide una clave. Añádala en los ajustes; no se pierde nada.',
  'error.permission-missing':
    'El navegador aún no puede acceder a este servidor. Permítalo en los ajustes; no se pierde nada.',
  'error.unauthorized':
    'El servidor rechazó la clave. Compruébela en los ajustes; texto y grabación se conservan.',
  'error.model-missing':
    'El servidor no conoce esta dirección o este modelo. Revíselos en los ajustes; su texto y su grabación se conservan.',
  'error.rate-limited':
    'El servidor pide esperar antes de otro intento. Texto y grabación se conservan.',
  'error.server-failed':
    'El servidor tuvo un problema. Texto y grabación se conservan; inténtelo en un momento.',
  'error.bad-answer': 'No se pudo leer la respuesta del servidor. Texto y grabación se conservan.',
  'error.answer-cut':
    'La respuesta se cortó a medias. Su borrador está intacto; inténtelo de nuevo.',
  'error.answer-lost-token':
    'La respuesta perdió un enlace o una imagen de su borrador, así que se rechazó. Su borrador está intacto.',
  'error.offline': 'No hay conexión. Texto y grabación se conservan; inténtelo cuando vuelva.',
  'error.server-silent-here':
    'El servidor de este ordenador no responde. Inícielo e inténtelo de nuevo: no necesita red. Texto y grabación se conservan.',
  'error.timed-out':
    'El servidor no respondió a tiempo. Texto y grabación se conservan; inténtelo de nuevo.',
  'error.aborted': 'Detenido. No se cambió nada.',
  'error.storage-full':
    'El almacenamiento del navegador está lleno. Borre grabaciones antiguas; lo grabado hasta ahora se conserva, y lo que ha escrito sigue aquí.',
  'error.storage-failed':
    'El navegador no pudo guardar. El dictado se detuvo para que nada se pierda en silencio.',
  'error.nothing-heard': 'No se oyó ninguna voz. La grabación se conserva en el panel.',
  'error.nothing-to-improve': 'Aún no hay nada que mejorar: escriba o dicte algo primero.',
  'error.draft-changed':
    'El borrador cambió entretanto, así que no se escribió encima. Copie el resultado o empiece de nuevo.',
  'error.draft-gone': 'Esta ventana de redacción se cerró. El texto se conserva en el panel.',
  'error.not-inserted':
    'La página no aceptó el texto. Su borrador está como antes; copie el texto.',
  'error.text-too-long':
    'Este texto es demasiado largo para esta página, que se bloquearía. No se ha insertado nada; puede copiarlo.',
  'error.relay-none':
    'No hay ningún relé conectado. Conecte uno en los ajustes; no se ha perdido nada.',
  'error.relay-none-local':
    'Ningún relé responde en este ordenador. Inícielo, o escriba su dirección si usa otro puerto.',
  'error.relay-unreachable':
    'El relé no responde. Puede estar parado o la dirección puede ser incorrecta. Todo se conserva.',
  'error.relay-silent-here':
    'El relé de este ordenador no responde: puede estar parado. Inícielo con «npm run relay» en su carpeta, o compruebe el puerto de su dirección, e inténtelo de nuevo. Todo se conserva.',
  'error.relay-certificate':
    'El navegador no confía en el certificado de este relé, así que no se envió nada. Quien lo administra debe renovarlo o instalar uno válido.',
  'error.relay-unclear':
    'O el relé no responde, o este navegador no confía en su certificado: no dice cuál de los dos. Abra la dirección en una pestaña y lo dirá.',
  'error.relay-not-one':
    'Algo responde en esta dirección, pero no es un relé. Compruebe la dirección con quien lo administra.',
  'error.relay-old':
    'Este relé es demasiado antiguo para esta extensión. Quien lo administra debe pasar a la versión 4.',
  'error.relay-elsewhere':
    'Este relé dice estar en otra dirección. Conéctese a esa, o pida que corrijan su dirección pública.',
  'error.relay-refused':
    'El relé ya no conoce este navegador. Conéctese de nuevo en los ajustes; todo se conserva.',
  'error.relay-scope':
    'Este navegador no puede hacer eso en el relé. Conéctese de nuevo en los ajustes y permítalo allí.',
  'error.relay-switched':
    'Entretanto se ha conectado otro relé u otra cuenta, y no se ha enviado nada. Aquí está quién envía ahora: compruébelo antes de enviar.',
  'error.relay-changed':
    'Este envío empezó con otro relé u otra cuenta, y quizá salió por allí. Conecte de nuevo ese relé para seguir, o deje de intentarlo: nada se envía dos veces.',
  'error.batch-draft-gone':
    'Este envío se lanzó o se borró en otra ventana. Desde aquí no ha salido nada.',
  'error.batch-draft-changed':
    'Este borrador cambió en otra ventana y no se ha enviado nada. Esta es la versión más reciente: revísela antes de enviarla.',
  'error.batch-too-late':
    'Debía salir hace más de un día: el relé no lo aceptó y no se ha enviado nada. Elija otro momento o envíelo ahora.',
  'error.relay-gone': 'El relé no conoce (o ya no conoce) este envío.',
  'error.relay-invalid': 'El relé no ha aceptado esta petición. No se envió nada.',
  'error.relay-failed': 'El relé tuvo un problema. Todo se conserva; inténtelo en un momento.',
  'error.approval-denied': 'La conexión se rechazó en el relé. No ha cambiado nada.',
  'error.approval-expired': 'El código caducó antes de aprobarse. Pida uno nuevo.',
  'error.template-broken':
    'Las variables de esta plantilla no se pueden rellenar: alguna no está cerrada o está mal escrita. No se ha insertado nada; abra la plantilla para corregirla.',
  'error.template-gone': 'Esta plantilla ya no existe. No se ha insertado nada.',
  'error.extension-updated':
    'La extensión se actualizó. Recargue esta página para seguir; su borrador está intacto.',
  'error.table-empty': 'Este archivo no tiene ninguna línea. Elija otro; no se ha cambiado nada.',
  'error.table-too-large':
    'Este archivo es demasiado grande para leerlo aquí. Divídalo y elija cada parte; no se ha cambiado nada.',
  'error.table-too-many-rows':
    'Este archivo tiene más de 200 000 líneas. Divídalo y elija cada parte; no se ha cambiado nada.',
  'error.table-unreadable':
    'Este archivo no es una tabla que se pueda leer. Guárdelo como CSV o XLSX y elíjalo de nuevo; no se ha cambiado nada.',
  'error.table-old-excel':
    'Este archivo está en el formato antiguo de Excel o protegido con contraseña. Guárdelo como XLSX sin contraseña o como CSV y elíjalo de nuevo.',
  'error.table-locked':
    'Este archivo está protegido con contraseña. Guárdelo sin ella y elíjalo de nuevo.',
  'error.unknown': 'Ocurrió algo inesperado. Texto y grabación se conservan.',
} as const;
