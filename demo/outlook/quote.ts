import { longDate } from '../shared/dates.ts';
import { label } from '../shared/label.ts';
import { escapeHtml } from '../shared/mail-html.ts';
import { type Mail, owner, signatureLines } from '../shared/sample-mails.ts';

const emptyLine = '<div class="elementToProof"><br></div>';

/** The owner's signature as Outlook writes it. */
function signatureHtml(): string {
  const lines = signatureLines.map(escapeHtml).join('<br>');
  return `<div class="elementToProof" id="Signature"><p style="margin:0px">${lines}</p></div>`;
}

/** Body of a new message: two empty lines and the signature. */
export function freshBody(): string {
  return emptyLine + emptyLine + signatureHtml();
}

/** A mail's own text as HTML. */
export function mailHtml(mail: Mail): string {
  return mail.body
    .map((paragraph) => `<div>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</div>`)
    .join('<div><br></div>');
}

/** Body of a reply: room to write, the signature, then the quoted mail with its head. */
export function replyBody(mail: Mail): string {
  const head = [
    [label('quoteFrom'), `${escapeHtml(mail.from.name)} &lt;${mail.from.address}&gt;`],
    [label('quoteSent'), longDate(mail.sentAt)],
    [label('quoteTo'), `${escapeHtml(owner.name)} &lt;${owner.address}&gt;`],
    [label('subject'), escapeHtml(mail.subject)],
  ]
    .map(([name, value]) => `<b>${name}:</b> ${value}`)
    .join('<br>');
  return `${freshBody()}<div id="appendonsend"></div><hr tabindex="-1" style="display:inline-block; width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt">${head}</font><div>&nbsp;</div></div>${mailHtml(mail)}`;
}
