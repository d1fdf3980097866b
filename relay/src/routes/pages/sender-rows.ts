import type { MailAccount } from '@iapostemanager/protocol/mail-account';
import { type Html, html } from '../../pages/html-page.ts';
import { fillText, type PageTexts } from '../../pages/page-texts.ts';
import { accountFields, OPEN, type TypedSender } from './sender-fields.ts';
import { formOf } from './sender-form.ts';
import { limitFields, limitsInWords, type TypedLimits } from './sender-limits.ts';

/** One mail account with its forms. @param path of the page */
export const accountRow = (
  t: PageTexts,
  path: string,
  account: MailAccount,
  { given, problems, limits }: TypedSender & { limits?: TypedLimits },
): Html => html`<li><div><strong>${account.name}</strong>
<p class="meta"><span>${account.fromName === null ? account.from : `${account.fromName} <${account.from}>`}</span><span>${account.host}:${account.port}</span></p>
<p class="meta">${limitsInWords(t, account.limits).map((one) => html`<span>${one}</span>`)}</p></div>
<form method="post" action="${path}/remove"><input type="hidden" name="id" value="${account.id}">
<button class="danger" aria-label="${fillText(t.removeSender, { name: account.name })}">${t.remove}</button></form>
<details class="wide"${given ? OPEN : undefined}><summary aria-label="${fillText(t.changeSenderOf, { name: account.name })}">${t.changeSender}</summary>
<form method="post" action="${path}/change"><input type="hidden" name="id" value="${account.id}">
<p class="hint">${t.changeSenderHint}</p>
${accountFields(t, { given: given ?? formOf(account), problems, id: account.id })}
<div class="actions"><button class="plain">${t.saveSender}</button></div></form></details>
<details class="wide"${limits ? OPEN : undefined}><summary aria-label="${fillText(t.limitsOf, { name: account.name })}">${t.senderLimits}</summary>
<form method="post" action="${path}/limits"><input type="hidden" name="id" value="${account.id}">
${limitFields(t, account, limits)}
<p class="hint">${t.senderLimitsHint}</p>
<div class="actions"><button class="plain">${t.saveLimits}</button></div></form></details></li>`;

/** The form of one more. */
export const newAccountCard = (t: PageTexts, path: string, typed: TypedSender): Html =>
  html`<section class="card"><h2>${t.addSender}</h2><form method="post" action="${path}">
${accountFields(t, typed)}
<div class="actions"><button>${t.addSender}</button></div></form></section>`;
