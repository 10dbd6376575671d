import { toBase64Url, toHex } from '@open-rooms/protocol';
import type { Context } from 'hono';
import type { Browser } from '../signin/sign-ins.ts';
import { languageOf } from './language.ts';
import { signInWords } from './languages/sign-in-words.ts';
import type { HttpParts } from './parts.ts';
import { readCookie, writeCookie } from './sign-in-cookies.ts';
import { viewerOf } from './viewer.ts';

/** What the pages of sign-in are made from. */
export type SignInPageParts = Pick<
  HttpParts,
  | 'room'
  | 'addresses'
  | 'callerOf'
  | 'notices'
  | 'settings'
  | 'aliases'
  | 'crypto'
  | 'signIns'
  | 'sessions'
  | 'gate'
>;

/** 128 bits name a browser for the minutes of a sign-in. */
const VISIT_BYTES = 16;

/** The browser of a request, by the hash of its cookie; `undefined` where it has none. */
export function visitOf(parts: SignInPageParts, context: Context): string | undefined {
  const visit = readCookie(parts, context, 'visit');
  return visit === undefined ? undefined : toHex(parts.crypto.sha256(new TextEncoder().encode(visit)));
}

/** The same; a browser that has no such cookie gets one. */
export function knowVisit(parts: SignInPageParts, context: Context): string {
  const known = visitOf(parts, context);
  if (known !== undefined) return known;
  const visit = toBase64Url(parts.crypto.randomBytes(VISIT_BYTES));
  writeCookie(parts, context, 'visit', visit);
  return toHex(parts.crypto.sha256(new TextEncoder().encode(visit)));
}

/** What a session is to know of the browser. */
export function browserOf(parts: SignInPageParts, context: Context): Browser {
  return { agent: context.req.header('user-agent') ?? '', address: parts.callerOf(context) };
}

/** What pages call the room: one that is not listed tells its name to those alone who are signed in. */
export async function roomName(parts: SignInPageParts, context: Context): Promise<string> {
  const { room, addresses, settings } = parts;
  if (!settings.listed && (await viewerOf(parts, context)) === undefined)
    return signInWords[languageOf(context)].someRoom;
  return room.profile?.name ?? addresses.forRequest(context.req.header('host')).host;
}
