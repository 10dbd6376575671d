import { Refused } from '@open-rooms/protocol';
import type { Context } from 'hono';
import * as v from 'valibot';
import { mediaTypeOf } from '../negotiate.ts';

/**
 * Reads what an operation is asked: the body's fields, those of the query, and those of the path, which count most.
 * @param isForgeable whether a browser might have been made to send it: then no field may be in the query, which any link has
 * @throws Refused `bad-argument` that names the field
 */
export async function readInput<Input extends v.GenericSchema>(
  context: Context,
  schema: Input,
  isForgeable: boolean,
): Promise<v.InferOutput<Input>> {
  const [inQuery] = Object.keys(context.req.query());
  if (isForgeable && inQuery !== undefined)
    throw unreadable(
      `with a cookie, send "${inQuery.slice(0, 64)}" in the body, as JSON, and not in the address`,
    );
  const texts = { ...context.req.query(), ...context.req.param() };
  const input = { ...(await bodyOf(context)), ...numbersOf(schema, texts) };
  const read = v.safeParse(schema, input, { abortEarly: true });
  if (read.success) return read.output;
  const issue = read.issues[0];
  const where = v.getDotPath(issue);
  throw unreadable(where === null ? issue.message : `"${where}": ${issue.message}`);
}

async function bodyOf(context: Context): Promise<Record<string, unknown>> {
  if (context.req.method === 'GET') return {};
  const text = await context.req.text();
  // Whether there is a body tell neither its type nor its length: over a socket every write has a stream.
  if (text === '') return {};
  if (mediaTypeOf(context) !== 'application/json') throw unreadable('send its fields as application/json');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw unreadable('its body is no JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw unreadable('its body should be an object');
  return { ...body };
}

/** Addresses hold texts alone; what should be a number, and looks like one, is one. */
function numbersOf(schema: v.GenericSchema, texts: Record<string, string>): Record<string, unknown> {
  const fields = fieldsOf(schema);
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const isNumber = fields[name] !== undefined && innermost(fields[name]).type === 'number';
      return [name, isNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text];
    }),
  );
}

function fieldsOf(schema: v.GenericSchema): Record<string, v.GenericSchema> {
  const inner = innermost(schema);
  return 'entries' in inner ? (inner.entries as Record<string, v.GenericSchema>) : {};
}

/** The schema within `optional`, `nullable` and pipes. */
function innermost(schema: v.GenericSchema): v.GenericSchema {
  if ('wrapped' in schema) return innermost(schema.wrapped as v.GenericSchema);
  return schema;
}

function unreadable(why: string): Refused {
  return new Refused('bad-argument', `Cannot read this request: ${why}.`);
}
