import { fromUrlAlphabet } from '../bytes/base64.ts';
import { type FeedId, isFeedId } from '../identity/feed-id.ts';
import { readAnySignature, writeSignature } from '../identity/signature-text.ts';
import { CHALLENGE } from '../signin/challenge.ts';
import { readAddresses, writeAddresses } from './address-list.ts';
import { LINK_MAX_CHARS } from './limits.ts';
import type { PeerAddress } from './peer-address.ts';
import { refuseLongText, unreadable } from './unreadable.ts';
import { readQuery, readWebLink, splitQuery, writeQuery } from './web-link.ts';

/** `ssb:address/multiserver?multiserverAddress=…` */
export interface AddressUri {
  readonly kind: 'address';
  readonly addresses: readonly PeerAddress[];
}

/** `ssb:experimental?action=claim-http-invite&…`: post the token and one's id to `postTo` to become a member. */
export interface ClaimInviteUri {
  readonly kind: 'claim-http-invite';
  readonly invite: string;
  readonly postTo: string;
}

/** `ssb:experimental?action=consume-alias&…`: whose alias it is, where to find them, and their word for it. */
export interface ConsumeAliasUri {
  readonly kind: 'consume-alias';
  /** As it was signed, letter case included. */
  readonly alias: string;
  readonly userId: FeedId;
  readonly roomId: FeedId;
  /** 64-byte signature over the registration; whoever uses the alias verifies it. */
  readonly signature: Uint8Array;
  readonly addresses: readonly PeerAddress[];
}

/** `ssb:experimental?action=start-http-auth&…`: sign in at the room `sid`. */
export interface StartSignInUri {
  readonly kind: 'start-http-auth';
  readonly sid: FeedId;
  /** Challenge of the server; signed as this literal text, never as bytes. */
  readonly sc: string;
  readonly addresses: readonly PeerAddress[];
}

/** `ssb:feed/classic/…` or `ssb:feed/ed25519/…` */
export interface FeedUri {
  readonly kind: 'feed';
  readonly id: FeedId;
}

export type SsbUri = AddressUri | ClaimInviteUri | ConsumeAliasUri | StartSignInUri | FeedUri;

/** The URIs that a room or a client hands out. */
export type WritableSsbUri = Exclude<SsbUri, FeedUri>;

const SCHEME = 'ssb:';
const TOKEN = /^[\x21-\x7e]+$/;
const ALIAS = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Whether `text` begins as an ssb URI does. */
export function isSsbUri(text: string): boolean {
  return text.startsWith(SCHEME);
}

/** Reads the ssb URIs that a room has to do with (SIP 1, 5, 6, 7). Throws `UnreadableText`. */
export function readSsbUri(text: string): SsbUri {
  refuseLongText('ssb URI', text, LINK_MAX_CHARS);
  const [start, query] = splitQuery(text);
  const slashed = start.startsWith(`${SCHEME}//`);
  const path = start.slice(slashed ? SCHEME.length + 2 : SCHEME.length);
  const [type, format, data, ...more] = path.split(!slashed && !path.includes('/') ? ':' : '/');
  if (isSsbUri(text) && more.length === 0) {
    if (type === 'experimental' && !format && data === undefined)
      return readAction(new Fields(readQuery(query), text));
    if (type === 'address' && format === 'multiserver' && !data) {
      return { kind: 'address', addresses: new Fields(readQuery(query), text).addresses() };
    }
    if (type === 'feed' && (format === 'classic' || format === 'ed25519')) return readFeed(data ?? '', text);
  }
  const why = 'rooms know ssb:address/multiserver?…, ssb:experimental?action=… and ssb:feed/classic/….';
  throw unreadable('wrong-kind', 'ssb URI', text, why);
}

/** Writes a URI in the canonical form, with its fields in the order of the specifications. */
export function writeSsbUri(uri: WritableSsbUri): string {
  if (uri.kind === 'address') return `ssb:address/multiserver?${writeQuery(addressField(uri.addresses))}`;
  return `ssb:experimental?${writeQuery({ action: uri.kind, ...fieldsOf(uri) })}`;
}

