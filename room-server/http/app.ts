import { Hono } from 'hono';
import { addAssets } from './assets.ts';
import { addClaim } from './claim.ts';
import { describeRoom } from './description.ts';
import { guarded } from './guard.ts';
import { preferred } from './negotiate.ts';
import { claimPage } from './pages/claim-page.ts';
import { roomPage } from './pages/room-page.ts';
import type { HttpParts } from './parts.ts';
import { isPlainFromElsewhere } from './plain-http.ts';
import { answerProblems } from './problems.ts';
import { QrCodes } from './qr-codes.ts';
import { addWebFiles } from './web/web-files.ts';
import { addWebPages } from './web/web-pages.ts';
import { addWhois } from './whois.ts';

/** The app of the HTTP port (spec/pages.md): the room's page, its claim, `/whois`, `/healthz`, style and script; and the page that browsers run (spec/web-client.md). */
export function createHttpApp(parts: HttpParts): Hono {
  const app = new Hono();
  const qrCodes = new QrCodes();
  app.use(guarded);
  answerProblems(app, 'text/html', parts.onFault);
  app.get('/', (context) => {
    context.header('Vary', 'Accept');
    const room = describeRoom(parts, context.req.header('host'));
    if (preferred(context, 'text/html') === 'application/json') return context.json(room);
    if (!room.claimed) return context.html(claimPage({}, parts.web));
    const isPlain = isPlainFromElsewhere(parts, context);
    return context.html(roomPage(room, qrCodes.svg(room.ssbUri), parts.web, isPlain));
  });
  addClaim(app, parts);
  addWhois(app, parts);
  app.get('/healthz', (context) => context.text('ok\n'));
  addAssets(app, parts.crypto);
  if (parts.web !== null) {
    addWebFiles(app, parts.web);
    addWebPages(app, parts.web);
  }
  return app;
}
