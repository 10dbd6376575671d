import { type RefusalCode, Refused } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { frameOf } from './frame.ts';
import { problemWords } from './languages/problem-words.ts';
import { type MediaType, preferred } from './negotiate.ts';
import type { Markup } from './pages/layout.ts';
import { problemPage } from './pages/problem-page.ts';

/** Why a request was not answered as asked. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly code: RefusalCode | 'method-not-allowed' | 'too-large' | 'fault';
  readonly sentence: string;
  /** What is wrong with single fields of the body, by their names. */
  readonly fields?: Readonly<Record<string, string>>;
}

const STATUS: Readonly<Record<RefusalCode, ContentfulStatusCode>> = {
  'bad-argument': 400,
  'not-allowed': 403,
  'not-found': 404,
  'already-claimed': 409,
  'not-claimed': 409,
  taken: 409,
  spent: 410,
  'too-many': 429,
  'too-slow': 503,
  unavailable: 503,
};

/** How long to wait after `too-many`: they are counted by the minute. */
export const RETRY_AFTER_SECONDS = '60';

/** A service's refusal as a problem of HTTP: same code, same sentence. */
export function problemOf(refused: Refused): Problem {
  return { status: STATUS[refused.code], code: refused.code, sentence: refused.message };
}

/** Answers with a problem, as a page (one of its own, or the plain one), text or JSON. */
export function answerProblem(
  context: Context,
  problem: Problem,
  otherwise: MediaType,
  page: Markup = problemPage(problem, frameOf(context)),
): Response | Promise<Response> {
  const { status, ...error } = problem;
  if (status === 429) context.header('Retry-After', RETRY_AFTER_SECONDS);
  context.header('Vary', 'Accept, Accept-Language');
  switch (preferred(context, otherwise)) {
    case 'application/json':
      return context.json({ error }, status);
    case 'text/plain':
      return context.text(`${problem.sentence}\n`, status);
    case 'text/html':
      return context.html(page, status);
  }
}

/** Lets an app answer unknown paths, wrong methods, refusals and faults, each with a sentence. */
export function answerProblems(app: Hono, otherwise: MediaType, onFault: (error: unknown) => void): void {
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(context, methods) {
        context.header('Allow', methods.join(', '));
        if (context.req.method === 'OPTIONS') return context.body(null, 204);
        const sentence = `Cannot ${context.req.method} "${context.req.path}": use ${methods.join(' or ')}.`;
        return answerProblem(context, { status: 405, code: 'method-not-allowed', sentence }, otherwise);
      },
    }),
  );
  app.notFound((context) => {
    const { path } = context.req;
    const sentence = `There is no page "${path}" here. The room's page is "/".`;
    const problem = { status: 404, code: 'not-found', sentence } as const;
    const frame = frameOf(context);
    const told = problemWords[frame.language].noPage(path);
    return answerProblem(context, problem, otherwise, problemPage({ ...problem, told }, frame));
  });
  app.onError((error, context) => {
    if (error instanceof Refused) return answerProblem(context, problemOf(error), otherwise);
    onFault(error);
    const sentence =
      'The room could not answer: this is a fault of the server, and it is in its log. Try again.';
    return answerProblem(context, { status: 500, code: 'fault', sentence }, otherwise);
  });
}

/** The answer to a request so damaged that no app sees it. */
export function unreadableRequest(): Response {
  const sentence =
    'Cannot read this request: its target or its Host header is damaged. Use the address of the room.\n';
  const headers = { 'content-type': 'text/plain; charset=UTF-8', 'cache-control': 'no-store' };
  return new Response(sentence, { status: 400, headers });
}
