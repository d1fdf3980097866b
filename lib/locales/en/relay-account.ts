export const relayAccount = {
  'relay-account.title': 'Relay',
  'relay-account.lead':
    'Optional. A small server of your own or of your organisation: it sends your batches, also when this computer is off if it runs on another machine, and can lend its AI.',
  'relay-account.connected': 'Connected',
  'relay-account.panelConnected': 'relay connected',
  'relay-account.panelUnreachable': 'relay not reachable',
  'relay-account.panelRefused': 'connect the relay again',
  'relay-account.address': 'Address of the relay',
  'relay-account.addressHint': 'As whoever runs it told you, like https://relay.example.org',
  'relay-account.addressEmpty': 'Enter the address of the relay first.',
  'relay-account.addressWrong':
    'This is not a web address. One is written like this: https://relay.example.org',
  'relay-account.addressCredentials':
    'Leave name and password out of the address. You sign in on the relay’s own page.',
  'relay-account.addressInsecure':
    'Only https is safe outside this computer. Ask whoever runs the relay for its https address.',
  'relay-account.connect': 'Connect',
  'relay-account.localHint': 'Is a relay running on this computer?',
  'relay-account.connectLocal': 'Connect to the relay on this computer',
  'relay-account.whichLocal': 'Several relays answer on this computer. Which one?',
  'relay-account.openAddress': 'Open {host}',
  'relay-account.notAllowed':
    'The browser was not allowed to reach this relay, so nothing was asked there. Press Connect again and allow it.',
  'relay-account.approve':
    'Sign in on the page of {host} that has opened, and approve this browser if it shows the same code:',
  'relay-account.waiting': 'Waiting for your approval. The code is valid until {time}.',
  'relay-account.openAgain': 'Open the page again',
  'relay-account.who': '{account} on {host}',
  'relay-account.device': 'This browser is listed there as “{device}”',
  'relay-account.scope.send': 'sends mails',
  'relay-account.scope.ai': 'uses its AI',
  'relay-account.scope.read': 'sees your batches',
  'relay-account.sendsAs': 'Mails leave as {address}',
  'relay-account.outbox':
    'This relay has no mail server yet: it keeps mails in its outbox and sends nothing out.',
  'relay-account.noAi': 'This relay has no AI yet: dictation and improvement do without it.',
  'relay-account.useAi': 'Use the relay’s AI',
  'relay-account.useAiHint':
    'It transcribes your dictations and improves your texts. Recordings and texts then go to the relay, and from there to its AI provider.',
  'relay-account.disconnect': 'Disconnect',
  'relay-account.ended': 'Disconnected. {host} has ended the access of this browser.',
  'relay-account.endedHereOnly':
    'Disconnected here, but {host} could not be told. Remove “{device}” on its account page once it answers again.',
} as const;