function fieldsOf(uri: Exclude<WritableSsbUri, AddressUri>): Record<string, string> {
  switch (uri.kind) {
    case 'claim-http-invite':
      return { invite: uri.invite, postTo: uri.postTo };
    case 'start-http-auth':
      return { sid: uri.sid, sc: uri.sc, ...addressField(uri.addresses) };
    case 'consume-alias': {
      const { alias, userId, roomId } = uri;
      const signature = writeSignature(uri.signature);
      return { alias, userId, signature, roomId, ...addressField(uri.addresses) };
    }
  }
}

function addressField(addresses: readonly PeerAddress[]): { multiserverAddress: string } {
  return { multiserverAddress: writeAddresses(addresses) };
}

function readAction(fields: Fields): SsbUri {
  const kind = fields.text('action');
  switch (kind) {
    case 'claim-http-invite':
      return {
        kind,
        invite: fields.matching('invite', TOKEN, 'a token of plain characters'),
        postTo: fields.link('postTo'),
      };
    case 'start-http-auth': {
      const sc = fields.matching('sc', CHALLENGE, 'base64 of 32 bytes');
      return { kind, sid: fields.feedId('sid'), sc, addresses: fields.addresses() };
    }
    case 'consume-alias': {
      const alias = fields.matching('alias', ALIAS, 'letters, digits and "-"');
      const who = { userId: fields.feedId('userId'), roomId: fields.feedId('roomId') };
      return { kind, alias, ...who, signature: fields.signature('signature'), addresses: fields.addresses() };
    }
  }
  const why = 'its action must be claim-http-invite, consume-alias or start-http-auth.';
  throw unreadable('wrong-kind', 'ssb URI action', kind, why);
}

function readFeed(data: string, text: string): FeedUri {
  const id = `@${fromUrlAlphabet(data)}.ed25519`;
  if (isFeedId(id) && !/[+/]/.test(data)) return { kind: 'feed', id };
  throw unreadable(
    'bad-key',
    'ssb URI',
    text,
    'the feed\'s key is 43 characters of base64url and "="; copy it again.',
  );
}

/** The fields of one URI, each read as what it must be or refused by name. */
class Fields {
  readonly #fields: ReadonlyMap<string, string>;
  readonly #uri: string;

  constructor(fields: ReadonlyMap<string, string>, uri: string) {
    this.#fields = fields;
    this.#uri = uri;
  }

  text(name: string): string {
    const value = this.#fields.get(name);
    if (value !== undefined && value !== '') return value;
    throw unreadable(
      'bad-field',
      'ssb URI',
      this.#uri,
      `its field "${name}" is missing; copy the whole URI again.`,
    );
  }

  matching(name: string, form: RegExp, wanted: string): string {
    const value = this.text(name);
    if (form.test(value)) return value;
    throw unreadable(
      'bad-field',
      `${name} of an ssb URI`,
      value,
      `it must be ${wanted}; copy the whole URI again.`,
    );
  }

  feedId(name: string): FeedId {
    const value = this.text(name);
    if (isFeedId(value)) return value;
    throw unreadable(
      'bad-field',
      `${name} of an ssb URI`,
      value,
      'it must be an id such as @KEY.ed25519, percent-encoded.',
    );
  }

  /** Either alphabet, with or without the suffix: servers differ, and stock clients take both. */
  signature(name: string): Uint8Array {
    const value = this.text(name);
    const signature = readAnySignature(value);
    if (typeof signature !== 'string') return signature;
    throw unreadable(
      'bad-field',
      `${name} of an ssb URI`,
      value,
      'it must be base64 of 64 bytes, percent-encoded.',
    );
  }

  link(name: string): string {
    const value = this.text(name);
    readWebLink(value);
    return value;
  }

  addresses(): PeerAddress[] {
    return readAddresses(this.text('multiserverAddress'));
  }
}
