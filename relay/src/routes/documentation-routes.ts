import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Access } from '../accounts/require-access.ts';
import { lazily } from '../lazily.ts';
import { VERSION } from '../relay-services.ts';
import { API_DESCRIPTION, describedSchema } from './api-description.ts';

const DOCS = '/api/docs';

/** What the documentation knows of a route. */
type Described = Pick<RouteOptions, 'method' | 'url' | 'schema'> & { access: Access };

/**
 * `GET /api/openapi.json` and the page to try it out. Generator and page are loaded by the first who looks: to be
 * registered before the routes it describes.
 */
export function documentation(app: FastifyInstance): void {
  const described: Described[] = [];
  app.addHook('onRoute', ({ method, url, schema, config }) => {
    // Fastify adds HEAD by itself.
    const listed = [method].flat().filter((one) => one !== 'HEAD');
    if (listed.length > 0 && !url.startsWith(DOCS)) {
      described.push({ method: listed, url, schema, access: config?.access ?? 'public' });
    }
  });
  const pages = lazily(() => documentationServer(described));
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

/** The page needs a policy of its own; everything else is decided by the relay itself. */
const SHOWN_HEADERS = ['content-type', 'content-security-policy', 'location', 'cache-control'];

/** A server that nobody can reach and that has nothing but descriptions. */
async function documentationServer(described: Described[]): Promise<FastifyInstance> {
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
  for (const { method, url, schema, access } of described) {
    const whole = describedSchema(url, access, schema);
    app.route({ method, url, schema: whole, handler: async () => {} });
  }
  await app.register(swaggerUi, { routePrefix: DOCS, staticCSP: true });
  await app.ready();
  return app;
}
