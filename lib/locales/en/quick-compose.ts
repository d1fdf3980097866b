export const quickCompose = {
  'quick-compose.name': 'Quick compose',
  'quick-compose.to': 'To',
  'quick-compose.subject': 'Subject',
  'quick-compose.body': 'Text of the mail',
  'quick-compose.bodyHint': 'Write, dictate or insert a template. It is kept as you go.',
  'quick-compose.suggestions': 'Contacts',
  'quick-compose.remove': 'Remove {name}',
  'quick-compose.badAddress': '{address}: {why}. Press it to correct it.',
  'quick-compose.mend': 'Correct {name}',
  'quick-compose.openTab': 'Open in a tab',
  'quick-compose.send': 'Send',
  'quick-compose.sendTo': 'Send to {count}',
  'quick-compose.openIn': 'Open in',
  'quick-compose.clear': 'Start afresh',
  'quick-compose.cleared': 'The mail was cleared.',
  'quick-compose.notCleared':
    'The mail was not cleared, since it could not be kept for an undo. {why}',
  'quick-compose.notClearedElsewhere':
    'The mail was changed in another window, or has left from there: nothing was cleared. Read again what is left.',
  'quick-compose.opened':
    'Opened with everything filled in. The mail stays here until you start afresh.',
  'quick-compose.openedFewer':
    'Not all recipients fitted: {left} {left|is|are} missing there, from the end of your list.',
  'quick-compose.openedLong':
    'The text is too long to be handed over: it is in the clipboard. Paste it there with Ctrl+V.',
  'quick-compose.noRecipient': 'Say to whom the mail goes.',
  'quick-compose.badRecipient':
    '{count|This address|These addresses} cannot be used: {names}. Press {count|it|them} in the list to correct {count|it|them}.',
  'quick-compose.noText': 'There is neither a subject nor any text: write one or the other.',
  'quick-compose.sent': '{count} {count|mail|mails} handed to the relay.',
  'quick-compose.sending': 'Sending',
  'quick-compose.progress': 'Sending: {done} of {total}',
  'quick-compose.goesOn': 'It goes on when this window is closed.',
  'quick-compose.stop': 'Stop',
  'quick-compose.stopping': 'Stopping: the answer for the mail on its way is awaited.',
  'quick-compose.stopped': 'Stopped, as you asked.',
  'quick-compose.badge.partly':
    '{sent} of {total} {total|mail|mails} handed to the relay. Open to see the rest.',
  'quick-compose.kept':
    '{count} {count|mail|mails} kept in the relay’s outbox. It has no mail server: nothing was sent.',
  'quick-compose.elsewhere':
    'The mail was changed in another window, or has left from there: nothing was sent from here. Read again what is left.',
  'quick-compose.writtenSince': 'What was written in the meantime did not leave: it stays here.',
  'quick-compose.unreachable':
    'The relay does not answer. The mail is kept here: try again, or open it in your mailbox.',
  'quick-compose.unreachableHere':
    'The relay on this computer does not answer. Start it and try again, or open the mail in your mailbox: it is kept here.',
  'quick-compose.notKnown':
    'The relay no longer knows this browser. The mail is kept here: connect the relay again in the settings.',
  'quick-compose.takenBefore':
    'The relay had taken an earlier version for {names}; it is not sent again.',
  'quick-compose.refused': 'The relay refused the mail for {names}.',
  'quick-compose.undelivered': 'The mail “{subject}” did not arrive: {list}.',
  'quick-compose.doubtful':
    'Nobody knows whether the mail “{subject}” arrived: {list}. Ask before you send it again.',
  'quick-compose.aside': 'Put aside: “{subject}”.',
  'quick-compose.because': '{address} ({why})',
  'quick-compose.andMore': '{count} more',
  'quick-compose.noSubject': 'no subject',
  'quick-compose.takeUp': 'Take it up again',
  'quick-compose.forget': 'Delete',
  'quick-compose.forgotten': 'The mail was deleted.',
  'quick-compose.why.failed': 'refused by the mail server',
  'quick-compose.why.server': 'refused by the mail server: {said}',
  'quick-compose.why.line': 'the mail server could not be reached, or the connection broke',
  'quick-compose.why.empty': 'neither a subject nor any text',
  'quick-compose.why.unmade': 'the relay could not make the mail: {said}',
  'quick-compose.why.suppressed':
    'has unsubscribed, or is on the list of addresses not to write to',
  'quick-compose.why.cancelled': 'cancelled on the relay',
  'quick-compose.why.invalid': 'no address the relay can write to',
  'quick-compose.onceOnly': 'Press Send again: nobody gets it twice.',
  'quick-compose.unfinished':
    'For {count} {count|recipient|recipients} it is not known yet whether the relay has taken the mail.',
  'quick-compose.untried': 'Nothing has been sent to {count} {count|recipient|recipients} yet.',
  'quick-compose.relayChanged':
    'This mail was begun with another relay or account ({relay}), and nobody knows whether {names} got it from there. Connect that one again in the settings, put {count|this recipient|these recipients} aside, or make it a new mail.',
  'quick-compose.relaySwitched': 'Another relay or account was connected meanwhile.',
  'quick-compose.putAside': 'Put {count|this one|these} aside',
  'quick-compose.asNew': 'Make it a new mail',
  'quick-compose.nowNew':
    'It is a new mail now. Whoever got it from the other relay gets it twice: ask {names} before you press Send.',
  'quick-compose.sameText':
    'Send writes to each of them separately, with the same text. Opened elsewhere it is one mail, in which all see each other. For a text of their own, use a batch.',
  'quick-compose.openBatches': 'Open batches',
  'quick-compose.barMissing':
    'The buttons for dictation, improvement and templates could not be opened. Your mail is kept.',
  'quick-compose.notSaved':
    'The mail could not be saved. Keep this window open and copy your text.',
  'quick-compose.keptAside':
    'The browser’s storage is full or refuses to write. Your mail is kept aside and saved as soon as there is room: delete old recordings, for example.',
} as const;
