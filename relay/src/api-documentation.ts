import type { RouteRule } from './accounts/require-access.ts';

type Schema = {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
};
type Content = { content?: Record<string, { schema?: Schema; example?: unknown }> };
type Operation = {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema?: Schema;
  }[];
  requestBody?: Content;
  responses?: Record<string, Content>;
};
type Specification = {
  info?: { description?: string };
  paths?: Record<string, Record<string, Operation>>;
};

const ACCESS: Record<string, string> = {
  public: 'anybody',
  auth: 'anybody; better-auth decides',
  send: 'a token with `send`, or a signed-in person',
  read: 'a token with `read`, or a signed-in person',
  ai: 'a token with `ai`, or a signed-in person',
  session: 'a signed-in person',
  admin: 'an administrator',
  metrics: 'this machine directly, or an administrator',
};

/** One line that says what a value looks like. */
function shape(schema: Schema | undefined): string {
  if (!schema) return 'anything';
  if (schema.anyOf) return schema.anyOf.map(shape).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items) return `[${shape(schema.items)}]`;
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(([name, field]) => {
      const optional = schema.required?.includes(name) ? '' : '?';
      return `${name}${optional}: ${shape(field)}`;
    });
    return `{ ${fields.join(', ')} }`;
  }
  if (typeof schema.additionalProperties === 'object') {
    return `{ …: ${shape(schema.additionalProperties)} }`;
  }
  return [schema.type ?? 'anything'].flat().join(' or ');
}

const bodyOf = (content: Content | undefined) =>
  shape(Object.values(content?.content ?? {})[0]?.schema);

const PROBLEM =
  '{ type: string, title: string, status: integer, code: string, detail?: string, errors?: [{ path: string, message: string }] }';

const said = ({ description }: { description?: string }) => (description ? `; ${description}` : '');

/** What the shape alone does not say about the fields of a body, and a body to begin with. */
function fieldLines(body: Content | undefined): string[] {
  const { schema, example } = Object.values(body?.content ?? {})[0] ?? {};
  const shapes = schema?.anyOf ?? (schema ? [schema] : []);
  const fields = shapes.flatMap((one) => Object.entries(one.properties ?? {}));
  const lines = fields.flatMap(([name, { description }]) =>
    description ? [`  - \`${name}\`: ${description}`] : [],
  );
  return example ? [...lines, `- Example: \`${JSON.stringify(example)}\``] : lines;
}

function section(method: string, path: string, operation: Operation, access: string): string {
  const lines = [
    `### ${method} ${path}`,
    '',
    `${operation.summary ?? ''}.`,
    '',
    ...(operation.description ? [operation.description, ''] : []),
    `- Who: ${access}`,
  ];
  for (const parameter of operation.parameters ?? []) {
    const optional = parameter.required ? '' : ', optional';
    lines.push(
      `- ${parameter.in} \`${parameter.name}\`${optional}: \`${shape(parameter.schema)}\`${said(parameter)}`,
    );
  }
  if (operation.requestBody) lines.push(`- Body: \`${bodyOf(operation.requestBody)}\``);
  lines.push(...fieldLines(operation.requestBody));
  const refusals: string[] = [];
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    if (!response.content) continue;
    const body = bodyOf(response);
    if (body === PROBLEM) refusals.push(status);
    else lines.push(`- ${status}: \`${body}\``);
  }
  if (refusals.length > 0) lines.push(`- ${refusals.join(', ')}: a problem`);
  return `${lines.join('\n')}\n`;
}

/** The page `docs/API_ENDPOINTS.md`, from what the routes themselves declare. */
export function apiDocumentation(specification: Specification, rules: RouteRule[]): string {
  const parts: string[] = [];
  for (const [path, operations] of Object.entries(specification.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = method.toUpperCase();
      const rule = rules.find(
        (one) => one.method === name && one.url.replace(/:(\w+)/g, '{$1}') === path,
      );
      parts.push(section(name, path, operation, ACCESS[rule?.access ?? 'auth'] ?? ''));
    }
  }
  return `# API of the relay

Made from the routes by \`npm run api-docs -w relay\`; a test fails when it is out of date. The same as OpenAPI:
\`GET /api/openapi.json\`, to try out: \`/api/docs\`.

A problem, where one is answered, is \`${PROBLEM}\`.

${specification.info?.description ?? ''}
${parts.join('\n')}`;
}
