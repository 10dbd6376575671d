import { administration, type OperationName, Refused } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Problem, problemOf, RETRY_AFTER_SECONDS } from '../problems.ts';
import type { ApiParts, Asker } from './api-parts.ts';
import { askerOf, isForgeable, refuseForged } from './asker.ts';
import { addAuditExport } from './audit-export.ts';
import { readInput } from './read-input.ts';
import { API_ROOT, routeOf } from './routes.ts';

/** A notice of 20,000 characters, each escaped as a pair of surrogates; all else is small. */
const API_BODY_MAX_BYTES = 256 * 1024;

/**
 * Adds the HTTP API (spec/http-api.md): every operation of the administration at its path, and the OpenAPI document.
 * All answers are JSON; refusals are `{error: {code, sentence}}`.
 */
export function addApi(app: Hono, parts: ApiParts): void {
  app.get(API_ROOT, (context) => context.json({ openapi: `${API_ROOT}/openapi.json` }));
  app.get(`${API_ROOT}/openapi.json`, async (context) => {
    const { openApi } = await import('./openapi.ts');
    return context.json(openApi(parts.version));
  });
  const limit = bodyLimit({ maxSize: API_BODY_MAX_BYTES, onError: tooLarge });
  addAuditExport(app, (context, answer) => answered(parts, context, 'read-audit', answer), parts);
  for (const name of Object.keys(administration) as OperationName[]) {
    const { method, path } = routeOf(name);
    const route = API_ROOT + path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(method, route, limit, (context) =>
      answered(parts, context, administration[name].act, (asker) => perform(parts, context, name, asker)),
    );
  }
}

async function perform(
  { operations, gate, takeDown }: ApiParts,
  context: Context,
  name: OperationName,
  asker: Asker,
): Promise<Response> {
  const input = await readInput(context, administration[name].input, isForgeable(context, asker));
  // The input is what the operation's own schema read.
  const operation = operations[name] as (actor: Asker['actor'], input: unknown) => Promise<unknown>;
  // As they stand when they ask: who steps down was a moderator.
  const byRight = gate.may(asker.actor, 'moderate-invites');
  const result = await operation(asker.actor, input);
  const { method } = context.req;
  if (method !== 'GET') takeDown({ event: 'api_action_allowed', by: asker.actor, byRight, subject: name });
  return context.json(result as object, method === 'POST' ? 201 : 200);
}

/** Answers who may; whoever may not, and whatever goes wrong, as JSON. */
async function answered(
  parts: ApiParts,
  context: Context,
  act: (typeof administration)[OperationName]['act'],
  answer: (asker: Asker) => Promise<Response>,
): Promise<Response> {
  let asker: Asker | undefined;
  try {
    asker = await askerOf(parts, context);
    if (asker === undefined) {
      context.header('WWW-Authenticate', 'Bearer realm="Open Rooms"');
      return problem(context, WHO_ARE_YOU);
    }
    refuseForged(context, asker);
    parts.gate.check(asker.actor, act);
    return await answer(asker);
  } catch (error) {
    if (error instanceof Refused) {
      if (error.code === 'not-allowed')
        parts.takeDown({ event: 'api_action_denied', by: asker?.actor ?? null, subject: act });
      return problem(context, problemOf(error));
    }
    parts.onFault(error);
    return problem(context, FAULT);
  }
}

const WHO_ARE_YOU: Problem = {
  status: 401,
  code: 'not-allowed',
  sentence:
    'Say who you are: send "Authorization: Bearer KEY" with a key made by "open-rooms keys create", or sign in at /login.',
};

const FAULT: Problem = {
  status: 500,
  code: 'fault',
  sentence: 'The room could not answer: this is a fault of the server, and it is in its log. Try again.',
};

function problem(context: Context, { status, ...error }: Problem): Response {
  if (status === 429) context.header('Retry-After', RETRY_AFTER_SECONDS);
  return context.json({ error }, status);
}

function tooLarge(context: Context): Response {
  const sentence = `This request is too large: send at most ${API_BODY_MAX_BYTES} bytes.`;
  return problem(context, { status: 413, code: 'too-large', sentence });
}
