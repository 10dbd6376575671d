import { Refused } from '@open-rooms/protocol';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { refuseOtherSites } from './guard.ts';
import { answerProblem } from './problems.ts';

/** The forms of sign-in hold an id and a challenge. */
const SIGN_IN_FORM_MAX_BYTES = 4 * 1024;

/** Refuses a form that is larger than any of these is. */
export const limitSignInForm = bodyLimit({
  maxSize: SIGN_IN_FORM_MAX_BYTES,
  onError: async (context) => {
    const sentence = `This form is too large: send at most ${SIGN_IN_FORM_MAX_BYTES} bytes.`;
    return answerProblem(context, { status: 413, code: 'too-large', sentence }, 'text/html');
  },
});

/**
 * The text fields of a form that a page of ours sent; what is missing is empty.
 * @throws Refused `not-allowed` where another website sent it, `bad-argument` where it is no form
 */
export async function readSignInForm<Name extends string>(
  context: Context,
  ...names: readonly Name[]
): Promise<Readonly<Record<Name, string>>> {
  refuseOtherSites(context);
  const fields = await readFields(context);
  const text = (name: Name) => (typeof fields[name] === 'string' ? fields[name] : '');
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
}

async function readFields(context: Context): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await context.req.parseBody();
  } catch {
    throw new Refused('bad-argument', 'Cannot read this form: its body is damaged. Send it again.');
  }
}
