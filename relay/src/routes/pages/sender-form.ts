import { changedMailAccount, type MailAccount } from '@iapostemanager/protocol/mail-account';
import { z } from 'zod';

const blank = (value: unknown) => (value === '' ? undefined : value);
/** As long as it likes: what is too long for its field is said beside it. */
const text = z.preprocess(blank, z.string().optional());
/** What is pasted often ends with a space that nobody sees. */
export const line = z.preprocess(
  (value) => blank(typeof value === 'string' ? value.trim() : value),
  z.string().optional(),
);

/** The form as it comes: fields of the way of signing in that was not chosen are empty. */
export const senderForm = z.object({
  name: line,
  from: line,
  fromName: line,
  host: line,
  port: line,
  user: line,
  auth: z.enum(['password', 'oauth2']).default('password'),
  password: text,
  provider: line,
  tokenUrl: line,
  clientId: line,
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
