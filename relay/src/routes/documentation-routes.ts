import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Access } from '../accounts/require-access.ts';
import { lazily } from '../lazily.ts';
import { ICON } from '../pages/html-page.ts';
import { VERSION } from '../relay-services.ts';
import { API_DESCRIPTION, type DescribedRoute, describedSchema } from './api-description.ts';

const DOCS = '/api/docs';

/** What the documentation knows of a route. */
type Described = Pick<RouteOptions, 'method' | 'url' | 'schema'> & {
  access: Access;
  described?: DescribedRoute;
};

/**
 * `GET /api/openapi.json` and the page to try it out. Generator and page are loaded by the first who looks: to be
 * registered before the routes it describes.
 */
export function documentation(app: FastifyInstance): void {
  const routes: Described[] = [];
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    // Fastify adds HEAD by itself.
    const listed = [method].flat().filter((one) => one !== 'HEAD');
    if (listed.length > 0 && !url.startsWith(DOCS)) {
      const { access = 'public', described } = config ?? {};
      routes.push({ method: listed, url, schema, access, described });
    }
  });
  const pages = lazily(() => documentationServer(routes));
  const open = { config: { access: 'public' as const }, schema: { hide: true } };
  app.get('/api/openapi.json', open, async () => (await pages()).swagger());
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const answer = await (await pages()).inject({ url: request.url });
    reply.code(answer.statusCode);
    for (const name of SHOWN_HEADERS) reply.header(name, answer.headers[name]);
    return reply.send(answer.rawPayload);
  };
  app.get(DOCS, open, show);
  app.get(`${DOCS}/*`, open, show);
}

/** Everything else is decided by the relay itself, its policy of content too. */
const SHOWN_HEADERS = ['content-type', 'location', 'cache-control'];

/** A server that nobody can reach and that has nothing but descriptions. */
async function documentationServer(routes: Described[]): Promise<FastifyInstance> {
  const [{ default: Fastify }, { default: swagger }, { default: swaggerUi }, zod] =
    await Promise.all([
      import('fastify'),
      import('@fastify/swagger'),
      import('@fastify/swagger-ui'),
      import('fastify-type-provider-zod'),
    ]);
  const app = Fastify({ exposeHeadRoutes: false, routerOptions: { maxParamLength: 1_000 } });
  app.setValidatorCompiler(zod.validatorCompiler);
  app.setSerializerCompiler(zod.serializerCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'IAPosteManager relay', version: VERSION, description: API_DESCRIPTION },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'A token (iapr_…)' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'relay.session_token',
            description: 'A person who is signed in; behind https the name begins with __Host-',
          },
        },
      },
    },
    transform: zod.jsonSchemaTransform,
  });
  for (const { method, schema, ...route } of routes) {
    const whole = describedSchema(route, schema);
    app.route({ method, url: route.url, schema: whole, handler: async () => {} });
  }
  const icon = {
    filename: 'icon.svg',
    rel: 'icon',
    type: 'image/svg+xml',
    sizes: 'any',
    content: ICON,
  };
  await app.register(swaggerUi, {
    routePrefix: DOCS,
    // Without the bar at the top, which bears another's logo and asks for an address.
    uiConfig: { layout: 'BaseLayout' },
    theme: { title: 'IAPosteManager relay: API', favicon: [icon] },
  });
  await app.ready();
  return app;
}
