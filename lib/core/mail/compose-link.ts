/** A mail to be written elsewhere: `to` holds plain addresses. */
export interface MailParts {
  to: readonly string[];
  subject: string;
  /** Plain text. */
  body: string;
}

export const mailPlaces = ['gmail', 'outlook', 'program'] as const;
/** Where a mail can be opened: Gmail, Outlook on the web, the computer's mail program. */
export type MailPlace = (typeof mailPlaces)[number];

/**
 * Longest address that arrives whole. Gmail answers 414 beyond about 8,000 characters, Outlook's sign-in
 * page loses what is beyond about 2,000 more often than not, and Windows hands programs 2,048 at most.
 */
const longest: Record<MailPlace, number> = { gmail: 7_500, outlook: 3_800, program: 1_900 };

export interface ComposeLink {
  url: string;
  /** False when the text is too long for an address: it is left out and has to come by the clipboard. */
  withBody: boolean;
  /** How many recipients, from the end of the list, did not fit. */
  left: number;
}

/** So many addresses always fit. */
const fewRecipients = 20;

/** The address that opens a new message with everything filled in that fits. */
export function composeLink(place: MailPlace, mail: MailParts): ComposeLink {
  const whole = buildUrl(place, mail);
  if (whole.length <= longest[place]) return { url: whole, withBody: true, left: 0 };
  const bare = buildUrl(place, { ...mail, body: '' });
  if (bare.length <= longest[place]) {
    return { url: bare, withBody: mail.body === '', left: 0 };
  }
  const subject = [...mail.subject].slice(0, 200).join('');
  const to = mail.to.slice(0, fewRecipients);
  return {
    url: buildUrl(place, { to, subject, body: '' }),
    withBody: mail.body === '',
    left: mail.to.length - to.length,
  };
}

function buildUrl(place: MailPlace, { to, subject, body }: MailParts): string {
  const lines = body.replace(/\r?\n/g, '\r\n');
  if (place === 'program') {
    const query = [
      ...(subject ? [`subject=${encode(subject)}`] : []),
      ...(body ? [`body=${encode(lines)}`] : []),
    ];
    const addresses = to.map((one) => encode(one).replaceAll('%40', '@')).join(',');
    return `mailto:${addresses}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  }
  if (place === 'gmail') {
    return `https://mail.google.com/mail/?view=cm&fs=1${part('to', to.join(','))}${part('su', subject)}${part('body', lines)}`;
  }
  const query = `${part('to', to.join(';'))}${part('subject', subject)}${part('body', lines)}`;
  return `https://outlook.office.com/mail/deeplink/compose${query.replace('&', '?')}`;
}

function part(name: string, value: string): string {
  return value === '' ? '' : `&${name}=${encode(value)}`;
}

/** Spaces as %20: mail programs do not read `+` as one. Lone surrogates cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
