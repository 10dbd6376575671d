import type { FeedId } from '@open-rooms/protocol';
import { readFragment } from '../../connection/page-link.ts';

/** Which screen is shown, and of what. */
export type Route =
  | { readonly screen: 'landing' }
  | RoomRoute
  | { readonly screen: 'contacts'; readonly id: string | null }
  | { readonly screen: 'settings'; readonly section: string | null }
  | { readonly screen: 'claim'; readonly code: string | null }
  | { readonly screen: 'alias'; readonly alias: string }
  | { readonly screen: 'transfer' }
  | { readonly screen: 'not-found' };

/** A room, or the way into it. */
export interface RoomRoute {
  readonly screen: 'room';
  /**
   * What a person would type to go there; `null` is the room of the server that served this page, `@bob` whoever is called
   * so there.
   */
  readonly room: string | null;
  /** The invite to it. It stands in the fragment, which browsers tell no server. */
  readonly invite?: string;
  /** The person has said already that they want to go in: they are not asked again. No address says so. */
  readonly enters?: boolean;
  /** With whom a private conversation is opened there. No address says so either. */
  readonly facing?: FeedId;
}

/** What paths say: spec/web-client.md. The server answers them all (`room-server/http/web/web-pages.ts`). */
export function routeOf(path: string, fragment = ''): Route {
  const [first = '', second = null, ...rest] = path.split('/').slice(1).map(decode);
  const part = second === '' ? null : second;
  if (rest.length > 0) return { screen: 'not-found' };
  switch (first) {
    case '':
      return part === null ? { screen: 'landing' } : { screen: 'not-found' };
    case 'room':
      return roomOf(part, readFragment(fragment));
    case 'contacts':
      return { screen: 'contacts', id: part };
    case 'settings':
      return { screen: 'settings', section: part };
    case 'claim':
      return { screen: 'claim', code: part };
    case 'alias':
      return part === null ? { screen: 'not-found' } : { screen: 'alias', alias: part };
    case 'ring':
      return part === null ? { screen: 'not-found' } : { screen: 'room', room: `@${part}` };
    case 'transfer':
      return part === null ? { screen: 'transfer' } : { screen: 'not-found' };
    default:
      return { screen: 'not-found' };
  }
}

/** The path of a route. */
export function pathOf(route: Route): string {
  switch (route.screen) {
    case 'landing':
      return '/';
    case 'room': {
      const alias = aliasHere(route.room);
      return alias === undefined ? below('room', route.room) : below('ring', alias);
    }
    case 'contacts':
      return below('contacts', route.id);
    case 'settings':
      return below('settings', route.section);
    case 'claim':
      return below('claim', route.code);
    case 'alias':
      return below('alias', route.alias);
    case 'transfer':
      return '/transfer';
    case 'not-found':
      return '/';
  }
}

/** What stands behind the path of a route. */
export function fragmentOf(route: Route): string {
  if (route.screen !== 'room' || route.invite === undefined) return '';
  return `#invite=${encodeURIComponent(route.invite)}`;
}

function roomOf(room: string | null, invite: string | undefined): RoomRoute {
  return { screen: 'room', room, ...(invite !== undefined && { invite }) };
}

/** Whom a text calls by an alias alone, of the room of the server that served this page: `bob` of `@bob`. */
export function aliasHere(text: string | null): string | undefined {
  return text === null ? undefined : /^@([a-z0-9]+)$/i.exec(text)?.[1];
}

/** Addresses and ids hold `/`; hosts and aliases stay as people write them. */
function below(first: string, part: string | null): string {
  if (part === null) return `/${first}`;
  return `/${first}/${encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('%40', '@')}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
