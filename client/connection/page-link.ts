/** Where a link to a page of ours leads. */
export interface PageLink {
  /** Whatever a person could type to go there: the host of the page, or what stands behind `/room/`. */
  readonly room: string;
  /** The invite that travels in it. */
  readonly invite?: string;
}

const PAGE = /^https?:\/\/([^/?#@]+)\/room(?:\/([^/?#]*))?(?:\?[^#]*)?(?:#(.*))?$/is;

/**
 * Reads a link to the page of a room, as people pass it on (spec/web-client.md): `https://room.example/room`,
 * `https://room.example/room/other.example`, each with `#invite=CODE` behind it or without. `undefined` for all else.
 */
export function readPageLink(text: string): PageLink | undefined {
  const [, authority, room, fragment] = PAGE.exec(text.trim()) ?? [];
  if (authority === undefined) return undefined;
  const invite = readFragment(fragment ?? '');
  return { room: room ? decoded(room) : authority, ...(invite !== undefined && { invite }) };
}

/** The invite in the fragment of a page's address, with its `#` or without: what browsers tell no server. */
export function readFragment(fragment: string): string | undefined {
  const [, code] = /^#?invite=(.+)$/s.exec(fragment) ?? [];
  return code === undefined ? undefined : decoded(code);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
