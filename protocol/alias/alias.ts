import { type HostPort, isIpv4, isIpv6, readHostPort, writeHostPort } from '../address/host.ts';
import { LINK_MAX_CHARS } from '../address/limits.ts';
import { isSocketAddress } from '../address/peer-address.ts';
import { type ConsumeAliasUri, isSsbUri, readSsbUri } from '../address/ssb-uri.ts';
import { refuseLongText, unreadable } from '../address/unreadable.ts';
import { isWebLink, readWebLink } from '../address/web-link.ts';
import { isForeignAliasLabel } from './label.ts';

/** Somebody's alias at a room. */
export interface AliasAddress extends HostPort {
  /** In small letters. */
  readonly label: string;
  /** The room's web port is the one of plain http; set only by `http://` links. */
  readonly plainHttp?: true;
  /** Set where the text was the URI that resolving the alias ends in: nothing is left to ask the room's web face. */
  readonly resolved?: ConsumeAliasUri;
}

const FORMS = 'write it as @bob@room.example, bob.room.example or https://room.example/alias/bob.';
const ALIAS_PATH = /^\/alias\/([^/]+)\/?$/;

/**
 * Reads an alias in any form that people pass on: `@bob@room.example`, `@bob:room.example`, `bob.room.example` (each with
 * `:port` where the room's web port is unusual), `https://room.example/alias/bob`, `https://bob.room.example`,
 * `ssb:experimental?action=consume-alias&…`. Space around it is dropped. Throws `UnreadableText`.
 */
export function readAlias(pasted: string): AliasAddress {
  refuseLongText('alias', pasted, LINK_MAX_CHARS);
  const text = pasted.trim();
  if (isSsbUri(text)) return fromUri(text);
  if (isWebLink(text)) return fromLink(text);
  if (text.startsWith('@')) return fromHandle(text);
  if (/[@/]/.test(text)) throw unreadable('bad-form', 'alias', text, FORMS);
  return fromName(readHostPort(text), text);
}

/** Writes the form for people: `@bob@room.example`. */
export function writeAlias(alias: Pick<AliasAddress, 'label' | 'host' | 'port'>): string {
  return `@${alias.label}@${writeHostPort(alias)}`;
}

function fromHandle(text: string): AliasAddress {
  const [, label, place] = /^@([^@:]*)[@:](.*)$/s.exec(text) ?? [];
  if (label === undefined || place === undefined) throw unreadable('bad-form', 'alias', text, FORMS);
  return { label: readLabel(label, text), ...readHostPort(place) };
}

function fromName(place: HostPort, text: string): AliasAddress {
  const dot = place.host.indexOf('.');
  const host = place.host.slice(dot + 1);
  const isRoom = host === 'localhost' || host.includes('.');
  if (dot === -1 || !isRoom || isIpv4(place.host) || isIpv4(host) || isIpv6(place.host)) {
    throw unreadable('bad-form', 'alias', text, `it names no alias at a room; ${FORMS}`);
  }
  return { ...place, label: readLabel(place.host.slice(0, dot), text), host };
}

function fromLink(text: string): AliasAddress {
  const { secure, place, path } = readWebLink(text);
  const scheme = secure ? {} : ({ plainHttp: true } as const);
  if (path === '/') return { ...fromName(place, text), ...scheme };
  const label = ALIAS_PATH.exec(path)?.[1];
  if (label === undefined)
    throw unreadable('wrong-kind', 'alias', text, `it is a link to something else; ${FORMS}`);
  return { label: readLabel(label, text), ...place, ...scheme };
}

function fromUri(text: string): AliasAddress {
  const uri = readSsbUri(text);
  if (uri.kind !== 'consume-alias')
    throw unreadable('wrong-kind', 'alias', text, `its action is ${uri.kind}; ${FORMS}`);
  const room = uri.addresses.find(isSocketAddress);
  if (!room)
    throw unreadable(
      'bad-host',
      'alias',
      text,
      'the room in it has no host; ask for a link of the room itself.',
    );
  return { label: uri.alias.toLowerCase(), host: room.host, resolved: uri };
}

function readLabel(text: string, alias: string): string {
  const label = text.toLowerCase();
  if (isForeignAliasLabel(label)) return label;
  const why = `${JSON.stringify(text.slice(0, 64))} is no alias: 1 to 63 letters, digits and inner "-"; ${FORMS}`;
  throw unreadable('bad-form', 'alias', alias, why);
}
