import { type Html, html } from '../../pages/html-page.ts';
import type { PageTexts } from '../../pages/page-texts.ts';
import type { SenderForm } from './sender-form.ts';
import { type FieldProblems, fieldMarks, SENDER_LABELS } from './sender-problems.ts';

const REQUIRED = html` required`;
/** A part that is shown unfolded. */
export const OPEN = html` open`;

const option = (value: string, name: string, chosen: boolean): Html =>
  chosen
    ? html`<option value="${value}" selected>${name}</option>`
    : html`<option value="${value}">${name}</option>`;

/** A form of a mail account that was not taken: as it was typed, and what is wrong with which field. */
export type TypedSender = { given?: SenderForm; problems?: FieldProblems<keyof SenderForm> };

/**
 * The fields of a mail account.
 * @param form.id of the account that is there already; absent: a new one
 */
export function accountFields(
  t: PageTexts,
  { given, problems, id }: TypedSender & { id?: string },
): Html {
  const oauth = given?.auth === 'oauth2';
  // Several forms stand on the page: each field's id says whose it is.
  const suffix = id === undefined ? '' : `-${id}`;
  const marks = fieldMarks(t, problems, suffix);
  const label = (name: keyof SenderForm) =>
    html`<label for="${name}${suffix}">${t[SENDER_LABELS[name]]}</label>`;
  const field = (name: keyof SenderForm, more: Html = html``, hint?: string): Html => {
    const { attributes, below } = marks(name, hint);
    return html`${label(name)}<input${attributes} value="${given?.[name] ?? ''}" autocomplete="off"${more}>${below}`;
  };
  /**
   * A secret never comes back to a page, not even to the form it came from. `off` is not heeded for passwords: a browser
   * would put in the one of the sign-in here, and it would be handed to the mail server.
   */
  const secret = (name: keyof SenderForm, hint?: string): Html => {
    const { attributes, below } = marks(name, hint);
    return html`${label(name)}<input${attributes} type="password" autocomplete="new-password">${below}`;
  };
  const choice = (name: 'auth' | 'provider', options: [string, string][]): Html => {
    const { attributes, below } = marks(name);
    return html`${label(name)}<select${attributes}>${options.map(([value, words]) => option(value, words, (given?.[name] ?? '') === value))}</select>${below}`;
  };
  return html`${field('name', REQUIRED)}
${field('from', html` type="email" required`)}
${field('fromName', html` maxlength="100"`, `fromName-hint${suffix}`)}
<p class="hint" id="fromName-hint${suffix}">${t.senderFromNameHint}</p>
<div class="pair"><div>${field('host', REQUIRED)}</div>
<div>${label('port')}<input${marks('port').attributes} type="number" min="1" max="65535" value="${given?.port ?? '587'}" required>${marks('port').below}</div></div>
${field('user', REQUIRED)}
${choice('auth', [
  ['password', t.authPassword],
  ['oauth2', t.authOauth],
])}
${secret('password', `secret-hint${suffix}`)}
<p class="hint" id="secret-hint${suffix}">${id === undefined ? t.senderSecrets : t.senderSecretsKept}</p>
<details${oauth ? OPEN : undefined}><summary>${t.senderOauthPart}</summary>
${choice('provider', [
  // What is kept is not told: nothing chosen leaves it.
  ...(id === undefined ? [] : [['', '–'] satisfies [string, string]]),
  ['google', 'Google'],
  ['microsoft', 'Microsoft'],
  ['other', '…'],
])}
${field('tokenUrl')}
${field('clientId')}
${secret('clientSecret')}
${secret('refreshToken')}</details>`;
}
