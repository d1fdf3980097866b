import { longDate } from '../shared/dates.ts';
import { label } from '../shared/label.ts';
import { escapeHtml } from '../shared/mail-html.ts';
import { type Mail, owner, signatureLines } from '../shared/sample-mails.ts';

/** The owner's signature as Gmail writes it. */
export function signatureHtml(withPrefix: boolean): string {
  const lines = signatureLines.map(escapeHtml).join('<br>');
  const prefix = withPrefix ? '<span class="gmail_signature_prefix">-- </span><br>' : '';
  return `${prefix}<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">${lines}</div></div>`;
}

/** Body of a fresh draft: an empty first line, then the signature. */
export function freshBody(): string {
  return `<div><br></div><div><br></div>${signatureHtml(true)}`;
}

/** A mail's own text as HTML, a `<p>`-like block per paragraph. */
export function mailHtml(mail: Mail): string {
  return mail.body
    .map((paragraph) => `<div>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</div>`)
    .join('<div><br></div>');
}

/** The forwarded mail with its head, as Gmail puts it below a forward at once. */
export function forwardHtml(mail: Mail): string {
  const { address } = mail.from;
  const head = [
    label('forwarded'),
    `${label('quoteFrom')}: <strong class="gmail_sendername" dir="auto">${escapeHtml(mail.from.name)}</strong> <span dir="auto">&lt;<a href="mailto:${address}">${address}</a>&gt;</span>`,
    `${label('subject')}: ${escapeHtml(mail.subject)}`,
    `${label('quoteTo')}: &lt;${owner.address}&gt;`,
  ];
  return `<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${head.join('<br>')}<br></div><br><br><div dir="ltr">${mailHtml(mail)}</div></div>`;
}

/** The quote of the answered mail, as Gmail adds it. */
export function quoteHtml(mail: Mail): string {
  const attribution = escapeHtml(
    label('wrote', { date: longDate(mail.sentAt), name: mail.from.name }),
  );
  const { address } = mail.from;
  return `<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${attribution} &lt;<a href="mailto:${address}">${address}</a>&gt;<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${mailHtml(mail)}</div></blockquote></div>`;
}
