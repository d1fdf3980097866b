import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ICON } from '../../pages/html-page.ts';
import { isPageLanguage, LANGUAGE_COOKIE } from '../../pages/page-texts.ts';
import { STYLESHEET } from '../../pages/stylesheet.ts';
import type { RelayServices } from '../../relay-services.ts';
import { ownPath, pageKit, publicPage } from './page-kit.ts';

const YEAR_SECONDS = 31_536_000;

/** Stylesheet, icon, the way to the account, and the choice of language. */
export function assetRoutes(services: RelayServices): FastifyPluginAsyncZod {
  const { assertOwnForm } = pageKit(services);
  const secure = services.config.publicUrl.startsWith('https:') ? '; Secure' : '';
  return async (app) => {
    app.get('/', publicPage, (_request, reply) => reply.redirect('/account', 303));
    app.get('/assets/relay.css', publicPage, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type('text/css').send(STYLESHEET),
    );
    app.get('/assets/icon.svg', publicPage, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(ICON),
    );
    app.get('/robots.txt', publicPage, (_request, reply) =>
      reply.type('text/plain').send('User-agent: *\nDisallow: /api/\n'),
    );
    app.post(
      '/language',
      {
        ...publicPage,
        schema: {
          hide: true,
          body: z.object({
            to: z.string().max(5),
            back: z.string().max(2_000).default('/account'),
          }),
        },
      },
      (request, reply) => {
        assertOwnForm(request);
        const { to, back } = request.body;
        if (isPageLanguage(to)) {
          reply.header(
            'set-cookie',
            `${LANGUAGE_COOKIE}=${to}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure}`,
          );
        }
        return reply.redirect(ownPath(back), 303);
      },
    );
  };
}
