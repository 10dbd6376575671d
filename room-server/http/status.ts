import type { Context, Hono } from 'hono';
import { frameOf } from './frame.ts';
import { preferred } from './negotiate.ts';
import { statusPage } from './pages/status-page.ts';
import type { HttpParts } from './parts.ts';
import { publicStatus } from './public-status.ts';

/** How long a monitor that is told 503 waits, in seconds: a room is back soon, or has been stopped for good. */
const ASK_AGAIN_SECONDS = '10';

/** Adds `/status`, for people and by `Accept` for programs, and `/status.json` (spec/pages.md). */
export function addStatus(app: Hono, parts: HttpParts): void {
  app.get('/status.json', (context) => answered(context, parts, () => context.json(publicStatus(parts))));
  app.get('/status', (context) => {
    context.header('Vary', 'Accept, Accept-Language');
    const status = publicStatus(parts);
    return answered(context, parts, () =>
      preferred(context, 'text/html') === 'application/json'
        ? context.json(status)
        : context.html(statusPage(status, frameOf(context, parts))),
    );
  });
}

function answered(
  context: Context,
  { life }: HttpParts,
  answer: () => Response | Promise<Response>,
): Response | Promise<Response> {
  if (life.isStopping) {
    context.status(503);
    context.header('Retry-After', ASK_AGAIN_SECONDS);
  }
  return answer();
}
