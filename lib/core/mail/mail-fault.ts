/** Why a mail did not go: the relay could not make it, for it was empty or for another reason, or the server spoke. */
export interface MailFault {
  kind: 'empty' | 'unmade' | 'server';
  /** In the words of whoever spoke; empty when there are none. */
  said: string;
}

/** Reads `lastError` of the relay: what it says of a mail that it could not make begins with `message:` or `template:`. */
export function readMailFault(lastError: string): MailFault {
  if (/^message: it has neither a subject nor any text\b/.test(lastError)) {
    return { kind: 'empty', said: '' };
  }
  const unmade = /^(?:message|template): (.*)/s.exec(lastError)?.[1];
  return unmade === undefined
    ? { kind: 'server', said: lastError }
    : { kind: 'unmade', said: unmade };
}

/** What no reader sees: blanks of every kind, and characters without a shape. The relay refuses a mail of only these. */
export function isBlank(text: string): boolean {
  return text.replace(/[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, '') === '';
}

/** Would the relay refuse this mail as empty? Readers show its HTML, of which `text` is the words. */
export function isEmptyMail(mail: { subject: string; html: string; text: string }): boolean {
  return isBlank(mail.subject + mail.text) && !/<(?:img|svg|picture|video)\b/i.test(mail.html);
}
