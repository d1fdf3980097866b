export const relayAccount = {
  'relay-account.title': 'Relé',
  'relay-account.lead':
    'Opcional. Un pequeño servidor suyo o de su organización: hace sus envíos, también con este ordenador apagado si funciona en otra máquina, y puede prestar su IA.',
  'relay-account.connected': 'Conectado',
  'relay-account.panelConnected': 'relé conectado',
  'relay-account.panelUnreachable': 'relé inaccesible',
  'relay-account.panelRefused': 'vuelva a conectar el relé',
  'relay-account.address': 'Dirección del relé',
  'relay-account.addressHint': 'La que le dio quien lo administra, como https://rele.ejemplo.org',
  'relay-account.addressEmpty': 'Indique primero la dirección del relé.',
  'relay-account.addressWrong': 'No es una dirección web. Se escribe así: https://rele.ejemplo.org',
  'relay-account.addressCredentials':
    'Quite el nombre y la contraseña de la dirección. Se identificará en la página del relé.',
  'relay-account.addressInsecure':
    'Fuera de este ordenador solo https es seguro. Pida la dirección https del relé.',
  'relay-account.connect': 'Conectar',
  'relay-account.localHint': '¿Hay un relé en marcha en este ordenador?',
  'relay-account.connectLocal': 'Conectar el relé de este ordenador',
  'relay-account.whichLocal': 'Varios relés responden en este ordenador. ¿Cuál?',
  'relay-account.openAddress': 'Abrir {host}',
  'relay-account.notAllowed':
    'El navegador no recibió permiso para llegar a este relé, así que no se le preguntó nada. Pulse Conectar otra vez y acepte.',
  'relay-account.approve':
    'Identifíquese en la página de {host} que se ha abierto y apruebe este navegador si muestra el mismo código:',
  'relay-account.waiting': 'Esperando su aprobación. El código es válido hasta las {time}.',
  'relay-account.openAgain': 'Abrir la página otra vez',
  'relay-account.who': '{account} en {host}',
  'relay-account.device': 'Este navegador figura allí como «{device}»',
  'relay-account.scope.send': 'envía correos',
  'relay-account.scope.ai': 'usa su IA',
  'relay-account.scope.read': 've sus envíos',
  'relay-account.sendsAs': 'Los correos salen como {address}',
  'relay-account.outbox':
    'Este relé aún no tiene servidor de correo: guarda los correos en su bandeja de salida y no envía nada.',
  'relay-account.noAi': 'Este relé aún no tiene IA: el dictado y la mejora se hacen sin él.',
  'relay-account.useAi': 'Usar la IA del relé',
  'relay-account.useAiHint':
    'Transcribe sus dictados y mejora sus textos. Las grabaciones y los textos van entonces al relé y de allí a su proveedor de IA.',
  'relay-account.disconnect': 'Desconectar',
  'relay-account.ended': 'Desconectado. {host} ha puesto fin al acceso de este navegador.',
  'relay-account.endedHereOnly':
    'Desconectado aquí, pero no se pudo avisar a {host}. Quite «{device}» en su página de cuenta cuando vuelva a responder.',
} as const;
