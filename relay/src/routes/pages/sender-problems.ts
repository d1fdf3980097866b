import { MailAccountRefusedError } from '../../mail-accounts/check-mail-account.ts';
import { type Html, html } from '../../pages/html-page.ts';
import type { PageTexts } from '../../pages/page-texts.ts';
import { type SenderForm, senderForm } from './sender-form.ts';

/** What is wrong with the fields of a form, in the order of the page. */
export type FieldProblems<Name extends string> = Partial<Record<Name, keyof PageTexts>>;

export const SENDER_LABELS: Record<keyof SenderForm, keyof PageTexts> = {
  name: 'senderName',
  from: 'senderFrom',
  fromName: 'senderFromName',
  host: 'senderHost',
  port: 'senderPort',
  user: 'senderUser',
  auth: 'senderAuth',
  password: 'senderPassword',
  provider: 'senderProvider',
  tokenUrl: 'senderTokenUrl',
  clientId: 'senderClientId',
  clientSecret: 'senderClientSecret',
  refreshToken: 'senderRefreshToken',
};

/** What a field must be, said of one that was filled in and cannot be so. */
const WRONG: Partial<typeof SENDER_LABELS> = {
  name: 'fieldOneLine',
  from: 'fieldAddress',
  fromName: 'fieldOneLine',
  host: 'fieldHost',
  port: 'fieldPort',
  user: 'fieldLongLine',
  tokenUrl: 'fieldUrl',
};

const FIELDS = Object.keys(senderForm.shape) as (keyof SenderForm)[];

/** @param issues of the account that `given` makes */
export function problemsOf(
  given: SenderForm,
  issues: { path: PropertyKey[] }[],
): FieldProblems<keyof SenderForm> {
  const wrong = new Set(issues.map((issue) => issue.path.at(-1)));
  const problems: FieldProblems<keyof SenderForm> = {};
  for (const name of FIELDS) {
    if (!wrong.has(name)) continue;
    const missing = (given[name] ?? '').trim() === '';
    problems[name] = missing ? 'fieldNeeded' : (WRONG[name] ?? 'fieldWrong');
  }
  return problems;
}

/**
 * What a mail server has against an account, beside the field that it is about.
 * @throws {unknown} what is no refusal
 */
export function problemsOfServer(
  { auth, provider }: SenderForm,
  error: unknown,
): { problem: keyof PageTexts; problems: FieldProblems<keyof SenderForm> } {
  if (!(error instanceof MailAccountRefusedError)) throw error;
  const secret = auth === 'password' ? 'password' : 'refreshToken';
  const service = provider === 'other' ? 'tokenUrl' : 'provider';
  const said: Record<typeof error.code, [keyof SenderForm, keyof PageTexts]> = {
    'host-not-found': ['host', 'senderHostNotFound'],
    'host-refused': ['host', 'senderHostRefused'],
    'server-unreachable': ['host', 'senderUnreachable'],
    'token-service-unreachable': [service, 'senderTokensUnreachable'],
    'sign-in-refused': [secret, 'senderSignInRefused'],
    'secret-needed': [secret, 'senderSecretNeeded'],
  };
  const [name, problem] = said[error.code];
  return { problem, problems: { [name]: problem } };
}

/**
 * Of each field its attributes and what is said below it: a problem belongs to its field for a screen reader too, and
 * the first one has the focus.
 * @param suffix says whose form it is, where several stand on a page
 */
export function fieldMarks<Name extends string>(
  t: PageTexts,
  problems: FieldProblems<Name> = {},
  suffix = '',
) {
  const [first] = Object.keys(problems);
  return (name: Name, hint?: string): { attributes: Html; below: Html | undefined } => {
    const problem = problems[name];
    const id = `${name}-problem${suffix}`;
    const described = [...(problem ? [id] : []), ...(hint ? [hint] : [])].join(' ');
    return {
      attributes: html` id="${name}${suffix}" name="${name}"${described ? html` aria-describedby="${described}"` : undefined}${
        problem && html` aria-invalid="true"`
      }${name === first ? html` autofocus` : undefined}`,
      below: problem && html`<p class="wrong" id="${id}">${t[problem]}</p>`,
    };
  };
}
