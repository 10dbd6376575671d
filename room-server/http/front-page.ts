import type { Context, Hono } from 'hono';
import { describeRoom, type RoomDescription } from './description.ts';
import { frameOf } from './frame.ts';
import { preferred } from './negotiate.ts';
import { rendered, shownTo } from './notice-pages.ts';
import { claimPage } from './pages/claim-page.ts';
import type { Markup } from './pages/layout.ts';
import { roomPage } from './pages/room-page.ts';
import type { HttpParts } from './parts.ts';
import { isPlainFromElsewhere } from './plain-http.ts';
import { QrCodes } from './qr-codes.ts';

/** Adds `/`: the page of the room, or the form that names it (spec/pages.md). */
export function addFrontPage(app: Hono, parts: HttpParts): void {
  const qrCodes = new QrCodes();
  app.get('/', async (context) => {
    context.header('Vary', 'Accept, Accept-Language');
    const room = describeRoom(parts, context.req.header('host'));
    if (preferred(context, 'text/html') === 'application/json') return context.json(room);
    if (!room.claimed) return context.html(claimPage({}, frameOf(context, parts), parts.web));
    return context.html(await page(context, parts, room, qrCodes));
  });
}

async function page(
  context: Context,
  parts: HttpParts,
  room: RoomDescription,
  qrCodes: QrCodes,
): Promise<Markup> {
  const notice = room.listed ? shownTo(context, parts, 'description') : undefined;
  const view = {
    room,
    isNew: context.req.query('opened') !== undefined,
    invites: parts.gate.mayVisitor('invite'),
    about: notice === undefined ? null : { content: await rendered(notice), language: notice.language },
    qrSvg: qrCodes.svg(room.ssbUri),
    isPlain: isPlainFromElsewhere(parts, context),
  };
  return roomPage(view, parts.web, frameOf(context, parts));
}
