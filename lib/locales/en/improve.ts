export const improve = {
  'improve.name': 'Improve',
  'improve.improve': 'Improve',
  'improve.improveOffline': 'Improve on this device',
  'improve.title': 'Improve the draft',
  'improve.titleSelection': 'Improve the selection',
  'improve.close': 'Close without changing anything',
  'improve.improved': 'Proposal',
  'improve.noChanges': 'Nothing to change: your text is fine as it is.',
  'improve.waiting': 'Reading your text…',
  'improve.insert': 'Put into the draft',
  'improve.startAgain': 'Start again',
  'improve.offlineInstead': 'Improve on this device instead',
  'improve.copyPartial': 'Copy what had come in',
  'improve.ready': 'The proposal is ready: {count} {count|change|changes}.',
  'improve.inserted': 'The draft was changed. {undo} takes it back.',
  'improve.unchanged': 'Nothing was changed.',
  'improve.sent':
    'The mail was sent meanwhile: nothing was written. You can still copy the proposal.',
  'improve.windowClosed':
    'The compose window was closed: nothing was written. You can still copy the proposal.',
  'improve.composing':
    'A character is still being composed in the draft. Finish it, then put the text in again.',
  'improve.notRestored':
    'The page took only a part of the text. Look at your draft: {undo} takes the part back, and the whole proposal can be copied here.',
  'improve.retryAfter': 'Wait {seconds} {seconds|second|seconds}.',
  'improve.serverSaid': 'The server said: {words}',
  'improve.newContact': 'Not in your draft: {contact}. Check it before you keep it.',
  'improve.provenancePending': 'Nothing has been sent yet.',
  'improve.provenanceOffline':
    'Processed on this device · spaces, capitals, punctuation; not spelling · nothing was sent',
  'improve.provenanceServer': 'Sent to {destination} · {model}',
  'improve.skippedNoKey': 'Your server was not used: it has no key yet (settings).',
  'improve.skippedPermission':
    'Your server was not used: the browser has not been allowed to reach it (settings).',
  'improve.baseUrlEmpty': 'Enter the address of the server, e.g. https://api.openai.com/v1',
  'improve.baseUrlNoScheme':
    'Begin the address with https:// (or http://localhost for a server on this machine).',
  'improve.baseUrlNotAUrl': 'This is not a web address.',
  'improve.baseUrlCredentials':
    'Take the name and password before “@” out of the address: the key has its own field.',
  'improve.baseUrlInsecure':
    'Plain http would show your key and your mails on the network. Use https://, except on this machine.',
  'improve.baseUrlQuery': 'Take what follows “?” or “#” out of the address.',
} as const;
