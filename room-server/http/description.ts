import { type FeedId, type PrivacyMode, writeSsbUri } from '@open-rooms/protocol';
import { openRoomInvite } from '../invites/invites.ts';
import { addressTexts } from '../rooms/addresses.ts';
import type { HttpParts } from './parts.ts';

/** The answer of `/whois` as JSON. */
export interface Whois {
  /** The address that every SSB app can use: `net:host:port~shs:KEY`. */
  readonly msAddr: string;
  /** Every address, the best known first. */
  readonly addresses: readonly string[];
  readonly roomId: FeedId;
  /** `null` until the room is claimed, and where it is not listed. */
  readonly name: string | null;
  readonly description: string | null;
  /** How many peers are in the room now; none where it is not listed, which tells nobody. */
  readonly online: number;
  readonly features: readonly string[];
}

/** The answer of `/` as JSON: all that the page says. */
export interface RoomDescription extends Whois {
  readonly claimed: boolean;
  readonly mode: PrivacyMode;
  /** Whether the room says on its pages what it is. */
  readonly listed: boolean;
  /** What SSB apps take as the invite of a room. */
  readonly invite: string;
  /** A link that opens the room in an SSB app. */
  readonly ssbUri: string;
  /** Where the room is, for apps that join by host name. */
  readonly host: string;
}

/** Who the room is, to whoever asked by this `Host` header. Throws `Refused` where it is no host. */
export function whois(parts: HttpParts, hostHeader: string | undefined): Whois {
  const addresses = addressTexts(parts.addresses.forRequest(hostHeader));
  const { profile, id: roomId } = parts.room;
  const { name = null, description = null } = (parts.settings.listed ? profile : undefined) ?? {};
  const online = parts.settings.listed ? parts.online() : 0;
  return { msAddr: addresses[0], addresses, roomId, name, description, online, features: parts.features };
}

/** All that a visitor may know of the room. Throws `Refused` where the `Host` header is no host. */
export function describeRoom(parts: HttpParts, hostHeader: string | undefined): RoomDescription {
  const { host, net } = parts.addresses.forRequest(hostHeader);
  const { profile } = parts.room;
  return {
    claimed: profile !== undefined,
    mode: parts.settings.mode,
    listed: parts.settings.listed,
    ...whois(parts, hostHeader),
    invite: openRoomInvite(net),
    ssbUri: writeSsbUri({ kind: 'address', addresses: [net] }),
    host,
  };
}
