import { changedMailAccount, type MailAccount } from '@iapostemanager/protocol/mail-account';
import { z } from 'zod';
import { type Html, html } from '../../pages/html-page.ts';
import type { PageTexts } from '../../pages/page-texts.ts';

const blank = (value: unknown) => (value === '' ? undefined : value);
export const text = z.preprocess(blank, z.string().max(5_000).optional());

/** The form as it comes: fields of the way of signing in that was not chosen are empty. */
export const senderForm = z.object({
  name: text,
  from: text,
  fromName: text,
  host: text,
  port: text,
  user: text,
  auth: z.enum(['password', 'oauth2']).default('password'),
  password: text,
  provider: text,
  tokenUrl: text,
  clientId: text,
  clientSecret: text,
  refreshToken: text,
});
export type SenderForm = z.infer<typeof senderForm>;
export const changeForm = senderForm.extend({ id: z.string().max(100) });

export function fieldsOf({ name, from, fromName, host, port, user, ...given }: SenderForm) {
  const { password, provider, tokenUrl, clientId, clientSecret, refreshToken } = given;
  const auth =
    given.auth === 'password'
      ? { type: 'password', password }
      : { type: 'oauth2', provider, tokenUrl, clientId, clientSecret, refreshToken };
  return { name, from, fromName, host, port: Number(port ?? 587), user, auth };
}

/** The way of signing in that is kept may be left empty, as a whole. */
export function changeOf(given: SenderForm, kept: MailAccount) {
  const { auth, ...fields } = fieldsOf(given);
  const { type, ...secrets } = auth;
  const isKept =
    type === kept.auth && Object.values(secrets).every((secret) => secret === undefined);
  return changedMailAccount.safeParse(isKept ? fields : { ...fields, auth });
}

export const formOf = ({
  name,
  from,
  fromName,
  host,
  port,
  user,
  auth,
}: MailAccount): SenderForm => ({
  name,
  from,
  fromName: fromName ?? undefined,
  host,
  port: String(port),
  user,
  auth,
});

/** Several forms stand on the page: each field's id says whose it is. */
const fieldsFor = (suffix: string) => ({
  field: (name: string, label: string, value: string | undefined, required = true) =>
    html`<label for="${name}${suffix}">${label}</label><input id="${name}${suffix}" name="${name}" value="${value ?? ''}" autocomplete="off"${required ? REQUIRED : undefined}>`,
  /**
   * A secret never comes back to a page, not even to the form it came from. `off` is not heeded for passwords: a browser
   * would put in the one of the sign-in here, and it would be handed to the mail server.
   */
  secret: (name: string, label: string) =>
    html`<label for="${name}${suffix}">${label}</label><input id="${name}${suffix}" name="${name}" type="password" autocomplete="new-password">`,
});
const REQUIRED = html` required`;
export const OPEN = html` open`;

const option = (value: string, name: string, chosen: boolean): Html =>
  chosen
    ? html`<option value="${value}" selected>${name}</option>`
    : html`<option value="${value}">${name}</option>`;

/** @param id of the account that is there already; absent: a new one */
export function accountFields(t: PageTexts, given: SenderForm | undefined, id?: string): Html {
  const oauth = given?.auth === 'oauth2';
  const suffix = id === undefined ? '' : `-${id}`;
  const { field, secret } = fieldsFor(suffix);
  const providers = [
    // What is kept is not told: nothing chosen leaves it.
    ...(id === undefined ? [] : [['', '–']]),
    ['google', 'Google'],
    ['microsoft', 'Microsoft'],
    ['other', '…'],
  ];
  return html`${field('name', t.senderName, given?.name)}
<label for="from${suffix}">${t.senderFrom}</label><input id="from${suffix}" name="from" type="email" value="${given?.from ?? ''}" autocomplete="off" required>
<label for="fromName${suffix}">${t.senderFromName}</label><input id="fromName${suffix}" name="fromName" maxlength="100" value="${given?.fromName ?? ''}" autocomplete="off" aria-describedby="fromName-hint${suffix}">
<p class="hint" id="fromName-hint${suffix}">${t.senderFromNameHint}</p>
<div class="pair"><div>${field('host', t.senderHost, given?.host)}</div>
<div><label for="port${suffix}">${t.senderPort}</label><input id="port${suffix}" name="port" type="number" min="1" max="65535" value="${given?.port ?? '587'}" required></div></div>
${field('user', t.senderUser, given?.user)}
<label for="auth${suffix}">${t.senderAuth}</label><select id="auth${suffix}" name="auth">${option('password', t.authPassword, !oauth)}${option('oauth2', t.authOauth, oauth)}</select>
${secret('password', t.senderPassword)}
<p class="hint">${id === undefined ? t.senderSecrets : t.senderSecretsKept}</p>
<details${oauth ? OPEN : undefined}><summary>${t.senderOauthPart}</summary>
<label for="provider${suffix}">${t.senderProvider}</label><select id="provider${suffix}" name="provider">${providers.map(([value = '', name = '']) => option(value, name, given?.provider === value))}</select>
${field('tokenUrl', t.senderTokenUrl, given?.tokenUrl, false)}
${field('clientId', t.senderClientId, given?.clientId, false)}
${secret('clientSecret', t.senderClientSecret)}
${secret('refreshToken', t.senderRefreshToken)}</details>`;
}
