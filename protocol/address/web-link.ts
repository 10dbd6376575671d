import { type HostPort, readHostPort, writeHostPort } from './host.ts';
import { LINK_MAX_CHARS } from './limits.ts';
import { refuseLongText, unreadable } from './unreadable.ts';

/** An http or https link, its fragment dropped. */
export interface WebLink {
  readonly secure: boolean;
  readonly place: HostPort;
  /** Begins with `/`; as written, percent-encoding included. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
}

const SCHEME = /^(https?):\/\//i;
const PATH = /^\/[\w.~%/-]*$/;

/** Whether `text` begins as an http or https link does. */
export function isWebLink(text: string): boolean {
  return SCHEME.test(text);
}

/** Reads `https://host[:port][/path][?query][#…]`, `http` too. Throws `UnreadableText`. */
export function readWebLink(text: string): WebLink {
  refuseLongText('link', text, LINK_MAX_CHARS);
  const scheme = SCHEME.exec(text);
  if (!scheme) throw unreadable('bad-form', 'link', text, 'a link begins with https://.');
  const [beforeQuery, query] = splitQuery(text.slice(scheme[0].length));
  const slash = beforeQuery.indexOf('/');
  const authority = slash === -1 ? beforeQuery : beforeQuery.slice(0, slash);
  const path = slash === -1 ? '/' : beforeQuery.slice(slash);
  if (!PATH.test(path))
    throw unreadable('bad-form', 'link', text, 'its path has characters that no link has; copy it again.');
  return {
    secure: scheme[1]?.toLowerCase() === 'https',
    place: readHostPort(authority),
    path,
    query: readQuery(query),
  };
}

/** `https://host[:port]` of a link. */
export function originOf({ secure, place }: WebLink): string {
  return `${secure ? 'https' : 'http'}://${writeHostPort(place)}`;
}

/** Cuts a link or URI at `?`, and what follows `#` off. */
export function splitQuery(text: string): [before: string, query: string] {
  const [link = ''] = text.split('#', 1);
  const mark = link.indexOf('?');
  return mark === -1 ? [link, ''] : [link.slice(0, mark), link.slice(mark + 1)];
}

/** Reads a query as HTML forms write it (`+` is a space); of a name that comes twice, the first counts. */
export function readQuery(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const field of text.split('&')) {
    const mark = field.indexOf('=');
    const name = decodeField(mark === -1 ? field : field.slice(0, mark));
    if (!fields.has(name)) fields.set(name, mark === -1 ? '' : decodeField(field.slice(mark + 1)));
  }
  return fields;
}

/** Writes a query in the order given, everything but plain characters percent-encoded. */
export function writeQuery(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function decodeField(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw unreadable('bad-field', 'link part', text, 'its "%" codes are damaged; copy the link again.');
  }
}
