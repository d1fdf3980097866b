export const errors = {
  'error.microphone-refused':
    'The browser may not use the microphone. Allow it from the welcome page, then dictate again.',
  'error.microphone-missing': 'No microphone was found. Plug one in, then dictate again.',
  'error.microphone-busy':
    'Another program holds the microphone. Close it there, then dictate again.',
  'error.microphone-muted': 'The microphone is silent: it may be muted. What was recorded is kept.',
  'error.no-engine':
    'Your recording is kept in the side panel. Nothing here can turn it into text yet: choose a recogniser or a server in the settings.',
  'error.recogniser-unreachable':
    'The browser’s recogniser could not reach its service. Your recording is kept: dictate again once connected, or choose a server in the settings to have it written down.',
  'error.no-key': 'This server asks for a key. Add it in the settings; nothing is lost.',
  'error.permission-missing':
    'The browser has not been allowed to reach this server. Allow it in the settings; nothing is lost.',
  'error.unauthorized':
    'The server refused the key. Check it in the settings; your text and recording are kept.',
  'error.model-missing':
    'The server does not know this address or this model. Check both in the settings; your text and recording are kept.',
  'error.rate-limited':
    'The server asks to wait before another request. Your text and recording are kept.',
  'error.server-failed':
    'The server had a problem. Your text and recording are kept; try again in a moment.',
  'error.bad-answer': 'The server’s answer could not be read. Your text and recording are kept.',
  'error.answer-cut': 'The answer stopped half-way. Your draft is unchanged; try again.',
  'error.answer-lost-token':
    'The answer lost a link or an image of your draft, so it was refused. Your draft is unchanged.',
  'error.offline': 'You are offline. Your text and recording are kept; try again once connected.',
  'error.server-silent-here':
    'The server on this computer does not answer. Start it, then try again: it needs no network. Your text and recording are kept.',
  'error.timed-out':
    'The server did not answer in time. Your text and recording are kept; try again.',
  'error.aborted': 'Stopped. Nothing was changed.',
  'error.storage-full':
    'The browser’s storage is full. Delete old recordings to make room; what was recorded so far is kept, and what you typed still stands here.',
  'error.storage-failed':
    'The browser could not save. Recording stopped so that nothing is lost silently.',
  'error.nothing-heard': 'No speech was heard. The recording is kept in the side panel.',
  'error.nothing-to-improve': 'There is nothing to improve yet: write or dictate something first.',
  'error.draft-changed':
    'The draft was edited meanwhile, so nothing was written over it. Copy the result, or start again.',
  'error.draft-gone': 'This compose window was closed. The text is kept in the side panel.',
  'error.not-inserted':
    'The page did not take the text. Your draft is as before; copy the text instead.',
  'error.text-too-long':
    'This text is too long for this page, which would freeze. Nothing was inserted; you can copy it.',
  'error.relay-none': 'No relay is connected. Connect one in the settings; nothing is lost.',
  'error.relay-none-local':
    'No relay answers on this computer. Start it, or enter its address if it listens on a port of its own.',
  'error.relay-unreachable':
    'The relay does not answer. It may be stopped, or the address may be wrong. Everything is kept.',
  'error.relay-silent-here':
    'The relay on this computer does not answer: it may be stopped. Start it with “npm run relay” in its folder, or check the port in its address, then try again. Everything is kept.',
  'error.relay-certificate':
    'The browser does not trust the certificate of this relay, so nothing was sent. Whoever runs it has to renew it or install a valid one.',
  'error.relay-unclear':
    'Either the relay does not answer, or this browser does not trust its certificate: the browser does not say which. Open its address in a tab, there it does.',
  'error.relay-not-one':
    'Something answers at this address, but it is not a relay. Check the address with whoever runs it.',
  'error.relay-old':
    'This relay is too old for this extension. Whoever runs it has to update it to version 4.',
  'error.relay-elsewhere':
    'This relay says that it lives at another address. Connect to that address, or have its public address corrected.',
  'error.relay-refused':
    'The relay no longer knows this browser. Connect again in the settings; everything is kept.',
  'error.relay-scope':
    'This browser may not do that on the relay. Connect again in the settings and allow it there.',
  'error.relay-switched':
    'Another relay or account has been connected meanwhile, and nothing was sent. Here is who sends now: look at it before you send.',
  'error.relay-changed':
    'This batch was begun with another relay or account, and may have left there. Connect that one again to go on, or stop trying; nothing is sent twice.',
  'error.batch-draft-gone':
    'This batch was sent or deleted in another window. Nothing was sent from here.',
  'error.batch-draft-changed':
    'This draft was changed in another window, and nothing was sent. This is the newest version: look at it again before you send it.',
  'error.batch-too-late':
    'It was to leave more than a day ago, so the relay did not take it and nothing was sent. Choose another time, or send it now.',
  'error.relay-gone': 'The relay does not know this batch (any more).',
  'error.relay-invalid': 'The relay did not accept this. Nothing was sent.',
  'error.relay-failed': 'The relay had a problem. Everything is kept; try again in a moment.',
  'error.approval-denied': 'The connection was refused on the relay. Nothing was changed.',
  'error.approval-expired': 'The code has expired before it was approved. Ask for a new one.',
  'error.template-broken':
    'The variables of this template cannot be filled: one is not closed or is written in another way. Nothing was inserted; open the template to put it right.',
  'error.template-gone': 'This template is no longer there. Nothing was inserted.',
  'error.extension-updated':
    'The extension was updated. Reload this page to go on; your draft is untouched.',
  'error.table-empty': 'There is no row in this file. Choose another one; nothing was changed.',
  'error.table-too-large':
    'This file is too large to be read here. Split it, then choose each part; nothing was changed.',
  'error.table-too-many-rows':
    'This file has more than 200,000 rows. Split it, then choose each part; nothing was changed.',
  'error.table-unreadable':
    'This file is not a table that can be read. Save it as CSV or XLSX, then choose it again; nothing was changed.',
  'error.table-old-excel':
    'This file is in the old Excel format, or protected by a password. Save it as XLSX without password or as CSV, then choose it again.',
  'error.table-locked':
    'This file is protected by a password. Save it without one, then choose it again.',
  'error.unknown': 'Something unexpected happened. Your text and recording are kept.',
} as const;
