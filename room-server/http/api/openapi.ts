import { administration, type OperationName } from '@open-rooms/protocol';
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { API_ROOT, routeOf } from './routes.ts';
import { STATUS_WORDS } from './statuses.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI document of the HTTP API, from the same definitions that it reads and answers by.
 * @param version of the program
 */
export function openApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const name of Object.keys(administration) as OperationName[]) {
    const { method, path } = routeOf(name);
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(name, method, path) };
  }
  paths['/audit/export'] = { get: EXPORT };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Open Rooms: administration of a room',
      version,
      description:
        'What an operation needs is named as its act; who may do which act is the table of spec/roles.md.',
    },
    servers: [{ url: API_ROOT }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key made by keys.create.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'open-rooms-session',
          description: 'The cookie of whoever is signed in; the room’s id is in its name.',
        },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

const PROBLEM: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'sentence'],
      properties: { code: { type: 'string' }, sentence: { type: 'string' } },
    },
  },
};

const EXPORT: Json = {
  operationId: 'audit.export',
  summary: 'The audit log as a file.',
  'x-act': 'read-audit',
  parameters: [
    parameter('format', 'query', { type: 'string', enum: ['csv', 'json', 'xlsx'] }, false),
    parameter('timeZone', 'query', { type: 'string' }, false),
    parameter('event', 'query', { type: 'string' }, false),
    parameter('since', 'query', { type: 'number' }, false),
    parameter('until', 'query', { type: 'number' }, false),
  ],
  responses: { 200: { description: 'The file.' }, default: problemResponse() },
};

function describe(name: OperationName, method: string, path: string): Json {
  const { act, summary, input, result } = administration[name];
  const { properties = {}, required = [] } = schemaOf(input, 'input');
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
  const others = Object.keys(properties).filter((field) => !inPath.includes(field));
  const isBody = method !== 'GET' && others.length > 0;
  return {
    operationId: name,
    summary,
    'x-act': act,
    parameters: [
      ...inPath.map((field) => parameter(field, 'path', properties[field] ?? {}, true)),
      ...(isBody
        ? []
        : others.map((field) =>
            parameter(field, 'query', properties[field] ?? {}, required.includes(field)),
          )),
    ],
    ...(isBody && { requestBody: bodyOf(others, properties, required) }),
    responses: {
      [method === 'POST' ? 201 : 200]: {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(result, 'output') } },
      },
      ...Object.fromEntries(
        Object.entries(STATUS_WORDS).map(([status, description]) => [status, problemResponse(description)]),
      ),
    },
  };
}

function bodyOf(fields: readonly string[], properties: Json, required: readonly string[]): Json {
  const needed = required.filter((field) => fields.includes(field));
  const schema = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(fields.map((field) => [field, properties[field]])),
    ...(needed.length > 0 && { required: needed }),
  };
  return { required: needed.length > 0, content: { 'application/json': { schema } } };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

/** Checks that JSON Schema cannot say are in the sentences of refusals. */
function schemaOf(schema: v.GenericSchema, typeMode: 'input' | 'output'): ObjectSchema {
  const json: object = toJsonSchema(schema, { typeMode, errorMode: 'ignore' });
  return json;
}

function parameter(name: string, where: 'path' | 'query', schema: Json, required: boolean): Json {
  return { name, in: where, required, schema };
}

function problemResponse(description = 'Not done; the sentence says why.'): Json {
  return {
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
