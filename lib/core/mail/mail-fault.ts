/** What kept the mail server from answering, as far as the relay can tell. */
export type LineFault = 'broken' | 'silent' | 'unreachable' | 'insecure' | 'stopped' | 'restored';

/**
 * Why a mail did not go: the relay could not make it, for it was empty or for another reason, the server spoke, or
 * something happened on the way to it.
 */
export type MailFault =
  | {
      kind: 'empty' | 'unmade' | 'server';
      /** In the words of whoever spoke; empty when there are none. */
      said: string;
    }
  | { kind: 'line'; said: ''; line: LineFault };

/** The relay's own words. */
const ofRelay: readonly [LineFault, RegExp][] = [
  ['silent', /^no (?:answer|session) within \d+ ms$/],
  ['stopped', /^the relay stopped while /],
  ['restored', /^restored from a backup\b/],
];

/** Words of the programs that carry mails; no server says them. */
const ofLibraries: readonly [LineFault, RegExp][] = [
  ['silent', /timed? ?-?out|\bETIMEDOUT\b|greeting never received/i],
  ['insecure', /\bcertificate\b|TLS|\bSSL\b/],
  [
    'unreachable',
    /\bE(?:CONNREFUSED|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|HOSTDOWN)\b|^this server (?:has no address|cannot be used)|^the token service /,
  ],
  ['broken', /\bclosed\b|\bsocket\b|\bE(?:CONNRESET|PIPE|CONNABORTED)\b/i],
];

const lineOf = (faults: typeof ofRelay, words: string): LineFault | undefined =>
  faults.find(([, pattern]) => pattern.test(words))?.[0];

/**
 * Reads `lastError` of the relay: what it says of a mail that it could not make begins with `message:` or `template:`;
 * an answer of the server begins with its code, also behind a sentence of the library that asked it.
 */
export function readMailFault(lastError: string): MailFault {
  if (/^message: it has neither a subject nor any text\b/.test(lastError)) {
    return { kind: 'empty', said: '' };
  }
  const unmade = /^(?:message|template): (.*)/s.exec(lastError)?.[1];
  if (unmade !== undefined) return { kind: 'unmade', said: unmade };
  const own = lineOf(ofRelay, lastError);
  const answer = own ? undefined : /(?:^|[ =])([45]\d\d(?:[ -].*)?$)/s.exec(lastError)?.[1];
  if (answer !== undefined) return { kind: 'server', said: answer };
  const line = own ?? lineOf(ofLibraries, lastError);
  return line ? { kind: 'line', said: '', line } : { kind: 'server', said: lastError };
}

/** What no reader sees: blanks of every kind, and characters without a shape. The relay refuses a mail of only these. */
export function isBlank(text: string): boolean {
  return text.replace(/[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, '') === '';
}

/** Would the relay refuse this mail as empty? Readers show its HTML, of which `text` is the words. */
export function isEmptyMail(mail: { subject: string; html: string; text: string }): boolean {
  return isBlank(mail.subject + mail.text) && !/<(?:img|svg|picture|video)\b/i.test(mail.html);
}
