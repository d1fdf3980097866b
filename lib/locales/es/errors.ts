export const errors = {
  'error.microphone-refused':
    'El navegador no puede usar el micrófono. Permítalo en la página de bienvenida y vuelva a dictar.',
  'error.microphone-missing': 'No se encontró ningún micrófono. Conecte uno y vuelva a dictar.',
  'error.microphone-busy': 'Otro programa usa el micrófono. Ciérrelo y vuelva a dictar.',
  'error.microphone-muted':
    'El micrófono está en silencio: quizá esté apagado. Lo grabado se conserva.',
  'error.no-engine':
    'Su grabación se conserva. Aún no hay nada que la transcriba: elija un reconocimiento o un servidor en los ajustes.',
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
  'error.timed-out':
    'El servidor no respondió a tiempo. Texto y grabación se conservan; inténtelo de nuevo.',
  'error.aborted': 'Detenido. No se cambió nada.',
  'error.storage-full':
    'El almacenamiento del navegador está lleno. Borre grabaciones antiguas; lo grabado hasta ahora se conserva.',
  'error.storage-failed':
    'El navegador no pudo guardar. El dictado se detuvo para que nada se pierda en silencio.',
  'error.nothing-heard': 'No se oyó ninguna voz. La grabación se conserva en el panel.',
  'error.nothing-to-improve': 'Aún no hay nada que mejorar: escriba o dicte algo primero.',
  'error.draft-changed':
    'El borrador cambió entretanto, así que no se escribió encima. Copie el resultado o empiece de nuevo.',
  'error.draft-gone': 'Esta ventana de redacción se cerró. El texto se conserva en el panel.',
  'error.not-inserted':
    'La página no aceptó el texto. Su borrador está como antes; copie el texto.',
  'error.template-broken':
    'Las variables de esta plantilla no se pueden rellenar: alguna no está cerrada o está mal escrita. No se ha insertado nada; abra la plantilla para corregirla.',
  'error.template-gone': 'Esta plantilla ya no existe. No se ha insertado nada.',
  'error.extension-updated':
    'La extensión se actualizó. Recargue esta página para seguir; su borrador está intacto.',
  'error.table-empty': 'Este archivo no tiene ninguna fila. Elija otro; no se ha cambiado nada.',
  'error.table-too-large':
    'Este archivo es demasiado grande para leerlo aquí. Divídalo y elija cada parte; no se ha cambiado nada.',
  'error.table-too-many-rows':
    'Este archivo tiene más de 200.000 filas. Divídalo y elija cada parte; no se ha cambiado nada.',
  'error.table-unreadable':
    'Este archivo no es una tabla que se pueda leer. Guárdelo como CSV o XLSX y elíjalo de nuevo; no se ha cambiado nada.',
  'error.table-old-excel':
    'Este archivo está en el formato antiguo de Excel o protegido con contraseña. Guárdelo como XLSX sin contraseña o como CSV y elíjalo de nuevo.',
  'error.table-locked':
    'Este archivo está protegido con contraseña. Guárdelo sin ella y elíjalo de nuevo.',
  'error.unknown': 'Ocurrió algo inesperado. Texto y grabación se conservan.',
} as const;
