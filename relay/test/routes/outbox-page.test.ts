import { beforeAll, expect, test } from 'vitest';
import { type AppUnderTest, appUnderTest, PUBLIC_URL } from '../app-under-test.ts';
import { eachDatabase } from '../each-database.ts';

const mail = [
  'From: =?UTF-8?Q?In=C3=A8s?= <ines@exemple.fr>',
  'Reply-To: bureau@exemple.fr',
  'Subject: =?UTF-8?Q?Devis_sign=C3=A9?=',
  ' =?UTF-8?Q?_pour_jeudi?=',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Bonjour Claire, c=E2=80=99est pr=C3=AAt.',
  '--b',
  'Content-Type: application/pdf; name="devis.pdf"',
  'Content-Disposition: attachment; filename="devis.pdf"',
  '',
  'x',
  '--b--',
].join('\r\n');

eachDatabase('the outbox of a relay without a mail server', ({ fresh, kind }) => {
  // What is counted in the relay itself, and takes long, is looked at once.
  const sqliteTest: (title: string, run: () => Promise<void>) => void =
    kind === 'sqlite' ? test : () => {};
  let relay: AppUnderTest;
  beforeAll(async () => {
    relay = await appUnderTest(await fresh());
  });

  test('shows what would have gone out: subject in its letters, text, files; who is no admin sees nothing', async () => {
    const admin = await relay.person('outbox-admin', { admin: true });
    const cookie = await relay.signIn(admin.email);
    const { id } = await relay.database.db
      .insertInto('outbox')
      .values({
        received_at: Date.now(),
        mail_from: 'ines@exemple.fr',
        rcpt_to: 'claire@exemple.fr',
        raw: Buffer.from(mail).toString('base64'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const list = await relay.app.inject({ url: '/outbox', headers: { cookie } });
    expect(list.body).toContain(`<a href="/outbox/${id}"><strong>Devis signé pour jeudi</strong>`);
    // This relay has a mail server now: what lies here is from before.
    expect(list.body).toContain('A mail server is set: new mails go out.');
    const page = await relay.app.inject({ url: `/outbox/${id}`, headers: { cookie } });
    expect(page.body).toContain('<h2>Devis signé pour jeudi</h2>');
    expect(page.body).toContain('Bonjour Claire, c’est prêt.');
    expect(page.body).toContain('devis.pdf');
    expect(page.body).toContain('Answers go to bureau@exemple.fr');
    const french = { cookie, 'accept-language': 'fr' };
    const page2 = await relay.app.inject({ url: `/outbox/${id}`, headers: french });
    expect(page2.body.replaceAll(/\s/gu, ' ')).toContain('Fichiers : devis.pdf (1 octet)');

    const missing = await relay.app.inject({ url: '/outbox/999999', headers: { cookie } });
    expect(missing.statusCode).toBe(404);
    const other = await relay.person('outbox-other');
    const refused = await relay.app.inject({
      url: `/outbox/${id}`,
      headers: { cookie: await relay.signIn(other.email) },
    });
    expect(refused.body).not.toContain('Devis');
    const asPerson = { accept: 'text/html', 'accept-language': 'fr' };
    const theirs = { ...asPerson, cookie: await relay.signIn(other.email) };
    for (const url of ['/outbox', '/people']) {
      const page = await relay.app.inject({ url, headers: theirs });
      expect([page.statusCode, page.body], url).toEqual([
        403,
        expect.stringContaining('Réservé aux administrateurs'),
      ]);
      const away = await relay.app.inject({ url, headers: asPerson });
      const next = `/sign-in?next=${encodeURIComponent(url)}`;
      expect([away.statusCode, away.headers.location]).toEqual([303, next]);
    }
    for (const url of ['/outbox/999999', '/outbox/x']) {
      const page = await relay.app.inject({ url, headers: { ...asPerson, cookie } });
      expect([page.statusCode, page.body], url).toEqual([
        404,
        expect.stringContaining('Cette page n’existe pas'),
      ]);
    }
  });

  test('fifty mails a page, and on to the older ones', async () => {
    const admin = await relay.person('outbox-pages', { admin: true });
    const headers = { cookie: await relay.signIn(admin.email) };
    await relay.database.db
      .insertInto('outbox')
      .values(
        Array.from({ length: 101 }, (_, n) => ({
          received_at: n,
          mail_from: 'a@x.test',
          rcpt_to: `to${n}@x.test`,
          raw: Buffer.from(`Subject: n${n}\r\n\r\nx`).toString('base64'),
        })),
      )
      .execute();
    const seen: string[] = [];
    let url: string | undefined = '/outbox';
    const pages: number[] = [];
    while (url && pages.length < 4) {
      const { body }: { body: string } = await relay.app.inject({ url, headers });
      const subjects = [...body.matchAll(/<strong>(n\d+)<\/strong>/g)].map(
        (match) => match[1] ?? '',
      );
      seen.push(...subjects);
      pages.push(subjects.length);
      url = /href="(\/outbox\?before=\d+)"/.exec(body)?.[1];
    }
    expect(pages).toEqual([50, 50, 1]);
    expect(new Set(seen).size).toBe(101);
  });

  sqliteTest('big mails come whole, but no more of them at once than 64 MB of base64', async () => {
    const admin = await relay.person('outbox-big', { admin: true });
    // Two of them are the 64 MB, so that the small one below them comes no more.
    const big = 'eHh4'.repeat(8 * 1024 * 1024);
    for (const [to, raw] of [
      ['below@x.test', 'eHh4'],
      ['big1@x.test', big],
      ['big2@x.test', big],
      ['newest@x.test', 'eHh4'],
    ] as const) {
      await relay.database.db
        .insertInto('outbox')
        .values({ received_at: 1, mail_from: 'a@x.test', rcpt_to: to, raw })
        .execute();
    }
    const ask = async (limit: number) => {
      const url = `/api/outbox?limit=${limit}`;
      const answer = await relay.app.inject({ url, headers: admin.bearer });
      return answer.json().items as { to: string; raw: string }[];
    };
    const seen = (await ask(4)).map(({ to, raw }) => [to, raw.length]);
    const whole = 24 * 1024 * 1024;
    expect(seen).toEqual([
      ['newest@x.test', 3],
      ['big2@x.test', whole],
      ['big1@x.test', whole],
    ]);
    await relay.database.db.deleteFrom('outbox').where('rcpt_to', 'like', 'big%').execute();
    expect((await ask(2)).map(({ to }) => to)).toEqual(['newest@x.test', 'below@x.test']);
  });

  test('a form from another name of this machine is told the right address', async () => {
    const answer = await relay.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { accept: 'text/html', 'accept-language': 'fr', origin: 'http://localhost:8787' },
      payload: { email: 'a@x.test', password: 'x' },
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('Ce formulaire vient d’une autre adresse');
    expect(answer.body).toContain(`<a href="${PUBLIC_URL}/account">${PUBLIC_URL}/account</a>`);
  });

  test('an address that is no page is told in the person’s language; a program gets a problem', async () => {
    const page = await relay.app.inject({
      url: '/nonsense',
      headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': 'fr' },
    });
    expect(page.statusCode).toBe(404);
    expect(page.body).toContain('Cette page n’existe pas');
    const answer = await relay.app.inject({ url: '/nonsense' });
    expect(answer.json()).toMatchObject({ status: 404, code: 'not-found' });
  });

  test('a mistyped password does not cost the address as well', async () => {
    const person = await relay.person('outbox-typo');
    const { body } = await relay.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        origin: PUBLIC_URL,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ email: person.email, password: 'wrong' }).toString(),
    });
    expect(body).toContain(`value="${person.email}"`);
  });
});
