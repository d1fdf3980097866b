import type { Database } from '../database/open-database.ts';
import type { LazyAuth } from './lazy-auth.ts';

/** A signed-in person. */
export type SessionPerson = {
  id: string;
  email: string;
  role: 'admin' | 'user';
  twoFactorEnabled: boolean;
};

/** Who this cookie belongs to; undefined for nobody, an ended session, or a blocked account. */
export async function readSession(
  auth: LazyAuth,
  database: Database,
  cookie: string | undefined,
): Promise<SessionPerson | undefined> {
  if (!cookie) return undefined;
  const { api } = await auth();
  const session = await api.getSession({ headers: new Headers({ cookie }) });
  if (!session) return undefined;
  const { user } = session;
  const row = await database.db
    .selectFrom('user')
    .select('blocked')
    .where('id', '=', user.id)
    .executeTakeFirst();
  if (!row || row.blocked) return undefined;
  return {
    id: user.id,
    email: user.email,
    role: user.role === 'admin' ? 'admin' : 'user',
    twoFactorEnabled: user.twoFactorEnabled === true,
  };
}
