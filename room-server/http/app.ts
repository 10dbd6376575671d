import { Hono } from 'hono';
import { addAliasPages } from './alias-endpoint.ts';
import { addApi } from './api/api.ts';
import { addAssets } from './assets.ts';
import { addClaim } from './claim.ts';
import { addFrontPage } from './front-page.ts';
import { guarded } from './guard.ts';
import { addJoin } from './join.ts';
import { addNoticePages } from './notice-pages.ts';
import type { HttpParts } from './parts.ts';
import { answerProblems } from './problems.ts';
import { addSignIn } from './sign-in.ts';
import { addStatus } from './status.ts';
import { addWebFiles } from './web/web-files.ts';
import { addWebPages } from './web/web-pages.ts';
import { addWhois } from './whois.ts';

/** The app of the HTTP port (spec/pages.md): the room's page, its claim, `/whois`, `/healthz`, `/status`, style and script; and the page that browsers run (spec/web-client.md). */
export function createHttpApp(parts: HttpParts): Hono {
  const app = new Hono();
  app.use(guarded);
  answerProblems(app, 'text/html', parts.onFault);
  addAliasPages(app, parts);
  addFrontPage(app, parts);
  addClaim(app, parts);
  addJoin(app, parts);
  addNoticePages(app, parts);
  addWhois(app, parts);
  addSignIn(app, parts);
  addApi(app, parts);
  app.get('/healthz', (context) => context.text('ok\n'));
  addStatus(app, parts);
  addAssets(app, parts.crypto);
  if (parts.web !== null) {
    addWebFiles(app, parts.web);
    addWebPages(app, parts.web);
  }
  return app;
}
