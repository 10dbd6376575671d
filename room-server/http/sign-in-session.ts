import { ROLES } from '@open-rooms/protocol';
import type { Context, Hono } from 'hono';
import { frameOf, linkTo } from './frame.ts';
import { signOutPage } from './pages/sign-in-out.ts';
import { sessionPage } from './pages/sign-in-session.ts';
import { dropCookie } from './sign-in-cookies.ts';
import { limitSignInForm, readSignInForm } from './sign-in-form.ts';
import type { SignInPageParts } from './sign-in-parts.ts';
import { viewerOf } from './viewer.ts';

/** Adds the pages of whoever is signed in: `/session`, and the way out. */
export function addSessionPages(app: Hono, parts: SignInPageParts): void {
  app.get('/session', (context) => showSession(parts, context));
  app.post('/session/revoke', limitSignInForm, (context) => revoke(parts, context));
  app.get('/logout', async (context) => {
    const viewer = await viewerOf(parts, context);
    return context.html(signOutPage(frameOf(context, parts), viewer !== undefined));
  });
  app.post('/logout', limitSignInForm, (context) => signOut(parts, context));
}

async function showSession(parts: SignInPageParts, context: Context): Promise<Response> {
  const viewer = await viewerOf(parts, context);
  const standing = viewer && parts.gate.standingOf(viewer.id);
  const role = ROLES.find((each) => each === standing);
  if (viewer === undefined || role === undefined)
    return context.redirect(linkTo(frameOf(context), '/login'), 303);
  const { id, session: current } = viewer;
  const mayInvite = parts.gate.may(id, 'invite');
  return context.html(
    sessionPage(frameOf(context, parts), { id, role, sessions: parts.sessions.list(id), current, mayInvite }),
  );
}

async function revoke(parts: SignInPageParts, context: Context): Promise<Response> {
  const { id } = await readSignInForm(context, 'id');
  const viewer = await viewerOf(parts, context);
  if (viewer === undefined) return context.redirect(linkTo(frameOf(context), '/login'), 303);
  if (id === 'all') await parts.sessions.revokeAll(viewer.id);
  else await parts.sessions.revoke(viewer.id, id);
  if (id !== 'all' && id !== viewer.session)
    return context.redirect(linkTo(frameOf(context), '/session'), 303);
  dropCookie(parts, context, 'session');
  return context.redirect(linkTo(frameOf(context), '/'), 303);
}

async function signOut(parts: SignInPageParts, context: Context): Promise<Response> {
  await readSignInForm(context);
  const viewer = await viewerOf(parts, context);
  if (viewer !== undefined) await parts.sessions.revoke(viewer.id, viewer.session);
  dropCookie(parts, context, 'session');
  return context.redirect(linkTo(frameOf(context), '/'), 303);
}
