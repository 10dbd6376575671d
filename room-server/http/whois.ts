import { Hono } from 'hono';
import { whois } from './description.ts';
import { guarded } from './guard.ts';
import { preferred } from './negotiate.ts';
import type { HttpParts } from './parts.ts';
import { answerProblems } from './problems.ts';

const METHODS = 'GET, HEAD, OPTIONS';

/**
 * Adds `/whois` (spec/whois.md): one line of text with the room's address, or JSON. Pages of any site may read it:
 * it says nothing that the room does not tell everyone.
 */
export function addWhois(app: Hono, parts: HttpParts): void {
  app.use('/whois', async (context, next) => {
    context.header('Access-Control-Allow-Origin', '*');
    context.header('Vary', 'Accept');
    await next();
  });
  app.get('/whois', (context) => {
    const answer = whois(parts, context.req.header('host'));
    if (preferred(context, 'text/plain') === 'application/json') return context.json(answer);
    return context.text(`${answer.msAddr}\n`);
  });
  app.options('/whois', (context) => {
    context.header('Access-Control-Allow-Methods', METHODS);
    context.header('Allow', METHODS);
    return context.body(null, 204);
  });
}

/** The app of the whois port: `/whois` and nothing else. */
export function createWhoisApp(parts: HttpParts): Hono {
  const app = new Hono();
  app.use(guarded);
  answerProblems(app, 'text/plain', parts.onFault);
  addWhois(app, parts);
  return app;
}
