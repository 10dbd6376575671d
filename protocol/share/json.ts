import * as v from 'valibot';
import { ShareFault } from './fault.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A value as JSON in UTF-8. */
export function writeJson(value: object): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** Reads JSON that has this shape. Throws {@link ShareFault} `malformed`, with what is wrong. */
export function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  bytes: Uint8Array,
): v.InferOutput<Schema> {
  const read = v.safeParse(schema, parsed(bytes));
  if (read.success) return read.output;
  const [issue] = read.issues;
  throw new ShareFault('malformed', `A message with "${v.getDotPath(issue) ?? ''}" wrong: ${issue.message}.`);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw new ShareFault('malformed', `A message of ${bytes.length} bytes that is no JSON.`);
  }
}
