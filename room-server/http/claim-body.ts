import { Refused } from '@open-rooms/protocol';
import type { Context } from 'hono';
import * as v from 'valibot';
import { mediaTypeOf } from './negotiate.ts';

const FORM_TYPES: readonly string[] = ['application/x-www-form-urlencoded', 'multipart/form-data'];

const text = (field: string) => v.optional(v.string(`"${field}" must be text`), '');

const claimBody = v.object(
  {
    code: v.pipe(text('code'), v.trim()),
    name: text('name'),
    description: text('description'),
    owner: text('owner'),
  },
  'it must be an object with "code", "name", "description" and "owner"',
);

/** What a claim says, each field as it was typed; what is missing is empty. */
export type ClaimBody = v.InferOutput<typeof claimBody>;

/**
 * Reads the body of a claim, a form or JSON.
 * @throws Refused `bad-argument`
 */
export async function readClaimBody(context: Context): Promise<ClaimBody> {
  const read = v.safeParse(claimBody, await fieldsOf(context));
  if (read.success) return read.output;
  throw new Refused('bad-argument', `Cannot read the claim: ${read.issues[0].message}.`);
}

async function fieldsOf(context: Context): Promise<unknown> {
  const type = mediaTypeOf(context);
  if (type !== 'application/json' && !FORM_TYPES.includes(type)) {
    throw new Refused(
      'bad-argument',
      `Cannot read a claim of type "${type}": send a form, or application/json.`,
    );
  }
  try {
    return type === 'application/json' ? await context.req.json() : await context.req.parseBody();
  } catch {
    throw new Refused('bad-argument', `Cannot read the claim: its body is no ${type}. Send it again.`);
  }
}
