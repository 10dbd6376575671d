import { Refused } from '@open-rooms/protocol';
import { Hono } from 'hono';
import { aliasHostOf } from './alias-host.ts';
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
    const host = context.req.header('host');
    // Whoever asks here whether this is a room has to hear that it is a person: the alias is looked up then.
    if (aliasHostOf(parts.publicHost, host) !== undefined) throw noRoom(host);
    const answer = whois(parts, host);
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

function noRoom(host: string | undefined): Refused {
  return new Refused('not-found', `"${host}" is no room: names below this room's host are people in it.`);
}
