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
  oneOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  additionalProperties?: Schema | boolean;
};
type Content = {
  description?: string;
  content?: Record<string, { schema?: Schema; example?: unknown }>;
};
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
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(shape).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items) return `[${shape(schema.items)}]`;
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(([name, field]) => {
      const optional = schema.required?.includes(name) ? '' : '?';
      return `${name}${optional}: ${shape(field)}`;
    });
    return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
  }
  if (typeof schema.additionalProperties === 'object') {
    return `{ …: ${shape(schema.additionalProperties)} }`;
  }
  return [schema.type ?? 'anything'].flat().join(' or ');
}

const within = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

/** What a value may be at most and at least, and what it is when it is left out. */
function bounds(schema: Schema | undefined): string {
  if (!schema) return '';
  const { minimum, maximum, maxLength } = schema;
  const range = [
    within(minimum) && within(maximum) ? `${minimum} to ${maximum}` : '',
    within(maximum) && !within(minimum) ? `at most ${maximum}` : '',
    within(minimum) && !within(maximum) ? `from ${minimum}` : '',
    maxLength ? `at most ${maxLength} characters` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ];
  return range
    .filter((part) => part !== '')
    .map((part) => `, ${part}`)
    .join('');
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
  const lines = fields.flatMap(([name, field]) => {
    const { description, default: otherwise } = field;
    const told = [
      description,
      otherwise === undefined ? undefined : `default ${JSON.stringify(otherwise)}`,
    ];
    const words = told.filter((part) => part !== undefined).join('; ');
    return words ? [`  - \`${name}\`: ${words}`] : [];
  });
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
      `- ${parameter.in} \`${parameter.name}\`${optional}: \`${shape(parameter.schema)}\`${bounds(parameter.schema)}${said(parameter)}`,
    );
  }
  if (operation.requestBody) {
    const [type = ''] = Object.keys(operation.requestBody.content ?? {});
    const kind = type === 'application/json' ? '' : ` (\`${type}\`)`;
    lines.push(`- Body${kind}: \`${bodyOf(operation.requestBody)}\``);
  }
  lines.push(...fieldLines(operation.requestBody), ...answerLines(operation.responses ?? {}));
  return `${lines.join('\n')}\n`;
}

/** What the generator calls an answer that nobody has described. */
const UNTOLD = 'Default Response';

/** What is answered: an object by its shape, anything else by its type and in words. */
function answerLines(responses: Record<string, Content>): string[] {
  const lines: string[] = [];
  const refusals: string[] = [];
  for (const [status, response] of Object.entries(responses)) {
    const body = bodyOf(response);
    const told = response.description !== UNTOLD && /^2/.test(status);
    if (body === PROBLEM) refusals.push(status);
    else if (response.content && told) {
      const types = Object.keys(response.content).map((type) => `\`${type}\``);
      lines.push(`- ${status}: ${types.join(' or ')}${said(response)}`);
    } else if (response.content) lines.push(`- ${status}: \`${body}\``);
    else if (status === '204') lines.push('- 204: done, without a body');
  }
  return refusals.length > 0 ? [...lines, `- ${refusals.join(', ')}: a problem`] : lines;
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
